"""Suggest a correction: from a figure to its line in the repository's editor, and to a form that is filled in."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from calc.facts.fact import Fact
from calc.parts.markup import Page

FORM = "wrong-figure.yml"  # in .github/ISSUE_TEMPLATE/; the keys below are the ids of its fields
MARK = 'class="suggest"'  # by which HTML that leads to a correction is told
_VIEW, _EDIT = "/blob/", "/edit/"


def suggestion(page: Page, fact: Fact) -> str:
    """Both ways to correct a figure, as HTML; nothing where the repository's address is not set."""
    if _VIEW not in page.line_url:
        return ""
    edit = page.line_url.replace(_VIEW, _EDIT, 1).replace("{path}", fact.file).replace("{line}", str(fact.line))
    return (
        f"<span {MARK}>Suggest a correction: "
        f'<a class="suggest__edit" href="{escape(edit)}" rel="noreferrer">edit the line</a> or '
        f'<a class="suggest__form" href="{escape(form_address(page, fact))}" rel="noreferrer">tell us</a></span>'
    )


def suggestion_of(page: Page, figure: str, ours: str) -> str:
    """The form alone, for a figure that no line of the data holds: one that is computed, or not known."""
    if _VIEW not in page.line_url:
        return ""
    form = escape(_address(page, figure, ours, ""))
    return (
        f'<span {MARK}>Suggest a correction: <a class="suggest__form" href="{form}" rel="noreferrer">tell us</a></span>'
    )


def form_address(page: Page, fact: Fact) -> str:
    """The form for a wrong figure, with the figure, what we say and where we have it from."""
    ours = f"{fact.value} {fact.unit}".strip() + f", from {fact.date}"
    source = page.sources.get(fact.source, {}).get("url", "")
    return _address(page, fact.key, f"{ours} ({fact.file}:{fact.line})", source)


def _address(page: Page, figure: str, ours: str, source: str) -> str:
    fields = {"template": FORM, "title": f"{figure}: ", "figure": figure, "ours": ours, "source": source}
    return f"{page.line_url.partition(_VIEW)[0]}/issues/new?{urlencode(fields)}"
