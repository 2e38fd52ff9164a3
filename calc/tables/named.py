"""Names of records in tables, as links to their pages."""

from __future__ import annotations

from calc.options import REGION, REGION_WORDS
from calc.parts.markup import Page, page_link


def name_of(page: Page, kind: str, record_id: str) -> str:
    """A record's name, or its id."""
    return str(page.evaluation.snapshot.attribute(kind, record_id, "name") or record_id)


def linked(page: Page, kind: str, record_id: str) -> str:
    """The same as a link."""
    return page_link(page, kind, record_id, name_of(page, kind, record_id))


def needed_region(page: Page) -> str:
    """Where the reader's requests must be served, in words; empty where they may be anywhere."""
    region = str(page.evaluation.get(REGION))
    return "" if region == "standard" else REGION_WORDS.get(region, region)
