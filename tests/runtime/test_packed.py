"""The trimmed standard library holds all that calc needs: found here, not by readers."""

import json
from pathlib import Path

from build_hooks.runtime_requests import runtime_requests
from calc.door import handle
from tests.runtime import probe

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(probe.__file__).read_text(encoding="utf-8")
MOST_GZIP_BYTES = 4_705_000
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "calc").rglob("*.py")
    if path.name != "__main__.py"
)


def test_every_module_of_calc_is_importable(run_packed):
    assert [said for said in run_packed(SOURCE, "importable", MODULES) if said] == []


def test_a_module_that_was_left_out_is_noticed(run_packed):
    [said] = run_packed(SOURCE, "importable", ["tkinter"])
    assert "ModuleNotFoundError" in said


def test_every_call_of_the_door_answers_as_in_cpython(run_packed):
    requests = list(runtime_requests(handle))
    here = [json.loads(handle(request)) for request in requests]
    there = [json.loads(answer) for answer in run_packed(SOURCE, "ask", requests)]
    different = [
        request[:300] for request, one, other in zip(requests, here, there, strict=True)
        if without_numbers(one) != without_numbers(other)
    ]  # fmt: skip
    assert different == []
    assert sum("result" in answer for answer in here) > len(here) / 3


def without_numbers(answer):
    """Floats are compared by test_parity, to 1e-12; here what is said."""
    if isinstance(answer, dict):
        return {key: without_numbers(value) for key, value in answer.items()}
    if isinstance(answer, list):
        return [without_numbers(value) for value in answer]
    return round(answer, 6) if isinstance(answer, float) else answer


def test_docstrings_that_readers_see_are_kept(run_packed):
    source = SOURCE + "\n\ndef undocumented(_):\n    from calc import door\n    return door.handle.__doc__ or ''\n"
    [said] = run_packed(source, "undocumented", [None])
    assert said == handle.__doc__


def test_docstrings_that_no_reader_sees_stay_behind(run_packed):
    source = SOURCE + "\n\ndef undocumented(_):\n    from calc.facts import drift\n    return drift.__doc__ or ''\n"
    assert run_packed(source, "undocumented", [None]) == [""]


def test_the_catalog_is_the_only_file_that_travels(run_packed):
    [files] = run_packed(
        "import sitecustomize\n\ndef files(_):\n    return list(sitecustomize.FILES)\n", "files", [None]
    )
    assert files == ["calc/catalog.bin"]


def test_the_shell_does_not_travel(run_packed):
    [said] = run_packed(SOURCE, "importable", ["calc.__main__"])
    assert "ModuleNotFoundError" in said


def test_nothing_that_calc_makes_of_text_is_made_anew(run_packed):
    """Dataclasses, named tuples and regular expressions come ready from the pack, or the start is slow."""
    watch = "import sitecustomize\nsitecustomize.PACKING = True\n"
    source = watch + SOURCE + "\n\ndef missed(request):\n    handle(request)\n    return sitecustomize.MISSED\n"
    request = '{"id": 1, "call": "page", "scenario": {"requests_per_day": "1.2k"}, "parts": [], "inputs": []}'
    assert run_packed(source, "missed", [request]) == [[]]


def test_the_runtime_stays_within_its_size(runtime):
    assert sum(file["gzip"] for file in runtime.manifest["files"].values()) <= MOST_GZIP_BYTES
