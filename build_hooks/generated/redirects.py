"""Addresses without a page of their own that readers may try: they send on, and say so to who runs no scripts."""

from __future__ import annotations

from html import escape

from build_hooks.generated.providers import billers
from build_hooks.site import Site
from calc.parts.addresses import provider_address

MOVED = {"reference/hardware/": "hardware/"}  # addresses that were published and have moved


def files(site: Site) -> dict[str, str]:
    """Path to page: old addresses, and the folders between an index and a record."""
    makers = dict.fromkeys(one.split("/")[0] for one in site.evaluation.snapshot.ids("hardware"))
    targets = MOVED | {f"models/{biller}/": provider_address(biller) for biller in billers(site)}
    targets |= {f"hardware/{maker}/": f"hardware/#{maker}" for maker in makers}
    return {f"{address}index.html": page("../" * address.count("/") + target) for address, target in targets.items()}


def page(target: str) -> str:
    """A page that sends on at once, by relative address, with a link for who stays."""
    to = escape(target)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Moved</title>'
        f'<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url={to}">'
        f'</head><body><main><h1>Moved</h1><p><a href="{to}">The page is here now.</a></p></main></body></html>\n'
    )
