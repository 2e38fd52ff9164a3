"""What a change does: one change with a bit of everything, and each claim that the report makes about it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from build_hooks.__main__ import main
from build_hooks.errors import BuildError
from build_hooks.upkeep.diff import diff
from build_hooks.upkeep.report import markdown
from tests.pinned import copy_prices
from tests.upkeep.conftest import ROOT, append_row, copy_data, put

LUNA = "api_model.openai/gpt-6-luna"
RATE = "tariff.us/residential.electricity_usd_per_kwh"
DEARER = """
      - since: 2026-11-20
        input_usd_per_mtok: "0.08"
        cache_read_usd_per_mtok: "0.008"
        output_usd_per_mtok: "4.9"
        source: genai-prices
        checked: 2026-11-23
        how: imported
"""
ANNOUNCED = """
      - since: 2027-02-01
        input_usd_per_mtok: "300.00"
        output_usd_per_mtok: "1000.00"
        source: genai-prices
        checked: 2026-11-23
        how: imported
        announced: true
        note: "step: dollars per thousand million"
"""
PAGE = """# A page

The bill is [[ n("api_usd_per_month") ]] at [[ choice("api_model") ]].
It has [[ fact("hardware.nvidia/rtx-3090.memory_gb") ]].
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with one page that reads the bill, and one that reads a card's memory alone."""
    root = tmp_path_factory.mktemp("checkout")
    copy_prices(root / "prices")
    (root / "docs").mkdir()
    (root / "docs" / "bill.md").write_text(PAGE, encoding="utf-8")
    (root / "docs" / "card.md").write_text("A card has [[ n('memory_gb') ]].\n", encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):  # sources may cite pages, so these must be there
        place = root / page.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    return root


@pytest.fixture(scope="module")
def report(root, tmp_path_factory):
    change = copy_data(tmp_path_factory.mktemp("change") / "data")
    append_row(change, "prices/api/openai.yml", "gpt-6-luna", DEARER)
    append_row(change, "prices/api/openai.yml", "gpt-6-luna", ANNOUNCED)
    put(change, "prices/power/us.yml", 'value: "0.1805", low: "0.1805"', 'value: "0.1815", low: "0.1805"')
    put(change, "prices/claims.yml", "'fact(\"benchmark.", "'0 > 1 + fact(\"benchmark.")
    return diff(str(root), root, change)


def rows_of(report):
    return {(row.kind, row.key, row.since): row for row in report.rows}


def test_rows_are_told_by_what_happened_to_them(report):
    assert {key: row for key, row in rows_of(report).items() if row.kind != "again"}.keys() == {
        ("appended", LUNA, "2026-11-20"),
        ("appended", LUNA, "2027-02-01"),
        ("edited", RATE, "2026-02"),
    }


def test_figures_stand_beside_what_held_before(report):
    text = markdown(report)
    assert f"| `{LUNA}.output_usd_per_mtok` | 2026-11-20 | `0.50` | `4.9` | +880% | `prices/api/openai.yml:" in text
    assert f"| `{LUNA}.input_usd_per_mtok` | 2026-11-20 | `0.10` | `0.08` | −20% |" in text
    assert f"| `{RATE}` | 2026-02 (edited) | `0.1805` | `0.1815` | +0.554% |" in text
    assert f"| `{LUNA}.output_usd_per_mtok` | 2027-02-01 (announced) |" in text


def test_a_rate_of_a_block_leads_to_its_own_line(report):
    (row,) = (row for key, row in rows_of(report).items() if key == ("appended", LUNA, "2026-11-20"))
    assert row.line_of(f"{LUNA}.output_usd_per_mtok") == row.line + 3
    assert row.line_of(f"{LUNA}.tiers[> 272000].output_usd_per_mtok") == row.line


def test_a_record_that_is_gone_is_one_fault_that_says_what_to_do_instead(root, data):
    put(data, "prices/api/openai.yml", "\n  gpt-5.6-luna:", "\n  gpt-5.6-moon:")
    (fault,) = diff(str(root), root, data, False).edits
    assert (fault.key, fault.got) == ("api_model.openai/gpt-5.6-luna", "no such record")
    assert "among `aliases`" in fault.hint
    put(data, "prices/corrections.yml", "- id:", RENAMED + "\n- id:")
    assert diff(str(root), root, data, False).edits == ()


RENAMED = """- id: never-was
  when: 2026-11-23
  what: a model
  old: GPT-5.6 Luna
  new: none
  why: There never was one.
  pages: [guide/cost-math/]
  keys: [api_model.openai/gpt-5.6-luna]
"""


NEW_MODEL = """
  gpt-6.2-nova:
    name: GPT-6.2 Nova
    tier: small
    prices:
      - since: 2026-11-20
        input_usd_per_mtok: "IN"
        output_usd_per_mtok: "0.6"
        source: genai-prices
        checked: 2026-11-23
        how: imported
"""


@pytest.mark.parametrize(("typed", "warned"), [("0.0006", True), ("0.12", False), ("0", False)])
def test_the_first_price_of_a_model_is_compared_with_all_others(root, data, typed, warned):
    path = data / "prices/api/openai.yml"
    path.write_text(path.read_text(encoding="utf-8") + NEW_MODEL.replace("IN", typed), encoding="utf-8")
    said = markdown(diff(str(root), root, data, False))
    line = (
        "`api_model.openai/gpt-6.2-nova.input_usd_per_mtok` from `2026-11-20`: `0.0006` is more than 10 times outside"
    )
    assert (line in said) is warned


def test_a_tariff_in_cents_is_unusual(root, data):
    path = data / "prices/power/us-oh.yml"
    new = path.read_text(encoding="utf-8").replace("id: us-oh", "id: lt").replace('value: "0.', 'value: "19.')
    (data / "prices/power/lt.yml").write_text(new, encoding="utf-8")
    assert "`tariff.lt/residential.electricity_usd_per_kwh` from `2023`: `19.1538` is more than 10" in markdown(
        diff(str(root), root, data, False)
    )


def test_conditions_that_a_new_row_lacks_are_named(report):
    gone = "`batch`, `cache_write_usd_per_mtok`, `fees`, `regions`, `tiers`"
    assert f"`{LUNA}` from `2026-11-20` has no {gone} any more" in markdown(report)


def test_default_results_and_break_evens(report):
    results = {one.quantity: (one.old, one.new) for one in report.results}
    assert results["break_even_months"][0] == "never"
    assert results["break_even_months"][1].endswith("months")
    assert results["api_usd_per_month"] == ("$16.20", "$93.96")
    assert "capacity_requests_per_day" not in results
    # On the day of the announcement nobody knows whether it came: the bill is a range.
    later = {one.quantity: one.new for one in report.break_evens if one.case == "openai/gpt-6-luna on 2027-02-01"}
    assert "–" in later["api_usd_per_month"]


def test_a_verdict_in_other_words_is_told_from_one_with_other_numbers(report, root, data):
    assert {one.case: one.words for one in report.verdicts}["default"] is True
    put(data, "prices/power/us.yml", 'value: "0.1805", low: "0.1805"', 'value: "0.1815", low: "0.1805"')
    assert {one.case: one.words for one in diff(str(root), root, data, False).verdicts}["default"] is False


def test_a_claim_that_flips_is_named_with_its_expression(report):
    flips = {one.claim: (one.old, one.new) for one in report.flips}
    assert flips == {"capability": ("holds", "fails")}
    assert "**holds → fails**: `capability`" in markdown(report)


def test_a_claim_that_holds_again_or_came_or_went_is_told_too(root, data):
    broken = copy_data(data.parent / "broken")
    put(broken, "prices/claims.yml", "'fact(\"benchmark.", "'0 > 1 + fact(\"benchmark.")
    flips = {one.claim: (one.old, one.new) for one in diff(str(broken), root, data, False).flips}
    assert flips == {"capability": ("fails", "holds")}
    put(data, "prices/claims.yml", "\ncapability:", "\nability:")
    flips = {one.claim: (one.old, one.new) for one in diff(str(root), root, data, False).flips}
    assert flips == {"capability": ("holds", "is not there"), "ability": ("is not there", "holds")}


def test_only_pages_that_say_something_else_are_named(report):
    written = [one for one in report.pages if one.page.startswith("docs/")]
    assert [(one.page, one.numbers) for one in written] == [("docs/bill.md", 1)]
    assert "models/openai/gpt-6-luna/" in {one.page for one in report.pages}
    assert written[0].sentences == (("The bill is $16.20 at GPT-6 Luna.", "The bill is $93.96 at GPT-6 Luna."),)


def test_a_slip_of_the_unit_is_named(report, root, data):
    assert "is more than 10 times: is the unit right?" in markdown(report)
    row = DEARER.replace('"4.9"', '"498"').replace("how: imported", 'how: imported\n        note: "step: a test"')
    append_row(data, "prices/api/openai.yml", "gpt-6-luna", row)
    text = markdown(diff(str(root), root, data, False))
    assert "`0.50` to `498` is 1,000 times: a thousand tokens for a million, or watts for kilowatts?" in text


def test_history_is_not_edited_without_a_correction(report):
    assert [fault.key for fault in report.edits] == [f"{RATE} 2026-02"]
    assert report.is_refused


def correction(keys: str) -> str:
    return f"""
- id: tariff-misread
  when: 2026-11-23
  what: a tariff
  old: "0.1805"
  new: "0.1815"
  why: misread
  pages: [guide/cost-math/]
  keys: [{keys}]
"""


@pytest.mark.parametrize(
    ("keys", "count"),
    [(RATE, 0), ("tariff.us/residential", 0), ("tariff.us/commercial", 1), ("tariff.us/resid", 1)],
)
def test_a_new_correction_that_names_the_figure_allows_the_edit(root, data, keys, count):
    put(data, "prices/power/us.yml", 'value: "0.1805", low: "0.1805"', 'value: "0.1815", low: "0.1805"')
    path = data / "prices" / "corrections.yml"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + correction(keys), encoding="utf-8")
    assert len(diff(str(root), root, data, False).edits) == count
    # The next change cannot lean on a correction that is there already.
    put(data, "prices/power/us.yml", 'value: "0.1815", low: "0.1805"', 'value: "0.1825", low: "0.1805"')
    base = copy_with(data, "prices/power/us.yml", '"0.1825"', '"0.1815"')
    assert len(diff(str(base), root, data, False).edits) == 1


def copy_with(folder: Path, relative: str, old: str, new: str) -> Path:
    target = folder.parent / f"{folder.name}-base"
    shutil.copytree(folder, target)
    put(target, relative, old, new)
    return target


def test_a_row_taken_out_or_put_in_between_and_a_lost_correction_are_edits(root, data):
    put(data, "prices/corrections.yml", "id: draft-electricity", "id: draft-power")
    path = data / "prices" / "api" / "deepseek.yml"
    text = path.read_text(encoding="utf-8")
    start = text.index("      - since: 2026-04-24")
    row = text[start : text.index('      - since: "2026-08-16T16:00Z"')]
    path.write_text(text.replace(row, row.replace("2026-04-24", "2026-05-24"), 1), encoding="utf-8")
    found = diff(str(root), root, data, False).edits
    assert [fault.got for fault in found] == ["no such row", "a row among older ones", "no such entry"]
    path.write_text(text.replace(row, row + row.replace("2026-04-24", "2026-05-24"), 1), encoding="utf-8")
    found = diff(str(root), root, data, False).edits
    assert [fault.got for fault in found] == ["a row among older ones", "no such entry"]


def test_an_announcement_may_move_but_is_not_taken_out(root, data):
    base = copy_data(data.parent / "announced")
    append_row(base, "prices/api/openai.yml", "gpt-6-luna", ANNOUNCED)
    append_row(data, "prices/api/openai.yml", "gpt-6-luna", ANNOUNCED.replace("1000.00", "900.00"))
    moved = diff(str(base), root, data, False)
    assert [row.kind for row in moved.rows] == ["edited"] and not moved.edits
    gone = diff(str(base), root, copy_data(data.parent / "gone"), False)
    assert "say `cancelled`" in gone.edits[0].hint


def test_an_announcement_that_came_true_or_was_taken_back_is_told_and_is_no_edit(root, data):
    soon = ANNOUNCED.replace("2027-02-01", "2026-11-20").replace("300.00", "0.09").replace("1000.00", "0.60")
    base = copy_data(data.parent / "announced")
    append_row(base, "prices/api/openai.yml", "gpt-6-luna", soon)
    append_row(data, "prices/api/openai.yml", "gpt-6-luna", soon.replace("        announced: true\n", ""))
    came = diff(str(base), root, data, False)
    assert [row.kind for row in came.rows] == ["settled"] and not came.edits
    assert f"| `{LUNA}.status` | 2026-11-20 | `announced` | `in force` |" in markdown(came)
    assert came.results
    back = copy_data(data.parent / "back")
    append_row(back, "prices/api/openai.yml", "gpt-6-luna", soon.rstrip() + "\n        cancelled: 2026-11-19\n")
    assert "| `announced` | `cancelled` |" in markdown(diff(str(base), root, back, False))


def test_a_price_may_get_an_end_that_has_not_come(root, data):
    last = """- {since: 2026-09-22, value: active, source: genai-prices"""
    assert last in (data / "prices/api/openai.yml").read_text(encoding="utf-8")
    put(data, "prices/api/openai.yml", "- since: 2026-09-22", "- since: 2026-09-22\n        until: 2026-12-24")
    assert not diff(str(root), root, data, False).edits
    put(data, "prices/api/openai.yml", "until: 2026-12-24", "until: 2026-11-20")
    assert [fault.got for fault in diff(str(root), root, data, False).edits] == ["other figures"]


def test_what_was_unknown_may_become_known_but_no_tier_or_fee_appears_in_the_past(root, data):
    put(data, "prices/api/openai.yml", 'batch: {input_ratio: "0.5", output_ratio: "0.5"}',
        'batch: {input_ratio: "0.5", output_ratio: "0.5", cache_read_ratio: "0.5"}')  # fmt: skip
    known = diff(str(root), root, data, False)
    assert [row.kind for row in known.rows] == ["edited"] and not known.edits
    put(
        data,
        "prices/api/deepseek.yml",
        "        source: ",
        '        fees: {gateway_fee_frac: "0.05"}\n        source: ',
    )
    assert len(diff(str(root), root, data, False).edits) == 1


def test_a_region_that_was_not_named_may_become_known_and_one_that_was_stays(root, data):
    """A request that must stay in a region that a row does not name has no known price, so naming it changes none."""
    put(
        data,
        "prices/api/google.yml",
        "        fees: ",
        '        regions: {eu: {rate_ratio: "1.1", note: "New."}}\n        fees: ',
    )
    known = diff(str(root), root, data, False)
    assert [row.kind for row in known.rows] == ["edited"] and not known.edits
    put(data, "prices/api/anthropic.yml", 'us: {rate_ratio: "1.1", source: occ', 'us: {rate_ratio: "1.2", source: occ')
    assert len(diff(str(root), root, data, False).edits) == 1


def test_looking_again_is_no_edit(root, data):
    put(data, "prices/power/us.yml", "checked: 2026-11-23, how: imported", "checked: 2026-11-22, how: read")
    again = diff(str(root), root, data, False)
    assert [row.kind for row in again.rows] == ["again"]
    assert not again.is_refused
    assert "1 row looked at again without a new figure" in markdown(again)


def test_no_change_says_so(root, data):
    report = diff(str(root), root, data)
    assert not report.is_refused
    assert "Nothing changes." in markdown(report)


def test_faults_of_the_change_are_all_listed(root, data):
    put(data, "prices/power/us.yml", '"0.1805"', "0.1805")
    put(data, "prices/hardware/nvidia.yml", "kind: card", "kind: cart")
    (data / "prices" / "hosts.yml").symlink_to("/etc/passwd")
    report = diff(str(root), root, data)
    text = markdown(report)
    assert report.is_refused
    for words in (
        "expected a quoted decimal",
        "expected one of card, machine",
        "expected a plain file, got a symbolic",
    ):
        assert words in text
    assert "root:" not in text


def test_what_strangers_write_cannot_break_out_of_the_comment(root, data):
    put(data, "prices/claims.yml", "title: Raw", 'title: "`@everyone` [x](https://example.org) | <b>"  # ')
    put(data, "prices/claims.yml", "'fact(\"benchmark.", "'0 > 1 + fact(\"benchmark.")
    text = markdown(diff(str(root), root, data, False))
    assert "`'@everyone' [x](https://example.org) ¦ <b>`" in text


def git(folder: Path, *words: str) -> None:
    config = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *config, *words], cwd=folder, check=True, capture_output=True)


def test_the_base_may_be_a_commit(root, tmp_path, capsys):
    checkout = tmp_path / "repository"
    shutil.copytree(root, checkout)
    git(checkout, "init", "-q", "-b", "main")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "one")
    put(checkout, "prices/power/us.yml", 'value: "0.1805", low: "0.1805"', 'value: "0.1815", low: "0.1805"')
    words = ["diff", "main", "--root", str(checkout), "--no-pages"]
    assert main(words) == 0
    assert f"`{RATE}` | 2026-02 (edited)" in capsys.readouterr().out
    assert main([*words, "--strict"]) == 1
    with pytest.raises(BuildError, match="expected a commit or a folder, got neither"):
        diff("nowhere", checkout)
    assert main(["diff", "--root", str(checkout), "nowhere"]) == 2
