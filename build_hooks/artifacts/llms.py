"""llms.txt: what the site holds, for programs that read text; each page by its Markdown twin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from build_hooks.artifacts.csv_files import CSV_FILES
from build_hooks.artifacts.head import HOME, LICENCE, Head
from build_hooks.artifacts.openapi import FEEDS, SINGLE
from build_hooks.artifacts.twins import PageText

# The first folder of a page's address -> the heading it is listed under; what is not named here is optional reading.
SECTIONS = {
    "": "Start",
    "guide": "Guide",
    "calculators": "Calculators",
    "models": "API models",
    "open-models": "Open models",
    "hardware": "Hardware",
    "providers": "Providers",
    "regions": "Regions",
    "editions": "Editions",
    "reference": "Reference",
    "method": "How right is this?",
}
ABOUT = (
    "Run a language model on your own hardware, or call an API? A guide whose every number is computed from dated, "
    "sourced data. The pages below are plain Markdown with every number in place, for the default workload."
)


def text(pages: Iterable[PageText], head: Head, site_url: str) -> str:
    """The file, as the llms.txt proposal has it: a title, a summary, and lists of links under headings."""
    lines = ["# Local or API", "", f"> {ABOUT}", ""]
    lines += [
        f"Every figure is as of {head.edition} unless a page says otherwise. A figure that is not known is called"
    ]
    lines += [f"unknown, never zero. Licence: {LICENCE['id']}, {LICENCE['attribution']}."]
    by_section: dict[str, list[PageText]] = {}
    for page in pages:
        folder = page.source.split("/")[0] if "/" in page.source else ""
        by_section.setdefault(SECTIONS.get(folder, "Optional"), []).append(page)
    for section in [*SECTIONS.values(), "Optional"]:
        if section == "Optional":
            lines += ["", "## Data", "", *_data(site_url)]
        if section in by_section:
            lines += ["", f"## {section}", "", *(_page(page, site_url) for page in by_section[section])]
    return "\n".join(lines) + "\n"


def _page(page: PageText, site_url: str) -> str:
    said = f": {page.description}" if page.description else ""
    return f"- [{_label(page.title)}]({site_url}{page.source}){said}"


def _label(title: str) -> str:
    return title.replace("[", "(").replace("]", ")")


def _data(site_url: str) -> Iterator[str]:
    entries = {
        **{name: title for name, (_, title) in SINGLE.items()},
        "openapi.json": "OpenAPI description of all addresses of the data",
        **{name: file.title for name, file in CSV_FILES.items()},
        **{name: title for name, (_, title) in FEEDS.items()},
    }
    for name, title in entries.items():
        yield f"- [{name}]({site_url}{HOME}{name}): {title}"
