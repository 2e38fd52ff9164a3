"""What axe finds on the page that is open, and on many pages one after the other."""

from collections.abc import Iterable, Iterator
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.guide import Guide

Scheme = Literal["light", "dark"]
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What can differ between the two looks of one page at one width, where nothing moves; the rest is asked in one of them.
RULES_OF_LOOKS = ["color-contrast", "link-in-text-block"]
SIZE = "() => [document.body.scrollWidth, document.body.scrollHeight].join(' x ')"
STILL = "* { transition: none !important; animation: none !important }"
# Every rule is run on every element, and only what is wrong is told: to send all that is right took most of the time.
RUN = """async (rules) => {
  const {violations} = await axe.run({runOnly: rules, resultTypes: ['violations']});
  return violations.map(({id, help, nodes}) => [id, help, nodes.slice(0, 3).map(({html}) => html.slice(0, 160))]);
}"""


def violations(guide: Guide, rules: list[str]) -> Iterator[str]:
    """What axe finds, a line each."""
    if not guide.page.evaluate("() => Boolean(window.axe?.run)"):
        guide.page.evaluate(AXE_SCRIPT)
    for rule, said, places in guide.page.evaluate(RUN, rules):
        yield f"{rule}: {said}: {'; '.join(places)}"


def of_pages(guide: Guide, addresses: Iterable[str], width: int, schemes: tuple[Scheme, Scheme]) -> list[str]:
    """What axe finds on pages at one width, by all rules in the first colour scheme, by those of looks in the other.

    A page must have the same size in both, or the rules about places would have to be asked twice.
    """
    found = []
    guide.page.set_viewport_size({"width": width, "height": 900})
    for address in addresses:
        guide.open(address)
        guide.page.add_style_tag(content=STILL)
        sizes = set()
        for scheme, rules in zip(schemes, (ALL_RULES, RULES_OF_LOOKS), strict=True):
            guide.page.emulate_media(color_scheme=scheme)
            sizes.add(guide.page.evaluate(SIZE))
            found += [f"{address} {scheme} {width}: {said}" for said in violations(guide, rules)]
        found += [f"{address} {width}: larger in one look than in the other: {sizes}"] if len(sizes) > 1 else []
    return found
