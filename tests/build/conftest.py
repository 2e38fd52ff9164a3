"""The site of this checkout, read once for each file of tests."""

from __future__ import annotations

import pytest

from build_hooks.site import Site


@pytest.fixture(scope="module")
def site() -> Site:
    return Site.read()
