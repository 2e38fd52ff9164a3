"""Pages and scripts as they travel: without indentation, and scripts without the comments that authors read.

The sources stay what is edited and checked; without this step the site works from them alone.  What could change a
meaning is no business of ours: nothing within a line is touched.
"""

from __future__ import annotations

import re

KEPT = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL)  # where white space is shown
BLANK = re.compile(r"\s*\n\s*")
COMMENT = "//"


def page(html: str) -> str:
    """A page without blank lines and indentation; a line's end stays, because it may part two words."""
    pieces = KEPT.split(html)  # text between, what is kept, the name of its element, and so on
    return "".join(BLANK.sub("\n", piece) if at % 3 == 0 else piece for at, piece in enumerate(pieces) if at % 3 < 2)


def script(text: str) -> str:
    """A script without indentation and lines of comment.  Lines keep their numbers, so that an error names its place.

    No text in backticks may span lines; a test of the scripts sees to it.
    """
    lines = (line.strip() for line in text.splitlines())
    return "".join("\n" if line.startswith(COMMENT) else f"{line}\n" for line in lines)
