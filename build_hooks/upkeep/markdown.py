"""Small pieces of Markdown, safe for text that strangers wrote: it stands in code spans, where nothing is a link."""

from __future__ import annotations

from collections.abc import Sequence

MOST_ROWS = 60
_LONGEST = 500


def code(text: object) -> str:
    """Text as a code span on one line: no mention, link, picture or column of a table comes of it."""
    line = " ".join(str(text).split()).replace("`", "'").replace("|", "¦")
    if len(line) > _LONGEST:
        line = line[: _LONGEST - 1] + "…"
    return f"`{line}`" if line else ""


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A table of ready cells; of many rows the first ones and a line that says how many are left out."""
    marks = ["---:" if index in right else "---" for index in range(len(columns))]
    lines = [_line(columns), _line(marks), *(_line(row) for row in rows[:MOST_ROWS])]
    if len(rows) > MOST_ROWS:
        lines += ["", f"And {len(rows) - MOST_ROWS} more."]
    return "\n".join(lines)


def bullets(lines: Sequence[str]) -> str:
    """A list; of many lines the first ones and how many are left out."""
    shown = [f"- {line}" for line in lines[:MOST_ROWS]]
    if len(lines) > MOST_ROWS:
        shown.append(f"- and {len(lines) - MOST_ROWS} more")
    return "\n".join(shown)


def fenced(lines: Sequence[object]) -> str:
    """Lines word for word; a fence inside them cannot close the block."""
    text = "\n".join(" ".join(str(line).split()).replace("`", "'") for line in lines)
    return f"```text\n{text}\n```"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
