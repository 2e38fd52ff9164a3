"""Bars, stacks and ranges: lengths, words, and what happens where little is known."""

import re
from itertools import pairwise

import pytest

from calc.chart import Axis, Bar, Range, Segment, bars, range_chart, stacked_bar
from tests.calc.chart_examples import MONEY, plain_bars, ranges, stack
from tests.calc.chart_reading import path_points, pictures, table


def widths(picture):
    return [float(one.attrib["width"]) for one in picture.all("bar")]


def test_a_bar_is_as_long_as_its_value():
    chart = bars("b", "t", (Bar("a", "local", 10.0, text="10"), Bar("b", "api", 40.0, text="40")), MONEY)
    for picture in pictures(chart):
        short, long = widths(picture)
        assert long == pytest.approx(4 * short, abs=0.3)


def test_a_bar_below_zero_lies_left_of_zero():
    picture, _ = pictures(plain_bars())
    (zero,) = {float(one.attrib["x1"]) for one in picture.all("axis")}
    below = picture.all("bar")[-1]
    assert float(below.attrib["x"]) + float(below.attrib["width"]) == pytest.approx(zero, abs=0.11)
    assert all(float(one.attrib["x"]) == zero for one in picture.all("bar")[:-1])


def test_a_whisker_runs_from_low_to_high_and_the_value_stands_behind_it():
    picture, _ = pictures(bars("b", "t", (Bar("a", "local", 50.0, 25.0, 100.0, "$50"),), MONEY))
    whisker = picture.all("whisker")[0]
    (length,) = widths(picture)
    assert float(whisker.attrib["x1"]) == pytest.approx(length / 2, abs=0.11)
    assert float(whisker.attrib["x2"]) == pytest.approx(length * 2, abs=0.11)
    (value,) = (text for text in picture.texts if text.words == "$50")
    assert value.box[0] > float(whisker.attrib["x2"])


def test_what_is_unknown_has_words_and_no_bar():
    chart = plain_bars()
    for picture in pictures(chart):
        assert len(widths(picture)) == 4
        assert [text.words for text in picture.texts if "label--unknown" in text.classes] == ["unknown"]
    assert "The same model, hosted: unknown." in chart.desc


def test_bars_say_value_and_range_in_description_and_table():
    chart = plain_bars()
    assert "Own card: $40.10 ($31 to $58)." in chart.desc
    assert table(chart)[1:3] == [["A small-tier API", "$16.20"], ["Own card", "$40.10 ($31 to $58)"]]


def test_the_parts_of_a_stack_lie_end_to_end_and_add_up():
    parts = (
        Segment("x", "local", 10.0, "10"),
        Segment("y", "api", 20.0, "20"),
        Segment("z", "local", 10.0, "10"),
    )
    chart = stacked_bar("s", "t", (Bar("a", "local", 40.0, text="40", segments=parts),), MONEY)
    for picture in pictures(chart):
        rects = picture.all("bar")
        for one, two in pairwise(rects):
            assert float(one.attrib["x"]) + float(one.attrib["width"]) == pytest.approx(
                float(two.attrib["x"]), abs=0.11
            )
        assert widths(picture)[1] == pytest.approx(2 * widths(picture)[0], abs=0.3)
        assert ["series-api" in one.attrib["class"] for one in rects] == [False, True, False]


def test_parts_below_zero_lie_left_of_zero_and_parts_of_zero_are_not_drawn():
    picture, _ = pictures(stack())
    zero = {float(one.attrib["x1"]) for one in picture.all("axis")}
    assert len(zero) == 1
    own = picture.all("bar")[:4]  # electricity, purchase, overflow, resale; care is zero
    assert float(own[3].attrib["x"]) + float(own[3].attrib["width"]) == pytest.approx(zero.pop(), abs=0.11)
    assert "Care $0.00" not in picture.words()
    assert ["Own card: Care", "$0.00"] in table(stack())


def test_every_part_is_named_under_its_bar_and_no_pointer_crosses_a_name():
    for picture in pictures(stack()):
        words = " ".join(picture.words())
        for name in (
            "Electricity $19.32",
            "Share of the purchase $20.90",
            "Overflow to the API $4.20",
            "Resale −$4.30",
        ):
            assert name in words
        for pointer in picture.all("leader"):
            start, low, _ = path_points(pointer.attrib["d"])
            for text in picture.texts:
                left, top, right, bottom = text.box
                assert not (left < start[0] < right and start[1] < bottom and top < low[1]), text


def test_an_unknown_part_is_named_as_such():
    for picture in pictures(stack()):
        assert "Unknown: Fee" in picture.words()
    assert "API: $16.20 a month, of which Fresh input $7.20, Output $9.00, Fee unknown." in stack().desc


def test_a_stack_of_which_only_the_total_is_unknown_still_shows_its_parts():
    parts = (Segment("x", "local", 10.0, "$10"),)
    chart = stacked_bar("s", "t", (Bar("a", "local", None, text="unknown", segments=parts),), MONEY)
    for picture in pictures(chart):
        assert len(widths(picture)) == 1
        assert {"unknown", "x $10"} <= set(picture.words())


def test_ranges_stand_under_the_headings_of_their_side_in_the_order_of_the_headings():
    words = pictures(ranges())[0].words()
    order = ["Own hardware", "A dense 27B model, RTX 3090", "APIs", "A small API", "Hosted open models"]
    assert [word for word in words if word in order] == order
    assert [row[0] for row in table(ranges())[1:3]] == [
        "A dense 27B model, RTX 3090",
        "The same with speculative decoding",
    ]


def test_without_headings_ranges_keep_the_order_given():
    items = (Range("b", "api", None, 2.0, None, "2"), Range("a", "local", None, 1.0, None, "1"))
    chart = range_chart("r", "t", items, Axis())
    assert [row[0] for row in table(chart)[1:]] == ["b", "a"]
    assert chart.desc == "b: 2. a: 1."


def test_a_range_is_a_span_with_a_dot_in_the_middle_if_one_is_known():
    for picture in pictures(ranges()):
        assert len(picture.all("span")) == 3
        assert len(picture.all("dot")) == 3  # neither the one without a middle nor the unknown one
        assert len({re.sub(r"[\d. -]", "", one.get("d", one.tag)) for one in picture.all("dot")}) == 3  # shapes


def test_dots_lie_on_the_scale_of_the_ticks():
    items = tuple(Range(str(value), "local", None, value, None, str(value)) for value in (0.0, 50.0, 100.0))
    for picture in pictures(range_chart("r", "t", items, Axis(ticks=(0, 50, 100)))):
        lines = [float(one.attrib["x1"]) for one in (*picture.all("axis"), *picture.all("grid"))]
        assert [float(one.attrib["cx"]) for one in picture.all("dot")] == lines


@pytest.mark.parametrize("draw", [bars, stacked_bar, range_chart])
def test_without_items_the_picture_says_so(draw):
    for picture in pictures(draw("e", "t", (), MONEY)):
        assert picture.words() == ["Nothing is known to draw."]
        assert picture.outside() == []


@pytest.mark.parametrize("draw", [bars, stacked_bar, range_chart])
def test_an_id_that_is_none_is_refused(draw):
    with pytest.raises(ValueError, match="a chart's id is a letter"):
        draw("no id", "t", (), MONEY)


def test_the_number_of_a_part_survives_where_its_name_is_shortened():
    parts = (Segment("A name that is far too long to stand beside a number on a phone", "local", 1.0, "$19.32"),)
    _, narrow = pictures(stacked_bar("s", "t", (Bar("a", "local", 1.0, text="$19.32", segments=parts),), MONEY))
    assert narrow.words().count("$19.32") == 2
    assert any(words.startswith("A name that") and words.endswith("…") for words in narrow.words())


def test_text_is_escaped():
    rude = "<i>&"
    parts = (Segment(rude, "local", 1.0, rude),)
    items = (Bar(rude, "local", 1.0, 0.5, 2.0, rude, parts),)
    for chart in (bars("b", rude, items, Axis(rude, lambda value: rude)), stacked_bar("s", rude, items, Axis(rude))):
        assert "<i>" not in chart.wide + chart.narrow + chart.table
    chart = range_chart("r", rude, (Range(rude, "api", 1, 2, 3, rude),), Axis(rude, lambda value: rude), {"api": rude})
    assert "<i>" not in chart.wide + chart.narrow + chart.table
