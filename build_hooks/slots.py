"""Slots: a page's Markdown with the places of its blocks of HTML, which Markdown never sees."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

ID = re.compile(r'\sid="([^"]+)"')
SLOT = re.compile(r'<div data-slot="(\d+)"></div>')


def slot(number: int) -> Markup:
    """The place of a block."""
    return Markup('<div data-slot="{}"></div>').format(number)


@dataclass
class Rendered:
    """A page's Markdown with slots where blocks of HTML stand, and these blocks.

    Blocks are kept away from Markdown, which would look for paragraphs inside them.
    """

    markdown: str
    blocks: list[str]
    coming: str = ""  # for the head of the page

    def anchors(self) -> set[str]:
        """The ids inside the blocks: links may lead there, though Markdown has not seen them."""
        return {found for block in self.blocks for found in ID.findall(block)}

    def fill(self, text: str) -> str:
        """Put the blocks into their slots: in the HTML that Markdown made, or in the Markdown itself."""
        return SLOT.sub(lambda match: self.blocks[int(match.group(1))], text)
