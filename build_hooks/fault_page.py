"""Under serve: what stands at every address as long as the project cannot be built.

Imports nothing of the project, which may be what is broken.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from build_hooks.dataset.faults import Fault

LOOKS_AGAIN_S = 2
HEAD = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{LOOKS_AGAIN_S}">
<title>Not built</title>
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
body {{ max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8886; text-align: left; vertical-align: top; }}
code, pre {{ font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }}
</style>
</head>
"""


def page(error: BaseException) -> str:
    """The page for an error: a table where it lists faults, its own words where it is ours, else where it arose."""
    causes = list(_causes(error))
    faults = [fault for cause in causes for fault in getattr(cause, "faults", ())]
    if faults:
        return _page(_count(len(faults)), _table(faults))
    ours = any(type(cause).__name__ == "BuildError" for cause in causes)
    said = str(error) if ours else "".join(traceback.format_exception(error))
    return _page("The site cannot be built", f"<pre>{escape(said)}</pre>")


def _page(title: str, body: str) -> str:
    after = (
        "No page is shown until this is mended, so that no figure is an old one. "
        "Save the file, and the page that you asked for comes back by itself."
    )
    return f"{HEAD}<body>\n<main>\n<h1>{title}</h1>\n{body}\n<p>{after}</p>\n</main>\n</body>\n</html>\n"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__


def _count(faults: int) -> str:
    return "One fault" if faults == 1 else f"{faults} faults"


def _table(faults: Iterable[Fault]) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Place", "Expected", "Got", "What to do"))
    rows = "\n".join(map(_row, faults))
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(fault: Fault) -> str:
    key = f"<br>{escape(fault.key)}" if fault.key else ""
    cells = (escape(one) for one in (fault.expected, fault.got or "nothing", fault.hint))
    place = f'<th scope="row"><code>{escape(fault.file)}:{fault.line}</code>{key}</th>'
    return f"<tr>{place}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
