"""Remarks on a line chart: rules with their words above the plot, dots with their words beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from calc.chart.fit import Box, overlaps, shorten, text_width
from calc.chart.frame import FONT, label, num, stroke
from calc.chart.model import Mark
from calc.chart.plot import Place, Plot, Traced
from calc.chart.scale import Scale, known

LEVEL = 18.0  # height of one row of words above the plot
MOST_LEVELS = 4  # more would leave no room for the lines; what is left out stands in the table
NEAR = 6.0  # from a rule to its words
RADIUS = 5.5
BESIDE = ((10.0, 5.0, "start"), (-10.0, 5.0, "end"), (0.0, -12.0, "middle"), (0.0, 22.0, "middle"))
CORNERS = ((9.0, -9.0, "start"), (-9.0, -9.0, "end"), (9.0, 19.0, "start"), (-9.0, 19.0, "end"))
CLOSE = 12.0  # moved so little, words still seem to belong to their dot
FURTHER = (28.0, 46.0, 70.0, 100.0, 140.0, 180.0)


@dataclass(frozen=True)
class Rule:
    """A vertical line, its words, where they begin and the row above the plot (0 is the lowest) they stand in."""

    mark: Mark
    place: float
    text: str
    left: float
    level: int


class Remarks:
    """All marks of one picture.  The rules are laid out at once, because the plot begins below their words."""

    def __init__(self, marks: Sequence[Mark], xs: Scale, y_log: bool, width: float) -> None:
        drawable = [mark for mark in marks if known(mark.x, xs.log) is not None]
        self._dots = [
            (mark, height)
            for mark in drawable
            if mark.kind in ("tip", "you") and (height := known(mark.y, y_log)) is not None
        ]
        dotted = [mark for mark, _ in self._dots]
        self._rules = _rules([mark for mark in drawable if mark not in dotted], xs, width)
        self.levels = max((rule.level + 1 for rule in self._rules if rule.text), default=0)

    def shades(self, plot: Plot) -> Iterator[str]:
        """What lies beyond a limit, shaded."""
        for rule in self._rules:
            if rule.mark.kind == "limit" and plot.right - rule.place > 0.05:
                yield (
                    f'<rect class="band band--limit" x="{num(rule.place)}" y="{num(plot.top)}" '
                    f'width="{num(plot.right - rule.place)}" height="{num(plot.bottom - plot.top)}"/>'
                )

    def draw(self, traced: Sequence[Traced], plot: Plot) -> Iterator[str]:
        """Rules and dots with their words, so that no words overlap others and, if possible, no line."""
        for rule in self._rules:
            base = plot.top - 6 - LEVEL * rule.level
            yield stroke(rule.place, base - 10, rule.place, plot.bottom, f"rule rule--{rule.mark.kind}")
            yield label(rule.left, base, rule.text, "label mark")
        segments = [pair for one in traced for run in one.runs for pair in pairwise(run)]
        segments += [((rule.place, plot.top), (rule.place, plot.bottom)) for rule in self._rules]
        segments += [((plot.left, y), (plot.right, y)) for y in plot.level_lines]
        spots = [(plot.xs.at(mark.x), plot.ys.at(height)) for mark, height in self._dots]
        ends = [run[-1] for one in traced for run in one.runs]
        taken = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in (*spots, *ends)]
        for (mark, _), (x, y) in zip(self._dots, spots, strict=True):
            yield f'<circle class="{mark.kind}" cx="{num(x)}" cy="{num(y)}" r="{num(RADIUS)}"/>'
            text = shorten(mark.text, (plot.right - plot.left) * 0.7, FONT)
            box = _free_box(text, x, y, plot, taken, segments)
            if box is not None:
                taken.append(box)
                yield label(box[0], box[3] - 4, text, f"label mark mark--{mark.kind}")


def _rules(marks: Sequence[Mark], xs: Scale, width: float) -> list[Rule]:
    """Place the words of each rule to its right or left, in the lowest row where they are free."""
    placed: list[Rule] = []
    ordered = sorted(marks, key=lambda mark: mark.x)
    places = [xs.at(mark.x) for mark in ordered]
    for mark, place in zip(ordered, places, strict=True):
        text = shorten(mark.text, width * 0.6, FONT)
        size = text_width(text, FONT)
        right, left = min(place + NEAR, width - size), max(xs.start, place - NEAR - size)
        tries = [
            (level, start, strict)
            for level in range(MOST_LEVELS)
            for strict in (True, False)
            for start in (right, left)
        ]
        fits = (
            (level, start)
            for level, start, strict in tries
            if _is_free(level, start, start + size, placed)
            and not (strict and any(start - 3 < one < start + size + 3 for one in places))
        )
        level, start = next(fits, (0, xs.start))
        placed.append(Rule(mark, place, text if _is_free(level, start, start + size, placed) else "", start, level))
    return placed


def _is_free(level: int, left: float, right: float, placed: Sequence[Rule]) -> bool:
    return all(
        rule.level != level or right + NEAR < rule.left or rule.left + text_width(rule.text, FONT) + NEAR < left
        for rule in placed
        if rule.text
    )


def _free_box(
    text: str, x: float, y: float, plot: Plot, taken: Sequence[Box], segments: Sequence[tuple[Place, Place]]
) -> Box | None:
    """A place for words near a dot: free of other words, and crossed by as few lines as can be.

    Only where every near place is taken do the words move away.
    """
    size = text_width(text, FONT)
    for boxes in (_near(size, x, y), _far(size, x, y)):
        best, fewest = None, len(segments) + 1
        for box in boxes:
            inside = box[0] >= plot.left and box[2] <= plot.right and box[1] >= plot.top and box[3] <= plot.bottom
            if not inside or any(overlaps(box, other) for other in taken):
                continue
            crossed = sum([_crosses(segment, box) for segment in segments])
            if crossed < fewest:
                best, fewest = box, crossed
            if crossed == 0:
                break
        if best is not None:
            return best
    return None


def _near(size: float, x: float, y: float) -> Iterator[Box]:
    for dx, dy, anchor in (*BESIDE, *CORNERS, *_moved(CLOSE)):
        yield _box(size, x + dx, y + dy, anchor)


def _far(size: float, x: float, y: float) -> Iterator[Box]:
    for further in FURTHER:
        for dx, dy, anchor in _moved(further):
            yield _box(size, x + dx, y + dy, anchor)


def _moved(further: float) -> Iterator[tuple[float, float, str]]:
    for dx, dy, anchor in (*BESIDE[2:], *CORNERS):
        yield dx, dy + (further if dy > 0 else -further), anchor


def _box(size: float, x: float, base: float, anchor: str) -> Box:
    left = x - (size if anchor == "end" else size / 2 if anchor == "middle" else 0.0)
    return left, base - 12, left + size, base + 4


def _crosses(segment: tuple[Place, Place], box: Box) -> bool:
    """Whether a line, which runs from left to right, touches a box."""
    (x1, y1), (x2, y2) = segment
    if x2 < box[0] or x1 > box[2]:
        return False
    slope = (y2 - y1) / (x2 - x1) if x2 > x1 else 0.0
    at_left = y1 + slope * (max(x1, box[0]) - x1)
    at_right = y1 + slope * (min(x2, box[2]) - x1) if x2 > x1 else y2
    return min(at_left, at_right) <= box[3] and max(at_left, at_right) >= box[1]
