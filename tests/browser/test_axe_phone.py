"""Axe: pages can be read by all on a phone, by night and by day.  A file of its own, so that both cores have one."""

from tests.browser.axe import of_pages


def test_axe_finds_nothing_on_a_phone(open_guide, addresses):
    assert of_pages(open_guide(reduced_motion="reduce"), addresses, 390, ("dark", "light")) == []
