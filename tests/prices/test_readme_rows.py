"""The example of a price row in prices/README.md is one: it passes every check, with every key that a row may have."""

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from build_hooks.dataset import load
from build_hooks.dataset.load import PRICES
from calc.facts.records import PriceRow

Lay = Callable[..., Path]
Edit = Callable[[Path, str, str], None]
# Keys of rows that are only announced, and those that everybody knows.
ELSEWHERE = {"announced", "cancelled", "basis", "note", "line"}


def example(first: str) -> str:
    """The block of the README that begins with a key."""
    blocks = re.findall(r"```yaml\n(.*?)```", (PRICES / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return next(block for block in blocks if block.lstrip().startswith(first))


def test_the_example_of_a_row_and_of_an_alias_pass_every_check(dataset: Lay, edit: Edit) -> None:
    root = dataset()
    row = example('- since: "2026')
    api = root / "api" / "acme-cloud.yml"
    text = api.read_text(encoding="utf-8")
    api.write_text(text[: text.index("    prices:\n")] + example("aliases:") + "    prices:\n" + row, encoding="utf-8")
    edit(root / "edition.yml", "2026-06-01", "2026-11-23")
    edit(root / "calendars" / "land.yml", "land-days", "cn-public-holidays")
    declared = "  title: A\n  publisher: B\n  url: https://example.org\n  licence: C\n  read: 2026-11-23\n"
    for source in ("openai-prices", "metergraph"):
        edit(root / "sources.yml", "price-page:\n", f"{source}:\n{declared}price-page:\n")
    record = load(root).catalog["tables"]["api_model"]["acme-cloud/dense-20b"]
    assert set(record["prices"][0]) == {field.name for field in fields(PriceRow)} - ELSEWHERE | {"line"}
    assert record["fields"]["aliases"][0]["id"] == "mistral-large-latest"
