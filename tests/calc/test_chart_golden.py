"""The bytes of one chart of each kind.  UPDATE_GOLDEN=1 rewrites them; then look at the difference."""

import gzip
import os
import re
from pathlib import Path

import pytest

from calc.chart import Chart, figure_html
from tests.calc.chart_examples import EXAMPLES
from tests.calc.chart_reading import pictures

FOLDER = Path(__file__).parents[1] / "golden" / "chart"
MOST_BYTES = 8_000  # of a figure, compressed: both pictures and the table


def files(name: str, chart: Chart) -> dict[str, str]:
    """The golden files of a chart; one element a line, so that a difference can be read."""
    parts = {f"{name}-wide.svg": chart.wide, f"{name}-narrow.svg": chart.narrow, f"{name}-table.html": chart.table}
    return {file: text.replace("><", ">\n<") + "\n" for file, text in parts.items()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_chart_has_the_bytes_of_its_golden_files(name):
    for file, text in files(name, EXAMPLES[name]()).items():
        if os.environ.get("UPDATE_GOLDEN") == "1":
            (FOLDER / file).write_text(text, encoding="utf-8", newline="\n")
        assert (FOLDER / file).read_text(encoding="utf-8") == text, f"{file}: UPDATE_GOLDEN=1 rewrites it"


def test_every_golden_file_belongs_to_a_chart():
    expected = {file for name, example in EXAMPLES.items() for file in files(name, example())}
    assert {path.name for path in FOLDER.iterdir()} == expected


@pytest.mark.parametrize("name", EXAMPLES)
def test_two_drawings_are_the_same(name):
    assert EXAMPLES[name]() == EXAMPLES[name]()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_figure_is_small(name):
    assert len(gzip.compress(figure_html(EXAMPLES[name]()).encode(), mtime=0)) <= MOST_BYTES


@pytest.mark.parametrize("name", EXAMPLES)
def test_words_neither_overlap_nor_leave_the_picture(name):
    for picture in pictures(EXAMPLES[name]()):
        assert picture.collisions() == []
        assert picture.outside() == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_colour_and_no_style_stands_in_a_chart(name):
    html = figure_html(EXAMPLES[name]())
    assert not re.search(r"""\sstyle=|<style|\s(fill|stroke|color)="(?!none")|#[0-9a-f]{3,8}\b|\brgb""", html)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_picture_is_named_and_described_by_its_own_elements(name):
    chart = EXAMPLES[name]()
    ids = re.findall(r'\bid="([^"]*)"', figure_html(chart))
    assert len(ids) == len(set(ids)) == 4
    for picture in pictures(chart):
        assert picture.root.get("role") == "img"
        title, desc = (picture.root.find(tag) for tag in ("title", "desc"))
        assert title is not None and desc is not None
        assert picture.root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert title.text == chart.title
        assert desc.text == (chart.desc or "Nothing is known to draw.")
