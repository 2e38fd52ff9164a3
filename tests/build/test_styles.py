"""One style sheet from several: order kept, nothing changed in meaning."""

import re
from pathlib import Path

from build_hooks import styles

CSS = Path(__file__).resolve().parents[2] / "docs" / "assets" / "css"


def test_sheets_are_joined_in_order_without_comments_and_white_space():
    first = "/* one */\n.a {\n  color: red; /* two */\n}\n"
    second = ".b > .c,\n.d :is(i, b) { margin: 0 auto; }"
    assert styles.bundle([first, second]) == ".a{color:red}.b>.c,.d :is(i,b){margin:0 auto}\n"


def test_what_stands_in_a_string_stays():
    assert styles.bundle(['.a::before { content: "no , comment : here ;  }"; }']) == (
        '.a::before{content:"no , comment : here ;  }"}\n'
    )


def test_spaces_that_mean_something_stay():
    sheet = "@media (min-width: 60em) { [dir] .a .b:not(.c, .d) { width: calc(100% - 2rem); } }"
    assert styles.bundle([sheet]) == "@media (min-width: 60em){[dir] .a .b:not(.c,.d){width:calc(100% - 2rem)}}\n"


def test_numbers_lose_only_a_leading_zero():
    assert styles.bundle([".a { margin: 0 0.5rem -0.25em 10.5px; color: rgb(0 0 0 / 14%) !important; }"]) == (
        ".a{margin:0 .5rem -.25em 10.5px;color:rgb(0 0 0 / 14%)!important}\n"
    )


def test_the_address_follows_the_content():
    assert styles.address("a{}") == styles.address("a{}")
    assert styles.address("a{}") != styles.address("b{}")


def test_a_line_under_text_is_told_one_property_at_a_time():
    """Safari draws none where the shorthand says more than the kind of line."""
    said = {
        (sheet.name, value)
        for sheet in CSS.glob("*.css")
        for value in re.findall(r"text-decoration: ([^;}]+?) *[;}]", sheet.read_text(encoding="utf-8"))
    }
    assert {value for _, value in said} >= {"underline", "none"}
    assert {(sheet, value) for sheet, value in said if " " in value} == set()
