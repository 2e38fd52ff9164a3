"""Where a record has its own page on the site: addresses are published, so they never change."""

from __future__ import annotations

from html import escape

from calc.engine.rules import CUSTOM

PAGES = {
    "api_model": "models/{id}/",
    "hardware": "hardware/{id}/",
    "open_model": "open-models/{id}/",  # only of those that somebody hosts, see `markup.page_link`
    "tariff": "regions/{first}/",
}


def address_of(table: str, record_id: str) -> str:
    """The address of a record's page from the site's root; empty where it has none."""
    pattern = PAGES.get(table, "")
    return "" if record_id == CUSTOM else pattern.format(id=record_id, first=record_id.split("/")[0])


def provider_address(biller: str) -> str:
    """The address of the page of whoever bills API models."""
    return f"providers/{biller}/"


def record_link(root: str, table: str, record_id: str, words: str) -> str:
    """A record's name as a link to its page, or the bare name."""
    address = address_of(table, record_id)
    return f'<a href="{escape(root + address)}">{escape(words)}</a>' if address else escape(words)
