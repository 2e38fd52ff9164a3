"""What fits in which memory, and every box at a glance: tables that agree with the nodes they are made of."""

import json
import re
from html import unescape

import pytest

from calc import door
from calc.tables.memory import CARDS_GB, MACS_GB, size
from tests.pinned import DAY

NUMBER = re.compile(r"<a[^>]*data-args=\"([^\"]*)\"[^>]*>([^<]*)</a>")


def made(name: str, **scenario: str) -> str:
    part = {"kind": "table", "args": {"table": name}}
    request = {"call": "page", "scenario": scenario, "as_of": DAY, "parts": [part]}
    return json.loads(door.handle(json.dumps(request)))["result"]["parts"][0]["html"]


def groups(html: str) -> dict[str, list[str]]:
    """Heading to the rows below it."""
    found = {}
    for body in re.findall(r"<tbody>(.*?)</tbody>", html):
        head, *rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body)
        found[re.sub(r"<[^>]+>", "", head)] = rows
    return found


def numbers(html: str, q: str) -> list[tuple[dict, str]]:
    """Overrides and words of each number of a quantity."""
    found = [(json.loads(unescape(args)), words) for args, words in NUMBER.findall(html)]
    return [(args.get("with", {}), words) for args, words in found if args.get("q") == q]


def value(name: str, **scenario: object):
    request = {"call": "evaluate", "quantity": name, "scenario": scenario, "as_of": DAY}
    return json.loads(door.handle(json.dumps(request)))["result"]["value"]


def test_what_is_named_beside_a_size_fits_there_and_is_the_largest_that_does():
    table = made("largest_that_fit")
    rows = [row for part in groups(table).values() for row in part]
    assert len(rows) == len(CARDS_GB) + len(MACS_GB)
    by_model = {under["open_model"]: under for under, _ in numbers(table, "memory_needed_gib")}
    assert len(by_model) > 10 and all(value("memory_fits", **under) for under in by_model.values())

    small, large = (numbers(row, "memory_needed_gib") for row in (rows[0], rows[CARDS_GB.index(48)]))
    largest = large[0][0]["open_model"]
    assert value("params_b", open_model=largest) > value("params_b", open_model=small[0][0]["open_model"])
    assert value("memory_fits", **{**size(8), "open_model": largest}) is False


def test_a_mac_holds_less_than_a_card_of_the_same_size():
    card, mac = (float(value("memory_usable_gib", **size(32, mac=kind))) for kind in (False, True))
    assert mac < card


def test_a_longer_context_drives_models_out():
    def named(**scenario: str) -> list[str]:
        return [under["open_model"] for under, _ in numbers(made("largest_that_fit", **scenario), "memory_needed_gib")]

    assert named() != named(context_tok="100000")


@pytest.fixture(scope="module")
def table() -> str:
    return made("open_models")


def test_all_open_models_stand_in_the_group_of_the_least_card_that_holds_them(table):
    parts = groups(table)
    ids = list(door.catalog().at(DAY).ids("open_model"))
    assert sum(map(len, parts.values())) == len(ids)
    for heading, rows in parts.items():
        sizes = re.findall(r"card of (\d+) GB", heading)
        if not sizes:
            continue
        gb = int(sizes[0])
        smaller = CARDS_GB[CARDS_GB.index(gb) - 1] if gb != CARDS_GB[0] else 0
        for under in (numbers(rows[0], "memory_needed_gib")[0][0], numbers(rows[-1], "memory_needed_gib")[0][0]):
            if value("memory_fits", **under) is None:
                continue  # known in part only
            assert value("memory_fits", **{**size(gb), **under})
            assert not smaller or not value("memory_fits", **{**size(smaller), **under})


def test_every_group_with_a_size_is_jumped_to(table):
    marks = re.findall(r'id="(card-\d+-gb)"', table)
    assert len(marks) > 4 and re.findall(r'href="#(card-\d+-gb)"', table) == marks[::-1]


def test_the_mac_named_beside_a_card_holds_the_whole_group(table):
    named = [re.findall(r"\d+", heading) for heading in groups(table) if "Mac" in heading]
    assert len(named) > 4
    for (_, mac), rows in zip(
        named, (rows for heading, rows in groups(table).items() if "Mac" in heading), strict=True
    ):
        largest = numbers(rows[0], "memory_needed_gib")[0][0]
        assert value("memory_needed_gib", **largest) <= value("memory_usable_gib", **size(int(mac), mac=True))


def test_speed_and_fit_are_those_of_the_readers_box(table):
    assert "does not fit" in table
    on_larger = made("open_models", hardware="nvidia/rtx-pro-6000-blackwell")
    assert on_larger.count("does not fit") < table.count("does not fit")


def test_every_box_says_what_it_holds_and_what_it_costs():
    parts = groups(made("hardware"))
    rows = [row for part in parts.values() for row in part]
    assert len(rows) == len(list(door.catalog().at(DAY).ids("hardware")))
    [row] = [one for one in rows if ">GeForce RTX 3090<" in one]
    assert numbers(row, "local_total_usd_per_month") and numbers(row, "hardware_usd")
    held = re.findall(r'href="open-models/([^"]+)/"', row)
    assert held and all(value("memory_fits", hardware="nvidia/rtx-3090", open_model=one) for one in held)


def test_a_price_that_is_not_known_is_said_and_not_left_empty():
    row = next(row for part in groups(made("hardware")).values() for row in part if "4070 Ti SUPER" in row)
    assert [words for _, words in numbers(row, "hardware_usd")] == ["unknown"]
    assert numbers(row, "local_total_usd_per_month")[0][1].startswith("at least $")
