"""Line charts: what is drawn, what is said, and what happens where little is known."""

import pytest

from calc.chart import Axis, Mark, Point, Series, figure_html, line, sparkline
from calc.chart.fit import spread
from tests.calc.chart_examples import COSTS, MARKS, MONEY, VOLUME, cost_by_volume, gaps, log_axes
from tests.calc.chart_reading import path_points, pictures, read, table


def one_line(*points: Point, x: Axis = VOLUME, y: Axis = MONEY, marks: tuple[Mark, ...] = ()):
    return line("one", "One line", (Series("API", "api", points),), x, y, marks)


def lines(picture):
    return [path_points(one.attrib["d"]) for one in picture.all("line")]


def test_the_description_states_the_ends_of_each_line_and_each_mark():
    desc = cost_by_volume().desc
    assert "A small-tier API: $0 at 0, $97 at 12,000 requests a day." in desc
    assert "Own card, with its share of the purchase: $38 ($30 to $55) at 0, $42 ($33 to $60) at 9,000" in desc
    assert "you: 2,000 requests a day, $16." in desc
    assert "the box is full: 9,000 requests a day." in desc


def test_the_description_says_what_is_unknown():
    assert "Rented: unknown." in gaps().desc


def test_the_table_holds_every_point_and_every_mark():
    head, *rows = table(cost_by_volume())
    assert head == ["requests a day", *(series.name for series in COSTS)]
    assert len(rows) == len(COSTS[0].points)  # each mark stands at one of the points
    assert rows[4] == ["2,000 (you, $16)", "$39 ($31 to $56)", "$16", "$17", "$66"]
    assert rows[-1] == ["12,000", "unknown", "$97", "$86", "$66"]
    for mark in MARKS:
        assert sum(mark.text in row[0] for row in rows) == 1


def test_a_mark_between_two_points_gets_a_row_of_its_own():
    rows = table(one_line(Point(0, 1), Point(10, 2), marks=(Mark(5, None, "here", "rule"),)))
    assert [row[0] for row in rows[1:]] == ["0", "5 (here)", "10"]


def test_every_line_is_named_at_its_end_in_its_own_colour():
    for picture in pictures(cost_by_volume()):
        right = max(x for points in lines(picture) for x, _ in points)
        for series in COSTS:
            words = [
                text for text in picture.texts if "name" in text.classes and f"series-{series.role}" in text.classes
            ]
            assert " ".join(text.words for text in words) == series.label_text
            assert all(text.box[0] > right for text in words)


def test_each_side_has_a_marker_of_its_own_shape():
    picture, _ = pictures(cost_by_volume())
    shapes = {one.get("class"): (one.tag, len(one.get("d", ""))) for one in picture.all("dot")}
    assert len(set(shapes.values())) == len(COSTS)


def test_an_unknown_point_interrupts_the_line_and_a_lonely_one_is_a_dot():
    for picture in pictures(gaps()):
        assert [len(points) for points in lines(picture)] == [2]
        assert len([dot for dot in picture.all("dot") if "series-local" in dot.get("class", "")]) == 3
        assert "rented" not in " ".join(picture.words())
        assert "Rented:" in " ".join(picture.words())


def test_a_line_that_ends_early_has_a_pointer_to_its_name():
    wide, narrow = pictures(cost_by_volume())
    assert len(wide.all("leader")) == len(narrow.all("leader")) == 1


def test_a_band_is_as_wide_as_its_range():
    scale = Axis(ticks=(0, 10))
    for picture in pictures(one_line(Point(0, 5, 0, 10), Point(1, 5, 0, 10), y=scale)):
        (band,) = (path_points(one.attrib["d"]) for one in picture.all("band"))
        ends = [float(one.attrib["y1"]) for one in (*picture.all("grid"), *picture.all("axis"))]
        assert {y for _, y in band} == set(ends)


def test_points_are_drawn_from_left_to_right_whatever_their_order():
    wide = one_line(Point(2, 1), Point(0, 3), Point(1, 2)).wide
    assert lines(read(wide)) == lines(read(one_line(Point(0, 3), Point(1, 2), Point(2, 1)).wide))


def test_values_of_equal_ratio_are_equally_far_apart_on_a_log_axis():
    y = Axis(scale="log")
    picture, _ = pictures(one_line(Point(1, 1), Point(10, 10), Point(100, 100), x=Axis(scale="log"), y=y))
    (points,) = lines(picture)
    for axis in (0, 1):
        assert points[1][axis] - points[0][axis] == pytest.approx(points[2][axis] - points[1][axis], abs=0.11)


def test_what_is_not_above_zero_is_not_on_a_log_axis_but_in_the_table():
    chart = log_axes()
    for picture in pictures(chart):
        assert [len(points) for points in lines(picture)] == [25, 25]
        assert picture.all("you") == []
    assert table(chart)[1] == ["0 (never, $38)", "$38", "$0"]


def test_a_limit_is_shaded_to_the_right_edge_and_says_so_above():
    for picture in pictures(cost_by_volume()):
        (shade,) = picture.all("band--limit")
        edge = max(float(one.attrib["x2"]) for one in picture.all("grid") if "leader" not in one.attrib["class"])
        left, width = float(shade.attrib["x"]), float(shade.attrib["width"])
        assert left + width == pytest.approx(edge, abs=0.11)
        (rule,) = picture.all("rule--limit")
        assert float(rule.attrib["x1"]) == left
        (words,) = (text for text in picture.texts if text.words == "the box is full")
        assert words.box[3] <= float(shade.attrib["y"])


def test_the_words_of_two_close_rules_are_both_readable():
    marks = tuple(Mark(5000 + 10 * step, None, f"rule number {step}", "rule") for step in range(4))
    for picture in pictures(one_line(Point(0, 1), Point(10000, 2), marks=marks)):
        assert {mark.text for mark in marks} <= set(picture.words())
        assert picture.collisions() == []


def test_the_words_of_dots_in_one_place_are_both_readable():
    marks = (Mark(5, 5, "you", "you"), Mark(5, 5, "tipping point", "tip"), Mark(5.1, 5, "here", "tip"))
    for picture in pictures(one_line(Point(0, 0), Point(10, 10), marks=marks)):
        assert {mark.text for mark in marks} <= set(picture.words())
        assert picture.collisions() == []


def test_a_dot_without_a_height_is_a_rule():
    picture, _ = pictures(one_line(Point(0, 0), Point(10, 10), marks=(Mark(5, None, "you", "you"),)))
    assert len(picture.all("rule--you")) == 1
    assert picture.all("you") == []


@pytest.mark.parametrize("value", [0.0, 5.0, -5.0, 1e-12, 1e15])
def test_one_point_or_equal_points_are_drawn(value):
    for points in ((Point(1, value),), (Point(0, value), Point(1, value))):
        for zero in (True, False):
            for picture in pictures(one_line(*points, y=Axis(zero=zero))):
                assert picture.outside() == []
                assert len(picture.all("dot")) >= 1


def test_given_ticks_stand_with_their_words():
    axis = Axis(ticks=(0, 30, 60), tick_texts=("now", "half", "all of it"))
    for picture in pictures(one_line(Point(0, 1), Point(60, 2), x=axis)):
        assert {"now", "half", "all of it"} <= set(picture.words())


def test_an_axis_reaches_as_far_as_asked():
    picture, _ = pictures(one_line(Point(2, 2), Point(3, 3), x=Axis(low=0, high=10), y=Axis(high=100)))
    assert {"0", "10", "100"} <= set(picture.words())


def test_an_axis_without_zero_begins_near_the_data():
    picture, _ = pictures(one_line(Point(0, 1000), Point(1, 1010), y=Axis(zero=False)))
    assert "1000" in picture.words()
    assert picture.words().count("0") == 1  # that of the other axis


def test_without_any_point_the_picture_says_so():
    for points in ((), (Point(1, None),), (Point(1, float("nan")),)):
        for picture in pictures(one_line(*points)):
            assert picture.words() == ["Nothing is known to draw."]


def test_text_is_escaped_and_what_xml_cannot_carry_is_replaced():
    rude = '<b>"&\x00\ud800</b>'
    chart = line(
        "rude",
        rude,
        (Series(rude, "api", (Point(0, 1), Point(1, 2)), dash='"><b>'),),
        Axis(rude, lambda value: rude),
        Axis(rude, lambda value: rude),
        (Mark(0.5, 1.5, rude, "tip"), Mark(0.7, None, rude, "rule")),
    )
    html = figure_html(chart)
    assert "<b>" not in html
    assert html.isprintable()
    for picture in pictures(chart):
        title = picture.root.find("title")
        assert title is not None and title.text == '<b>"&\ufffd\ufffd</b>'


def test_a_dash_of_its_own_replaces_that_of_the_role():
    chart = line("dash", "t", (Series("a", "api", (Point(0, 1), Point(1, 2)), dash="6 3"),), VOLUME, MONEY)
    assert [one.get("stroke-dasharray") for one in read(chart.wide).all("line")] == ["6 3"]


@pytest.mark.parametrize("bad", ["", "1a", "a b", 'a"', "ä"])
def test_an_id_that_is_none_is_refused(bad):
    with pytest.raises(ValueError, match="a chart's id is a letter"):
        line(bad, "t", (), VOLUME, MONEY)


def test_more_lines_than_names_have_room_are_refused():
    many = tuple(Series(f"s{number}", "other", (Point(0, 1), Point(1, 1))) for number in range(9))
    assert pictures(line("many", "t", many[:8], VOLUME, MONEY))[1].collisions() == []
    with pytest.raises(ValueError, match="at most 8 lines, got 9"):
        line("many", "t", many, VOLUME, MONEY)


def test_long_names_of_many_lines_are_shortened_so_that_each_keeps_its_place():
    named = "a name of very many words that fills more than three lines"
    many = tuple(Series(f"{number} {named}", "other", (Point(0, 1), Point(1, 1))) for number in range(8))
    for picture in pictures(line("many", "t", many, VOLUME, MONEY)):
        assert picture.collisions() == []
        assert picture.outside() == []
        assert {text.words[0] for text in picture.texts if "name" in text.classes} >= set("01234567")


def test_ticks_closer_than_their_words_keep_their_lines_only():
    for picture in pictures(one_line(Point(0, 0), Point(1, 50), y=Axis(ticks=tuple(range(51))))):
        assert picture.collisions() == []
        assert len(picture.all("grid")) + len(picture.all("axis")) == 51


@pytest.mark.parametrize("value", [5e-324, 1e-300, 1.7e308, -1.7e308])
def test_what_no_scale_can_hold_is_drawn_at_its_edge(value):
    for picture in pictures(one_line(Point(0, 0), Point(1, value), Point(2, -value))):
        assert picture.outside() == []


def test_a_figure_begins_with_the_finding_and_ends_with_a_table_one_can_scroll_by_keyboard():
    html = figure_html(cost_by_volume())
    assert html.startswith("<figcaption>The card catches up at 5,000 requests a day</figcaption><svg ")
    assert '<details class="chart-data"><summary>The figures</summary><div class="scroll" role="region" ' in html
    assert 'tabindex="0" aria-label="The card catches up at 5,000 requests a day: the figures"' in html


def test_a_sparkline_is_named_or_hidden():
    points = (Point(0, 1), Point(1, None), Point(2, 3))
    named, hidden = sparkline("s", "Rose <twice>", points, "api"), sparkline("s", "", points)
    assert read(named).root.get("aria-labelledby") == "s-t"
    assert '<title id="s-t">Rose &lt;twice&gt;</title>' in named
    assert 'aria-hidden="true"' in hidden and "title" not in hidden
    assert lines(read(named)) == [[(3.0, 21.0), (97.0, 3.0)]]


@pytest.mark.parametrize("points", [(), (Point(1, None),), (Point(1, 5),), (Point(1, 5), Point(2, 5))])
def test_a_sparkline_of_little_is_still_a_picture(points):
    assert read(sparkline("s", "t", points)).outside() == []


def test_a_sparkline_of_one_point_is_a_dot_where_ends_of_lines_are_round():
    (path,) = read(sparkline("s", "t", (Point(1, 5),))).all("line")
    assert path.attrib["d"].endswith("h0")


@pytest.mark.parametrize(
    ("wanted", "sizes", "placed"),
    [
        ([100, 100, 100], [20, 20, 20], [80, 100, 120]),
        ([100, 100], [20, 40], [85, 115]),  # both 15 away from where they want to be
        ([5, 8, 150], [20, 20, 20], [10, 30, 150]),  # pushed down from the upper edge
        ([150, 195], [20, 20], [150, 190]),  # pushed up from the lower edge
        ([10, 20], [150, 150], [75, 225]),  # more than there is room for: end to end
    ],
)
def test_labels_share_the_way_they_have_to_move(wanted, sizes, placed):
    assert spread(wanted, sizes, 0, 200) == pytest.approx(placed)
