"""All generated pages, and the addresses that only send readers on."""

from __future__ import annotations

from build_hooks.generated import hardware, models, open_models, providers, regions
from build_hooks.generated.page import GeneratedPage
from build_hooks.site import Site


def pages(site: Site) -> list[GeneratedPage]:
    """Every page that the build makes itself, in the order of the catalog."""
    kinds = (models, open_models, hardware, providers, regions)
    return [page for kind in kinds for page in kind.pages(site)]
