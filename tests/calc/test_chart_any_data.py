"""Whatever the data: a chart is drawn, is well-formed, stays in its picture, and no words overlap."""

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from calc.chart import Axis, Bar, Mark, Point, Range, Segment, Series, bars, line, range_chart, sparkline, stacked_bar
from calc.chart.fit import spread, text_width
from calc.chart.scale import Scale, log_ticks, nice_ticks
from tests.calc.chart_reading import ASCII, BOLD, REGULAR, pictures, read

steady = settings(derandomize=True, deadline=None, max_examples=150)

everyday = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
numbers = st.one_of(everyday, st.integers(-3, 3).map(float), st.floats())  # the last: huge, tiny, infinite, no number
values = st.one_of(st.none(), numbers)
texts = st.text(ASCII, max_size=40)
roles = st.sampled_from(["local", "api", "twin", "rental", "other"])
axes = st.builds(Axis, title=texts, scale=st.sampled_from(["linear", "log"]), zero=st.booleans())
points = st.lists(st.builds(Point, numbers.filter(math.isfinite), values, values, values), max_size=8).map(tuple)
series = st.lists(st.builds(Series, texts, roles, points, label_text=texts), max_size=8)
kinds = st.sampled_from(["rule", "limit", "tip", "you"])
marks = st.lists(st.builds(Mark, numbers.filter(math.isfinite), values, texts, kinds), max_size=6)
segments = st.lists(st.builds(Segment, texts, roles, values, texts), max_size=5).map(tuple)
bar_items = st.lists(st.builds(Bar, texts, roles, values, values, values, texts, segments), max_size=5)
range_items = st.lists(st.builds(Range, texts, roles, values, values, values, texts), max_size=6)
headings = st.one_of(st.none(), st.dictionaries(roles, texts))


def check(chart):
    for picture in pictures(chart):
        assert picture.outside() == []
        assert picture.collisions() == []


@steady
@given(series, axes, axes, marks)
def test_any_lines(some, x, y, remarks):
    check(line("any", "Any lines", some, x, y, remarks))


@steady
@given(bar_items, axes)
def test_any_bars(items, axis):
    check(bars("any", "Any bars", items, axis))


@steady
@given(bar_items, axes)
def test_any_stack(items, axis):
    check(stacked_bar("any", "Any stack", items, axis))


@steady
@given(range_items, axes, headings)
def test_any_ranges(items, axis, groups):
    check(range_chart("any", "Any ranges", items, axis, groups))


@steady
@given(points, roles)
def test_any_sparkline(some, role):
    assert read(sparkline("any", "Any sparkline", some, role)).outside() == []


@steady
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_well_formed(title, words):
    axis = Axis(words, lambda value: words)
    some = (Series(words, "api", (Point(0, 1), Point(1, 2))),)
    for chart in (
        line("any", title, some, axis, axis, (Mark(0.5, 1.5, words, "you"),)),
        stacked_bar("any", title, (Bar(words, "api", 1, text=words, segments=((words, "api", 1.0, words),)),), axis),
        range_chart("any", title, (Range(words, "api", 1, 2, 3, words),), axis),
    ):
        pictures(chart)


@steady
@given(st.floats(-1e12, 1e12), st.floats(1e-3, 1e12), st.integers(2, 10))
def test_nice_ticks_are_few_round_and_reach_over_the_data(low, span, most):
    span = max(span, 1e-6 * abs(low))
    high = low + span
    ticks = nice_ticks(low, high, most)
    slack = 1e-8 * span
    assert ticks[0] <= low + slack and high - slack <= ticks[-1]
    assert 2 <= len(ticks) <= most + 1
    step = (ticks[-1] - ticks[0]) / (len(ticks) - 1)
    assert round(step / 10 ** math.floor(math.log10(step * 1.001)), 2) in (1.0, 2.0, 2.5, 5.0)


@steady
@given(st.floats(1e-9, 1e9), st.floats(1.1, 1e15), st.integers(3, 8))
def test_log_ticks_are_few_and_inside(low, ratio, most):
    ticks = log_ticks(low, low * ratio, most)
    assert len(ticks) <= most + 1
    assert ticks == sorted(set(ticks))
    assert all(low * (1 - 1e-8) <= tick <= low * ratio * (1 + 1e-8) for tick in ticks)


@steady
@given(st.floats(-1e9, 1e9), st.floats(0.001, 1e9), st.lists(st.floats(-1e9, 2e9), min_size=2))
def test_a_scale_keeps_the_order_and_stays_inside(low, span, some):
    scale = Scale(low, low + span, 10, 90)
    places = [scale.at(value) for value in sorted(some)]
    assert places == sorted(places)
    assert all(10 <= place <= 90 for place in places)
    assert (scale.at(low), round(scale.at(low + span), 6)) == (10, 90)


@steady
@given(st.lists(st.tuples(st.floats(-50, 250), st.sampled_from([18.0, 36.0])), max_size=5).map(sorted))
def test_spread_labels_keep_order_and_distance_and_stay_inside(wishes):
    wanted, sizes = [wish for wish, _ in wishes], [size for _, size in wishes]
    placed = spread(wanted, sizes, 0, 200)
    edges = [(place - size / 2, place + size / 2) for place, size in zip(placed, sizes, strict=True)]
    assert all(one[1] <= two[0] + 1e-6 for one, two in pairwise(edges))
    assert all(low >= -1e-6 and high <= 200 + 1e-6 for low, high in edges)
    if all(size / 2 <= wish <= 200 - size / 2 for wish, size in wishes) and all(
        two - one >= 36 for one, two in pairwise(wanted)
    ):
        assert placed == wanted  # nothing in the way: nothing moves


@steady
@given(st.text(ASCII, min_size=3, max_size=40), st.booleans())
def test_the_estimate_of_a_width_is_hardly_ever_too_small(text, bold):
    measured = sum((BOLD if bold else REGULAR)[char] for char in text) / 100
    assert text_width(text, 1.0, bold) >= 0.97 * measured
