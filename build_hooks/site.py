"""What every page is rendered from: the checked data set, its catalog, and the default scenario's evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from build_hooks.contenders import Contenders
from build_hooks.dataset import Dataset, load
from build_hooks.dataset.compile import as_text
from build_hooks.upkeep import crosscheck
from calc import results
from calc.engine.evaluate import Evaluation
from calc.facts.catalog import Catalog
from calc.model import GRAPH
from calc.parts.markup import Page
from calc.scenario import Scenario

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "calc" / "catalog.json"


@dataclass
class Site:
    """The data and the settings of one build."""

    catalog: Catalog
    corrections: list[dict[str, Any]]
    claims: dict[str, dict[str, Any]]
    repo_address: str = ""
    site_url: str = ""  # with a slash at its end; empty where the site does not know its address
    disputes: Sequence[dict[str, Any]] = ()
    fields: dict[tuple[str, str], Markup] = field(default_factory=dict)  # fields of running text that have been made
    crosscheck: crosscheck.Result | None = None  # who says what, as the last comparison with other price lists found it

    @classmethod
    def read(cls, root: Path = ROOT, repo_address: str = "", site_url: str = "", compared: bool = True) -> Site:
        """The site of a checkout; the comparison kept there is left alone where `compared` is false.

        Raises DatasetError that lists every fault, BuildError for a broken comparison.
        """
        return cls.of(load(root / "prices"), root, repo_address, site_url, compared)

    @classmethod
    def of(cls, data: Dataset, root: Path, repo_address: str = "", site_url: str = "", compared: bool = True) -> Site:
        """The site of a data set that has been loaded.  Raises BuildError for a broken comparison."""
        catalog = Catalog.from_json(as_text(data.catalog))  # in the order in which the browser gets it
        site_url = f"{site_url.rstrip('/')}/" if site_url else ""
        return cls(
            catalog,
            list(data.corrections),
            dict(data.claims),
            repo_address.rstrip("/"),
            site_url,
            disputes=data.disputes,
            crosscheck=crosscheck.read(root) if compared else None,
        )

    @cached_property
    def evaluation(self) -> Evaluation:
        """The default scenario on the edition's day."""
        return self.on(self.catalog.edition)

    @cached_property
    def contenders(self) -> Contenders:
        """The models that pages compare."""
        return Contenders.of(self.catalog)

    def on(self, day: str) -> Evaluation:
        """The default scenario on a day."""
        return results.evaluation(GRAPH, self.catalog, Scenario({}, day))

    @property
    def line_url(self) -> str:
        """Address of a line of the data, with {path} and {line}; empty where the repository's is not set."""
        return f"{self.repo_address}/blob/main/{{path}}#L{{line}}" if self.repo_address else ""

    def page(self, root: str, day: str = "") -> Page:
        """Where parts of a page at `root` are rendered; a dated page on its own day."""
        evaluation = self.evaluation if day in ("", self.catalog.edition) else self.on(day)
        return Page(evaluation, self.catalog.sources, root, self.line_url)
