"""One broken fixture per kind of fault, with the exact messages; and valid ones that must pass.

Each folder of `bad/` is laid over the valid data set of `base/`; its `expected.txt` holds all messages, in order.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from build_hooks.dataset import DatasetError, load

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").iterdir())
GOOD = sorted((HERE / "good").iterdir())
Lay = Callable[..., Path]
Edit = Callable[[Path, str, str], None]


def faults_of(root: Path) -> list[str]:
    with pytest.raises(DatasetError) as caught:
        load(root)
    assert str(caught.value).splitlines() == [str(fault) for fault in caught.value.faults]
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("broken", BAD, ids=lambda path: path.name)
def test_broken_data_is_refused_with_these_very_messages(broken: Path, dataset: Lay) -> None:
    expected = (broken / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert faults_of(dataset(broken)) == expected


@pytest.mark.parametrize("valid", GOOD, ids=lambda path: path.name)
def test_what_is_meant_and_says_so_passes(valid: Path, dataset: Lay) -> None:
    load(dataset(valid))


def test_the_valid_data_set_has_no_fault(dataset: Lay) -> None:
    found = load(dataset())
    assert found.edition == "2026-06-01"
    assert list(found.claims) == ["cheaper-at-night"]
    assert [row["id"] for row in found.corrections] == ["used-price"]


def test_a_waiver_without_a_reason_lifts_nothing(dataset: Lay, edit: Edit) -> None:
    root = dataset(HERE / "good" / "waivers")
    edit(root / "hardware" / "acme.yml", "step: the maker went out of business", "step:")
    assert len(faults_of(root)) == 1


def test_faults_of_several_files_come_at_once_and_sorted(dataset: Lay) -> None:
    with pytest.raises(DatasetError) as caught:
        load(dataset(HERE / "bad" / "all-at-once"))
    places = [(fault.file, fault.line) for fault in caught.value.faults]
    assert places == sorted(places)
    assert len({file for file, _ in places}) >= 6


def test_a_file_of_50_mb_is_refused_by_its_size_without_being_read(
    dataset: Lay, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = dataset()
    huge = root / "figures" / "huge.yml"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    read = Path.read_bytes

    def read_small(path: Path) -> bytes:
        assert path.name != "huge.yml"
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_small)
    assert faults_of(root) == [
        "prices/figures/huge.yml:1: expected at most 1,000,000 bytes, got 50,000,000 bytes; "
        "split the file by maker or provider"
    ]


def test_a_file_just_small_enough_is_read(dataset: Lay) -> None:
    root = dataset()
    path = root / "figures" / "hybrid.yml"
    text = path.read_bytes()
    path.write_bytes(text + b"#" * (1_000_000 - len(text)))
    load(root)
    path.write_bytes(text + b"#" * (1_000_001 - len(text)))
    assert "got 1,000,001 bytes" in faults_of(root)[0]


def test_an_unreadable_file_does_not_make_its_records_unknown(dataset: Lay) -> None:
    root = dataset()
    (root / "hardware" / "acme.yml").write_text("name: [", encoding="utf-8")
    assert [fault.partition(":")[0] for fault in faults_of(root)] == ["prices/hardware/acme.yml"]


@pytest.mark.parametrize("name", ["edition.yml", "sources.yml"])
def test_the_edition_and_the_sources_are_required(name: str, dataset: Lay) -> None:
    root = dataset()
    (root / name).unlink()
    assert faults_of(root) == [f"prices/{name}:1: expected the file, got nothing; prices/{name} is required"]


def test_a_folder_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "prices")[0].startswith("prices:1: expected a folder of price files, got nothing")


def test_a_source_may_be_a_page_of_the_guide_that_exists(dataset: Lay, edit: Edit) -> None:
    root = dataset()
    edit(root / "sources.yml", "https://example.org/tests", "method/tests/")
    assert len(faults_of(root)) == 1
    page = root.parent / "docs" / "method" / "tests.md"
    page.parent.mkdir(parents=True)
    page.touch()
    load(root)


def test_a_measured_speed_may_reach_the_ceiling_and_two_per_cent_more(dataset: Lay, edit: Edit) -> None:
    root = dataset()
    edit(root / "speeds" / "lab.yml", '"64"', '"81.6"')
    load(root)
    edit(root / "speeds" / "lab.yml", '"81.6"', '"81.7"')
    assert "expected at most 80.0 tok/s" in faults_of(root)[0]


def test_the_ceiling_of_a_mixture_of_experts_counts_active_weights_only(dataset: Lay, edit: Edit) -> None:
    root = dataset()
    dense, sparse = 'active_params_b: [{since: 2025-11, value: "20"', 'active_params_b: [{since: 2025-11, value: "2"'
    edit(root / "models" / "lab.yml", dense, sparse)
    edit(root / "speeds" / "lab.yml", '"64"', '"640"')
    load(root)
    edit(root / "speeds" / "lab.yml", '"640"', '"820"')
    assert "expected at most 800.0 tok/s" in faults_of(root)[0]


def test_the_prices_of_the_guide_have_no_fault() -> None:
    found = load()
    assert len(found.catalog["tables"]["api_model"]) > 20
