"""Names of records in tables, as links to their pages."""

from __future__ import annotations

from calc.parts.markup import Page, page_link


def name_of(page: Page, kind: str, record_id: str) -> str:
    """A record's name, or its id."""
    return str(page.evaluation.snapshot.attribute(kind, record_id, "name") or record_id)


def linked(page: Page, kind: str, record_id: str) -> str:
    """The same as a link."""
    return page_link(page, kind, record_id, name_of(page, kind, record_id))
