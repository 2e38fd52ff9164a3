"""The check that no figure is typed into a sentence."""

import re

import pytest

from build_hooks.prose import literals

NAMES = [re.compile(r"\b27B\b")]


def found(source: str) -> list[str]:
    return [one.found for one in literals(source, "docs/page.md", NAMES)]


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("It costs $16.20 a month.", "$16.20"),
        ("About 434 W at the wall.", "434"),
        ("Some 30% of the input.", "30%"),
        ("It was 2026 then.", "2026"),
        ("Two requests, 1,200 tokens.", "1,200"),
    ],
)
def test_a_typed_figure_is_found(sentence: str, figure: str) -> None:
    assert found(sentence) == [figure]


@pytest.mark.parametrize(
    "sentence",
    [
        'It costs [[ n("api_usd_per_month", requests_per_day=5000) ]] a month.',
        "A 27B model.",
        "Run `python -m calc list 16`.",
        "See [the page](guide/row-6.md#part-2).",
        "```\n12 W\n```",
        "---\nedition: 2026-05-16\n---\nText.",
        '<a id="row-6"></a>',
        "## Heading { #row-6 }",
    ],
)
def test_what_is_no_prose_is_left_alone(sentence: str) -> None:
    assert found(sentence) == []


def test_the_place_is_the_line_of_the_page() -> None:
    (only,) = literals("One.\n\nThen 42 came.\n", "docs/page.md", [])

    assert only.place == "docs/page.md:3"
    assert "'42' in 'Then 42 came.': expected no literal figure in prose" in str(only)
