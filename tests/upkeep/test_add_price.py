"""add-price appends one row and nothing else: proved on every model of every file."""

from functools import partial
from pathlib import Path

import pytest
import yaml

from build_hooks.__main__ import main
from build_hooks.dataset import load
from build_hooks.dataset.nodes import Mapped
from build_hooks.dataset.yaml_lines import read_yaml
from build_hooks.upkeep import row_text
from build_hooks.upkeep.add_price import last_row
from build_hooks.upkeep.source_text import append, written
from tests.upkeep.conftest import ROOT, copy_data, put

API = sorted((ROOT / "prices" / "api").glob("*.yml"))
read = partial(yaml.load, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
PAGE = "https://openai.com/api/pricing/"
LUNA = ["openai/gpt-6-luna", "--input", "0.08", "--output", "0.40", "--from", "2026-11-22", "--checked", "2026-11-23"]


def models() -> list[tuple[Path, str]]:
    return [(path, name) for path in API for name in read(path.read_text(encoding="utf-8"))["items"]]


@pytest.mark.parametrize("keep", [False, True], ids=["plain", "keeping"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("path", "model"), models(), ids=lambda part: getattr(part, "stem", part))
def test_every_other_byte_stays(path: Path, model: str, keep: bool, ending: str, tmp_path: Path) -> None:
    text = path.read_bytes().decode("utf-8").replace("\n", ending)
    copy = tmp_path / path.name
    copy.write_bytes(text.encode("utf-8"))
    tree = read_yaml(copy, path.name, [])
    assert isinstance(tree, Mapped)
    old = read(text)["items"]
    place = row_text.place_of(text, tree, model, path.name)
    kept, names = row_text.conditions(text, place, last_row(tree, model)) if keep else ([], [])
    values = {"since": "2099-01-01", "input_usd_per_mtok": "0.1", "source": "x", "note": 'a "b": c'}
    lines = row_text.row_lines(place, values, kept)
    made = row_text.insert(text, place, lines)

    block = "".join(line + ending for line in lines)
    assert made.count(block) == 1 and made.replace(block, "") == text
    new = read(made)["items"]
    before = old[model]["prices"][-1]
    carried = {key: before[key] for key in row_text.CONDITIONS if keep and key in before}
    assert names == ([*carried] if keep else [])
    added = new[model]["prices"].pop()
    assert {**added, "since": str(added["since"])} == {**values, **carried}
    assert new == old


def test_a_file_without_a_last_line_end_and_with_comments_around(tmp_path: Path) -> None:
    text = (
        "id: a\nname: A\nitems:\n  x:\n    # the prices\n    prices:\n      - since: 2026-01-01\n"
        "        input_usd_per_mtok: '1'  # cheap\n      # still of the row above\n  # of the next record\n"
        "  y:\n    prices:\n      -   since: 2026-01-01\n          tiers: []\n    note: z"
    )
    file = tmp_path / "a.yml"
    file.write_text(text, encoding="utf-8")
    tree = read_yaml(file, "a.yml", [])
    assert isinstance(tree, Mapped)
    row = {"since": "2026-02-01", "note": "n"}
    place = row_text.place_of(text, tree, "x", "a.yml")
    made = row_text.insert(text, place, row_text.row_lines(place, row, []))
    assert '      # still of the row above\n      - since: 2026-02-01\n        note: "n"\n  # of the next' in made
    place = row_text.place_of(text, tree, "y", "a.yml")
    made = row_text.insert(text, place, row_text.row_lines(place, row, []))
    assert "          tiers: []\n      -   since: 2026-02-01\n" in made and made.endswith("    note: z")


def test_a_source_is_appended_and_every_other_byte_stays() -> None:
    text = (ROOT / "prices" / "sources.yml").read_text(encoding="utf-8")
    for old in (text, text.rstrip("\n"), text.replace("\n", "\r\n")):
        made = append(old, ("new:", "  title: A"))
        assert made.startswith(old)
        assert read(made) == {**read(old), "new": {"title": "A"}}


@pytest.mark.parametrize(
    "text", ["OpenAI", "yes", "a: b", "a #b", "x:", "'a'", "A, (b) c", "https://a.b/c?d=e&f#g", "ä"]
)
def test_text_comes_back_as_it_was(text: str) -> None:
    assert read(f"key: {written(text)}") == {"key": text}


def add(root: Path, *words: str) -> int:
    return main(["add-price", "--root", str(root), *words])


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def newest(root: Path, model: str) -> dict:
    return load(root / "prices").catalog["tables"]["api_model"][model]["prices"][-1]


def test_a_price_in_one_command(checkout, capsys):
    before = files(checkout)
    assert add(checkout, *LUNA, "--source", PAGE) == 0
    row = newest(checkout, "openai/gpt-6-luna")
    assert (row["since"], row["input_usd_per_mtok"], row["output_usd_per_mtok"]) == ("2026-11-22", "0.08", "0.40")
    assert (row["source"], row["checked"], row["how"]) == ("openai-prices", "2026-11-23", "read")
    changed = {name for name, content in files(checkout).items() if before.get(name) != content}
    assert changed == {"prices/api/openai.yml", "prices/sources.yml", "calc/catalog.json"}
    said = capsys.readouterr().out
    lost = "tiers, batch, regions, fees, cache_read_usd_per_mtok"
    assert f"not carried over, so unknown from 2026-11-22 on: {lost}" in said
    assert "| API | $16.20 | $12.96 | −20% |" in said
    assert "Next: `make check`" in said
    old = str(copy_data(checkout.parent / "before"))
    assert main(["diff", old, "--root", str(checkout), "--strict", "--no-pages"]) == 0


def test_the_same_page_is_not_declared_twice(checkout):
    assert add(checkout, *LUNA, "--source", PAGE) == 0
    words = ["openai/gpt-4o", "--input", "2", "--output", "9", "--from", "2026-11-22", "--checked", "2026-11-23"]
    assert add(checkout, *words, "--source", "http://www.openai.com/api/pricing#flagship") == 0
    assert newest(checkout, "openai/gpt-4o")["source"] == "openai-prices"
    assert (checkout / "prices/sources.yml").read_text(encoding="utf-8").count("api/pricing") == 1


def test_conditions_are_carried_over_when_asked_and_it_is_said(checkout, capsys):
    old = newest(checkout, "openai/gpt-6-luna")
    assert add(checkout, *LUNA, "--source", PAGE, "--keep-conditions", "--cache-read", "0.008") == 0
    new = newest(checkout, "openai/gpt-6-luna")
    assert (new["tiers"], new["batch"]) == (old["tiers"], old["batch"])
    assert "carried over from the row before, word for word: tiers, batch" in capsys.readouterr().out


def test_the_edition_moves_when_the_row_is_newer_and_it_is_said(checkout, capsys):
    words = [*LUNA[:-2], "--checked", "2026-11-25", "--source", PAGE]
    assert add(checkout, *words) == 0
    assert "the edition moves from 2026-11-23 to 2026-11-25" in capsys.readouterr().out
    assert load(checkout / "prices").edition == "2026-11-25"


def test_an_announced_price_changes_no_default(checkout, capsys):
    words = ["openai/gpt-6-luna", "--input", "0.2", "--output", "1", "--from", "2027-01-01", "--checked", "2026-11-23"]
    assert add(checkout, *words, "--source", PAGE) == 2
    assert "add --announced for a price that has not come yet" in capsys.readouterr().err
    assert add(checkout, *words, "--source", PAGE, "--announced") == 0
    assert newest(checkout, "openai/gpt-6-luna")["announced"] is True
    assert "Default results\n\nNone of" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["openai/gpt-6-lunar", *LUNA[1:]], 2, "did you mean openai/gpt-6-luna?"),
        (["gpt-6-luna", *LUNA[1:]], 2, "did you mean openai/gpt-6-luna?"),
        (["../../etc/passwd", *LUNA[1:]], 2, "MODEL: expected the id of a model"),
        ([*LUNA, "--cache-read", "1e-7"], 2, "--cache-read: expected a decimal such as 0.15, got 1e-7"),
        ([*LUNA, "--input", "0,08"], 2, "--input: expected a decimal such as 0.15, got 0,08"),
        ([*LUNA, "--from", "22.11.2026"], 2, "--from: expected a date that exists"),
        ([*LUNA, "--from", "2026-02-30"], 2, "--from: expected a date that exists"),
        ([*LUNA, "--checked", "2026-11"], 2, "--checked: expected a day that exists"),
        ([*LUNA, "--from", "2026-09-22"], 2, "expected --from after 2026-09-22, when the last row begins"),
        ([*LUNA, "--source", "genai-price"], 2, "did you mean genai-prices?"),
        ([*LUNA, "--source", "genai-prices"], 2, "--how: expected what you did to check the price"),
        ([*LUNA, "--source", "https://example.org/x"], 2, "Add --publisher NAME"),
        ([*LUNA, "--source-id", "litellm"], 2, "--source-id: expected an id that is not taken"),
        ([*LUNA, "--input", "8", "--output", "40"], 1, "at most 10 times more or less than 0.10, got 8"),
        ([*LUNA, "--cache-read", "0.09"], 1, "expected at most input_usd_per_mtok (0.08)"),
        ([*LUNA, "--promotion"], 1, "expected the end of the promotion"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(checkout, capsys, words, code, message):
    before = files(checkout)
    assert add(checkout, "--source", PAGE, *words) == code
    said = capsys.readouterr()
    assert message in said.out + said.err
    assert "nothing is written" in said.err
    assert files(checkout) == before


def test_everything_wrong_is_said_at_once(checkout, capsys):
    assert add(checkout, "openai/gpt-7", "--input", "x", "--output", "y", "--from", "z", "--source", "w") == 2
    said = capsys.readouterr().err
    for word in ("MODEL:", "--input:", "--output:", "--from:", "--source:", "--how:"):
        assert word in said


def test_a_big_step_passes_with_a_reason(checkout):
    words = [*LUNA[:2], "8", "--output", "40", *LUNA[5:], "--source", PAGE, "--note", "step: the maker said so"]
    assert add(checkout, *words) == 0


def test_an_announced_row_that_has_come_is_settled_by_hand(checkout, capsys):
    put(checkout, "prices/edition.yml", "2026-11-23", "2026-11-24")
    words = ["google/gemini-4-argon", "--input", "4", "--output", "20", "--from", "2026-12-01", "--announced"]
    assert add(checkout, *words, "--checked", "2026-11-24", "--source", "genai-prices", "--how", "imported") == 2
    assert "take out `announced` and renew `checked` there" in capsys.readouterr().err


def test_a_price_may_change_before_one_that_is_only_announced(checkout):
    coming = ["openai/gpt-6-luna", "--input", "0.05", "--output", "0.30", "--from", "2027-02-01", "--announced"]
    assert add(checkout, *coming, "--checked", "2026-11-23", "--source", PAGE) == 0
    openai = checkout / "prices" / "api" / "openai.yml"
    put(checkout, "prices/api/openai.yml", "      - since: 2027-02-01\n", "      # soon\n      - since: 2027-02-01\n")
    before = openai.read_text(encoding="utf-8")
    assert add(checkout, *LUNA, "--source", PAGE) == 0
    row = (
        '      - since: 2026-11-22\n        input_usd_per_mtok: "0.08"\n        output_usd_per_mtok: "0.40"\n'
        "        source: openai-prices\n        checked: 2026-11-23\n        how: read\n"
    )
    place = before.index("      # soon\n")
    assert openai.read_text(encoding="utf-8") == f"{before[:place]}{row}{before[place:]}"


def test_a_dry_run_writes_nothing(checkout, capsys):
    before = files(checkout)
    assert add(checkout, *LUNA, "--source", PAGE, "--dry-run") == 0
    assert "a row of openai/gpt-6-luna from 2026-11-22" in capsys.readouterr().out
    assert files(checkout) == before
