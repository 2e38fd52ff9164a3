"""Published addresses and keys are frozen: each stays, with its type.  What is new is added, nothing is taken out."""

from __future__ import annotations

import pytest

from build_hooks.artifacts.states import FOLDERS
from tests.artifacts.golden import addresses, kept, shapes

ADD = "run `python -m tests.artifacts.golden` and commit the lines it adds"


def test_no_address_was_taken_away(published):
    gone = set(kept("addresses.txt")) - set(addresses(published))
    assert not gone, "others rely on these addresses; bring them back (editions: with a record in prices/editions/)"


def test_every_address_but_those_of_records_is_written_down(published):
    """A new model or day needs no second file; it is added with the next change of another kind."""
    records = tuple(f"data/v1/{folder}/" for folder in ("editions", *FOLDERS.values()))
    new = [one for one in addresses(published) if one not in kept("addresses.txt") and not one.startswith(records)]
    assert new == [], ADD


def test_no_key_was_taken_away_or_changed_its_type():
    assert len(kept("shapes.txt")) > 100
    gone = set(kept("shapes.txt")) - set(shapes())
    assert not gone, "others rely on these keys; a new meaning gets a new name"


def test_every_key_is_written_down():
    assert set(shapes()) - set(kept("shapes.txt")) == set(), ADD


@pytest.mark.parametrize("line", ["record: Current.price: PriceRow or null", "api_prices.csv: output_usd_per_mtok"])
def test_the_list_of_keys_reads_as_meant(line):
    assert line in shapes()


def test_what_must_be_there_may_not_become_optional():
    assert "record: Dated.since: string, always there" in shapes()
    assert "record: PriceRow.input_usd_per_mtok: string, always there" in shapes()
