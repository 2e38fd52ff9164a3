"""How tests read a chart: its texts with their real sizes, all its coordinates, its table.

The widths of characters are measured ones (DejaVu Sans in Chromium, hundredths of the font size), not the estimate
that the charts are laid out with.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import combinations
from xml.etree import ElementTree

from calc.chart import Chart
from calc.chart.fit import Box, overlaps

ASCII = "".join(map(chr, range(32, 127)))
# fmt: off
REGULAR = dict(zip(ASCII, (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
    34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
    68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63,
    63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84
), strict=True))
BOLD = dict(zip(ASCII, (
    35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40,
    40, 84, 84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68,
    81, 77, 110, 77, 72, 73, 46, 37, 46, 84, 50, 50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71,
    69, 72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84
), strict=True))
# fmt: on
WIDE_SIGN = 100  # the dashes and the ellipsis that charts add
SIZES = {"label--parts": 13.0}
BOLD_CLASSES = {"name", "value"}  # as in the style sheet
ASCENT, DESCENT = 0.76, 0.24


@dataclass(frozen=True)
class Text:
    """One text element: its words, its classes and the box that it fills."""

    words: str
    classes: frozenset[str]
    box: Box


@dataclass(frozen=True)
class Picture:
    """One picture, parsed."""

    root: ElementTree.Element
    width: float
    height: float
    texts: tuple[Text, ...]
    points: tuple[tuple[float, float], ...]

    def words(self) -> list[str]:
        return [text.words for text in self.texts]

    def all(self, name: str) -> list[ElementTree.Element]:
        """The elements that have a class."""
        return [one for one in self.root.iter() if name in one.get("class", "").split()]

    def outside(self) -> list[object]:
        """Texts and coordinates that leave the picture.

        Descenders may touch the edge, because a chart's overflow is visible.
        """
        found: list[object] = [
            text
            for text in self.texts
            if text.box[0] < -0.06
            or text.box[1] < 0
            or text.box[2] > self.width + 0.06
            or text.box[3] > self.height + 4
        ]
        found += [(x, y) for x, y in self.points if not (0 <= x <= self.width and 0 <= y <= self.height)]
        return found

    def collisions(self) -> list[tuple[str, str]]:
        """Pairs of texts that overlap."""
        return [
            (one.words, two.words) for one, two in combinations(self.texts, 2) if overlaps(shrunk(one), shrunk(two))
        ]


def shrunk(text: Text) -> Box:
    """A box less the rounding of its coordinates."""
    left, top, right, bottom = text.box
    return left + 0.06, top + 0.06, right - 0.06, bottom - 0.06


def pictures(chart: Chart) -> tuple[Picture, Picture]:
    """Both pictures of a chart."""
    return read(chart.wide), read(chart.narrow)


def read(svg: str) -> Picture:
    """Parse a picture; fails where it is not well-formed."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    texts = tuple(_text(one) for one in root.iter("text"))
    points = tuple(point for one in root.iter() for point in _points(one))
    return Picture(root, width, height, texts, points)


def _text(element: ElementTree.Element) -> Text:
    words, classes = element.text or "", frozenset(element.attrib["class"].split())
    size = next((SIZES[name] for name in classes if name in SIZES), 14.0)
    widths = BOLD if classes & BOLD_CLASSES else REGULAR
    width = sum(widths.get(char, WIDE_SIGN) for char in words) * size / 100
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
    return Text(words, classes, (left, y - ASCENT * size, left + width, y + DESCENT * size))


def _points(element: ElementTree.Element) -> list[tuple[float, float]]:
    def number(name: str) -> float:
        return float(element.attrib[name])

    if element.tag == "line":
        return [(number("x1"), number("y1")), (number("x2"), number("y2"))]
    if element.tag == "circle":
        x, y, radius = number("cx"), number("cy"), number("r")
        return [(x - radius, y), (x + radius, y), (x, y - radius), (x, y + radius)]
    if element.tag == "rect":
        return [(number("x"), number("y")), (number("x") + number("width"), number("y") + number("height"))]
    return path_points(element.attrib["d"]) if element.tag == "path" else []


def path_points(path: str) -> list[tuple[float, float]]:
    """The points of a path made of M, L, V, h and Z, the only commands that charts use."""
    commands = re.findall(r"([A-Za-z])([^A-Za-z]*)", path)
    assert "".join(letter + rest for letter, rest in commands) == path
    points: list[tuple[float, float]] = []
    for letter, rest in commands:
        values = [float(part) for part in rest.split()]
        if letter in "ML":
            points.append((values[0], values[1]))
        elif letter == "V":
            points.append((points[-1][0], values[0]))
        elif letter == "h":
            points.append((points[-1][0] + values[0], points[-1][1]))
        else:
            assert letter == "Z", path
    return points


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data


def table(chart: Chart) -> list[list[str]]:
    """The rows of a chart's table, its head first."""
    cells = _Cells()
    cells.feed(chart.table)
    return cells.rows
