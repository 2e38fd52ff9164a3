"""One build of the site, without MkDocs: data, pages, runtime, policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from build_hooks import artifacts, changes, options, wheel
from build_hooks.aside import Aside
from build_hooks.dataset import Dataset, DatasetError, load
from build_hooks.dataset.compile import shipped_text
from build_hooks.errors import BuildError
from build_hooks.generated import every, redirects
from build_hooks.generated.page import GeneratedPage
from build_hooks.render import RenderError, render, render_generated
from build_hooks.runtime import Runtime, RuntimeBuildError, packed
from build_hooks.site import CATALOG, ROOT, Site
from build_hooks.slots import Rendered
from calc import text
from calc.facts import history
from scripts.fetch_pyodide import VERSION

PYODIDE = ROOT / ".cache" / "pyodide"
RUNTIME_CACHE = ROOT / ".cache" / "runtime"
NOT_DATED = ("reference/", "method/")  # pages that explain, where a banner would be in the way
WHEEL_CACHE = ROOT / ".cache" / "wheel"
MOST_EDITIONS = 3  # in the picker, the newest; any other day can be typed


@dataclass
class Build:
    """The state of one build."""

    site: Site
    serving: bool
    rendered: dict[str, Rendered] = field(default_factory=dict)
    pages: dict[str, artifacts.PageText] = field(default_factory=dict)
    writing: Aside | None = None

    def theme_values(self) -> dict[str, Any]:
        """What the theme shows on every page."""
        return {
            "edition_date": self.site.catalog.edition,
            "edition_words": text.day(self.site.catalog.edition),
            "line_url": self.site.line_url,
            **self._days(),
        }

    def _days(self) -> dict[str, Any]:
        """The days that the as-of picker names."""
        snapshot = self.site.evaluation.snapshot
        begins = history.price_days(snapshot)[0]
        older = [(day, text.day(day)) for day in sorted(snapshot.ids("edition"), reverse=True)[:MOST_EDITIONS]]
        return {"history_begins": begins, "history_words": text.day(begins), "older_editions": older}

    def written_files(self) -> dict[str, str]:
        """Address in the site to text, for small files that pages ask for when they need them."""
        return {changes.ADDRESS: changes.as_json(self.site), **options.files(self.site)}

    @cached_property
    def runtime(self) -> Runtime:
        """The browser's Python, packed where that has not been done."""
        try:
            return packed(pyodide_folder(), ROOT / "calc", RUNTIME_CACHE)
        except RuntimeBuildError as error:
            raise BuildError(str(error)) from error

    def runtime_values(self) -> dict[str, str]:
        """What each page says of the calc that made it: Python of another build must not answer on it."""
        return {"calc_hash": self.runtime.manifest["calc"]}

    def runtime_files(self) -> dict[str, Path]:
        """Address in the site to file, for the browser's Python."""
        wheel_files = {} if self.serving else wheel.site_files(pyodide_folder(), ROOT, WHEEL_CACHE)
        return {**self.runtime.site_files(), **wheel_files}

    @cached_property
    def generated(self) -> dict[str, GeneratedPage]:
        """The pages that the build makes itself, by the path under docs/ that each pretends to have."""
        return {page.source: page for page in every.pages(self.site)}

    def generated_files(self) -> dict[str, str]:
        """Path under docs/ to text: the generated pages, and addresses that only send readers on."""
        return {source: page.markdown for source, page in self.generated.items()} | redirects.files(self.site)

    def parents(self) -> dict[str, str]:
        """Each generated page's path to that of the index it is listed on."""
        return {source: f"{source.split('/')[0]}/index.md" for source in self.generated}

    def page(self, markdown: str, source: str, url: str, meta: dict[str, Any]) -> str:
        """The Markdown of a page with everything bound; blocks of HTML wait in `content`."""
        day = str(meta.get("edition") or "")
        try:
            if source in self.generated:
                self.rendered[source] = render_generated(self.site, self.generated[source])
            else:
                whole = (ROOT / "docs" / source).read_text(encoding="utf-8")
                front_lines = whole.count("\n") - markdown.count("\n")  # MkDocs takes the front matter off
                self.rendered[source] = render(self.site, markdown, f"docs/{source}", root_of(url), day, front_lines)
        except RenderError as error:
            raise BuildError(str(error)) from error
        made = self.rendered[source]
        title, description = (str(meta.get(name) or "") for name in ("title", "description"))
        self.pages[source] = artifacts.PageText(source, url, title, description, made.fill(made.markdown), day)
        return made.markdown

    def content(self, html: str, source: str) -> str:
        """The HTML of a page with its blocks in their places; a generated page's come last, past the search index."""
        return html if source in self.generated else self.rendered[source].fill(html)

    def anchors(self, source: str) -> set[str]:
        """The ids in the blocks of a page, to which links may lead."""
        return self.rendered[source].anchors()

    def whole(self, html: str, source: str) -> str:
        """The finished page.  Tables of single records would be noise in a search, and most of its index."""
        return self.rendered[source].fill(html) if source in self.generated else html

    def coming(self, source: str) -> str:
        """What comes next for the models that a page of the guide names, for its head."""
        return "" if source.startswith(NOT_DATED) else self.rendered[source].coming

    def edit_url(self, source: str) -> str | None:
        """Where a page is edited, a generated one where its data are; None without a repository's address."""
        if not self.site.repo_address:
            return None
        made = self.generated.get(source)
        place = f"{made.file}#L{made.line}" if made else f"docs/{source}"
        return f"{self.site.repo_address}/edit/main/{place}"

    def publish(self, site_dir: Path) -> None:
        """Begin to write what machines read, while the theme frames the pages; twins of pages but under serve."""
        if not self.serving:
            self.writing = Aside(artifacts.write, self.site, list(self.pages.values()), site_dir)

    def finish(self, site_dir: Path) -> None:
        """After all pages are written: what machines read is there too, and, but under serve, the security policy."""
        from build_hooks import csp

        if self.writing is None:
            # Twins take as long as all the rest for machines; nobody reads them while they write.
            artifacts.write(self.site, [], site_dir)
        else:
            self.writing.wait("files for machines")
            csp.apply(site_dir)


def start(repo_address: str = "", serving: bool = False, site_url: str = "") -> Build:
    """Load and check the data.  Under serve the compiled catalog follows the data at once."""
    try:
        data = load(ROOT / "prices")
    except DatasetError as error:
        raise BuildError(f"{error}") from error
    if serving:
        write_catalog(data)
    return Build(Site.of(data, ROOT, repo_address, site_url), serving)


def write_catalog(data: Dataset) -> None:
    """Write calc/catalog.json, where that changes it."""
    compiled = shipped_text(data.catalog)
    if not CATALOG.exists() or CATALOG.read_text(encoding="utf-8") != compiled:
        CATALOG.write_text(compiled, encoding="utf-8")


def pyodide_folder() -> Path:
    """The unpacked Pyodide that `make runtime` fetched."""
    folder = PYODIDE / VERSION
    if not folder.is_dir():
        raise BuildError(f"no Pyodide in {folder.relative_to(ROOT)}; run `make runtime`")
    return folder


def root_of(url: str) -> str:
    """The way from a page's address to the site's root: guide/cost-math/ -> ../../"""
    return "../" * url.count("/")
