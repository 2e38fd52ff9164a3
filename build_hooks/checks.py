"""What `python -m build_hooks check` runs.  A check takes the project and yields faults; add new ones to CHECKS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

from build_hooks.dataset import Dataset, DatasetError, Fault, load
from build_hooks.dataset.compile import shipped_text
from build_hooks.dataset.schema import schemas
from build_hooks.errors import BuildError
from build_hooks.page_checks import check_claims, check_links, check_pages, check_prose
from build_hooks.upkeep import crosscheck, datasets

CATALOG = "calc/catalog.json"
_REMAKE = "run `make compile` and commit the file"


@dataclass(frozen=True)
class Project:
    """The project's folder, and its data set read at most once."""

    root: Path

    @cached_property
    def prices(self) -> Path:
        """The folder of the data set."""
        return self.root / "prices"

    @cached_property
    def _loaded(self) -> Dataset | DatasetError:
        try:
            return load(self.prices)
        except DatasetError as error:
            return error

    @property
    def dataset(self) -> Dataset | None:
        """The data set, or None where it has faults (`check_dataset` reports them)."""
        return self._loaded if isinstance(self._loaded, Dataset) else None

    @property
    def dataset_faults(self) -> tuple[Fault, ...]:
        """Every fault of the data set."""
        return self._loaded.faults if isinstance(self._loaded, DatasetError) else ()


Check = Callable[[Project], Iterable[Fault]]


def check_dataset(project: Project) -> Iterable[Fault]:
    """Faults of prices/."""
    return project.dataset_faults


def check_catalog(project: Project) -> Iterable[Fault]:
    """A compiled catalog that does not say what prices/ says."""
    if project.dataset is not None:
        yield from _stale(project.root, CATALOG, shipped_text(project.dataset.catalog))


def check_schemas(project: Project) -> Iterable[Fault]:
    """JSON Schemas for editors that do not match the record types; files that are no longer made."""
    wanted = schemas()
    for name, text in wanted.items():
        yield from _stale(project.root, f"prices/schema/{name}", text)
    for path in sorted((project.prices / "schema").glob("*.json")):
        if path.name not in wanted:
            yield Fault(f"prices/schema/{path.name}", 1, "", "no such file", "a schema of no table", "remove it")


def check_crosscheck(project: Project) -> Iterable[Fault]:
    """Differences from other price lists, as last compared, that prices/disputes.yml does not explain."""
    if project.dataset is None:
        return
    name, hint = "prices/crosscheck.json", "add a row to prices/disputes.yml, or run `python -m build_hooks crosscheck`"
    try:
        result = crosscheck.read(project.root)
        found = crosscheck.compared(result) if result is not None else []
    except BuildError as error:
        yield Fault(name, 1, "", "a result of `python -m build_hooks crosscheck`", str(error), "run that command again")
        return
    for one in crosscheck.settle(found, project.dataset.disputes, project.dataset.edition).unexplained:
        yield Fault(name, 1, f"{one.model} {one.key}", f"{one.dataset} to say {one.ours}", str(one.theirs), hint)


def check_pins(project: Project) -> Iterable[Fault]:
    """A comparison kept in prices/ that is of other releases of the price lists than those pinned now."""
    try:
        result = crosscheck.read(project.root)
    except BuildError:
        return  # check_crosscheck says so
    pins = datasets.pinned(project.root, "requirements/dev.txt")
    for name, version in result["versions"].items() if result else ():
        if pins.get(name) != version:
            hint = "run `python -m build_hooks crosscheck`, and go through what differs"
            expected = f"a comparison with {pins.get(name, 'a release that is pinned')}, as requirements/ has it"
            yield Fault("prices/crosscheck.json", 1, name, expected, version, hint)


CHECKS: list[Check] = [
    check_dataset,
    check_catalog,
    check_schemas,
    check_prose,
    check_pages,
    check_links,
    check_claims,
    check_crosscheck,
    check_pins,
]


def run_checks(project: Project, checks: Iterable[Check] | None = None) -> list[Fault]:
    """Every fault that the checks (by default CHECKS) find, sorted by file and line."""
    return sorted({fault for check in (CHECKS if checks is None else checks) for fault in check(project)})


def _stale(root: Path, relative: str, wanted: str) -> Iterable[Fault]:
    """A fault at the first line in which a written file differs from what it should be."""
    path = root / relative
    if not path.is_file():
        yield Fault(relative, 1, "", "the compiled file", "nothing", _REMAKE)
        return
    found = path.read_bytes().decode("utf-8", "replace")
    if found != wanted:
        pairs = enumerate(zip_longest(found.split("\n"), wanted.split("\n")), 1)
        line = next(number for number, (is_line, wanted_line) in pairs if is_line != wanted_line)
        yield Fault(relative, line, "", "what prices/ and calc/facts/records.py say now", "an older text", _REMAKE)
