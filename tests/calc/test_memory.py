"""Memory in every scenario: parts make the total, more never needs less, and what is said to fit does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import typed
from calc.door import catalog
from calc.engine.gaps import Floor, Unknown
from calc.model import GRAPH
from calc.wiring.memory_ranges import ends
from tests.calc.asking import ask, evaluation

PARTS = ["weights_gib", "kv_cache_gib", "compute_buffer_gib", "runtime_gib", "draft_gib"]
MODELS = list(catalog().at(catalog().edition).ids("open_model"))
QUANTS = typed.choices(GRAPH.nodes["quant"], catalog())
KNOWN = [key for key in MODELS if catalog().at(catalog().edition).fact("open_model", key, "full_layers")]
SETTINGS = st.fixed_dictionaries(
    {
        "open_model": st.sampled_from(KNOWN),
        "context_tok": st.integers(1, 500_000),
        "slots": st.integers(1, 64),
        "kv_type": st.sampled_from(["f16", "q8_0"]),
        "engine": st.sampled_from(["llama.cpp", "vllm"]),
        "draft": st.sampled_from(["none", "mtp"]),
        "cards_per_copy_count": st.integers(1, 8),
        "card_split": st.sampled_from(["layer", "tensor"]),
    }
)


def least(name: str, values: dict[str, Any]) -> float:
    """The value of a node, or what is known of a sum."""
    value = evaluation(None, **values).get(name)
    assert not isinstance(value, Unknown), value
    return float(value.value if isinstance(value, Floor) else value)


def test_at_least_forty_models_have_an_architecture() -> None:
    assert len(KNOWN) >= 40


@pytest.mark.parametrize("model", KNOWN)
def test_every_such_model_has_an_answer_at_its_default(model: str) -> None:
    for name in ("memory_needed_gib", "kv_cache_gib"):
        assert least(name, {"open_model": model}) > 0


@given(values=SETTINGS)
@settings(max_examples=60, deadline=None)
def test_parts_make_the_total(values: dict[str, Any]) -> None:
    parts = [least(name, values) for name in PARTS]
    assert all(part >= 0 for part in parts)
    assert least("memory_needed_gib", values) == pytest.approx(sum(parts), rel=1e-12)


@given(values=SETTINGS, name=st.sampled_from(["context_tok", "slots", "ubatch_tok", "cards_per_copy_count"]))
@settings(max_examples=100, deadline=None)
def test_more_never_needs_less(values: dict[str, Any], name: str) -> None:
    less = values | {name: values.get(name, 512)}
    more = values | {name: less[name] * 2}
    assert least("memory_needed_gib", more) >= least("memory_needed_gib", less)


@given(values=SETTINGS)
@settings(max_examples=40, deadline=None)
def test_the_ends_lie_on_either_side_and_leave_the_cache_alone(values: dict[str, Any]) -> None:
    base = evaluation(None, **values)
    low, high = (end.get("memory_needed_gib") for end in ends(base))
    middle = base.get("memory_needed_gib")
    if isinstance(middle, int | float):
        assert low < middle < high
    assert {end.get("kv_cache_gib") for end in ends(base)} == {base.get("kv_cache_gib")}


def test_what_is_pinned_has_no_ends() -> None:
    pins = {"weights_file_gb": 10, "buffer_copies_ratio": 14, "runtime_per_card_gib": 0.3}
    base = evaluation().overlay(pins)
    assert {end.get("memory_needed_gib") for end in ends(base)} == {base.get("memory_needed_gib")}


@given(values=SETTINGS)
@settings(max_examples=40, deadline=None)
def test_a_narrower_cache_is_never_larger(values: dict[str, Any]) -> None:
    wide, narrow = ({**values, "kv_type": kind} for kind in ("f16", "q8_0"))
    assert least("kv_cache_gib", narrow) <= least("kv_cache_gib", wide)


@given(values=SETTINGS.filter(lambda one: one["engine"] == "llama.cpp"))
@settings(max_examples=40, deadline=None)
def test_without_flash_attention_more_is_needed(values: dict[str, Any]) -> None:
    on = values | {"kv_type": "f16"}
    off = on | {"flash_attention": False}
    if not isinstance(evaluation(None, **off).get("compute_buffer_gib"), Unknown):
        assert least("memory_needed_gib", off) > least("memory_needed_gib", on)


@given(values=SETTINGS, memory_gb=st.integers(8, 200))
@settings(max_examples=60, deadline=None)
def test_the_longest_context_fits_and_a_block_more_does_not(values: dict[str, Any], memory_gb: int) -> None:
    values = values | {"hardware": "custom", "memory_gb": memory_gb}
    base = evaluation(None, **values)
    longest, limit = base.get("longest_context_tok"), base.get("context_limit_tok")
    if isinstance(longest, Unknown):
        return
    assert longest % 256 == 0
    if longest:
        assert base.overlay({"context_tok": longest}).get("memory_fits") is True
    if longest + 256 <= limit:
        assert base.overlay({"context_tok": longest + 256}).get("memory_fits") is False


def test_the_most_slots_fit_and_one_more_does_not() -> None:
    base = evaluation()
    most, each = base.get("most_slots_count"), base.get("context_per_slot_tok")
    for slots, fits in ((most, True), (most + 1, False)):
        branch = base.overlay({"slots": slots, "context_tok": slots * each})
        assert branch.get("memory_fits") is fits


def test_the_best_quantisation_is_the_largest_file_that_fits() -> None:
    base = evaluation(None, open_model="meta/llama-3.1-8b", hardware="custom", memory_gb=8)
    best, sizes = base.get("best_quant"), {}
    for quant in base.get("known_quants"):
        branch = base.overlay({"quant": quant})
        if branch.get("memory_fits"):
            sizes[quant] = branch.get("weights_file_gb")
    assert best == max(sizes, key=lambda one: sizes[one])
    assert ask("best_quant", {"hardware": "custom", "memory_gb": 1})["text"] == "none"


def test_a_model_that_comes_quantised_is_offered_no_larger_files() -> None:
    assert evaluation(None, open_model="openai/gpt-oss-20b").get("known_quants") == ("mxfp4",)


def test_a_custom_model_gets_the_same_treatment() -> None:
    shape = {"full_layers": 32, "kv_heads": 8, "head_width": 128, "hidden_width": 4096}
    shape |= {"vocab_count": 128256, "attention_heads": 32}
    custom = {
        "open_model": "custom",
        "model_file_gb": 4.92,
        "params_b": 8.03,
        "quant": "q4_k_m",
        "embeddings": "untied",
    }
    listed = {"open_model": "meta/llama-3.1-8b", "quant": "q4_k_m", "context_tok": 8192}
    ours = custom | shape | {"context_tok": 8192, "max_context_tok": 131072}
    for name in (*PARTS, "memory_needed_gib", "longest_context_tok", "most_slots_count"):
        assert least(name, ours) == least(name, listed), name


@pytest.mark.parametrize("quant", [quant for quant in QUANTS if quant not in ("mxfp4", "qat_ud_q4_k_xl", "qat_q4_0")])
def test_every_way_to_store_weights_has_a_size(quant: str) -> None:
    """For a model we know and for one of which only the parameters are given."""
    found = ask("weights_file_gb", {"open_model": "qwen/qwen3-14b", "quant": quant})
    rough = ask("weights_file_gb", {"open_model": "custom", "params_b": 14.768, "quant": quant})
    assert rough["low"] < rough["value"] < rough["high"]
    assert rough["low"] <= found["value"] <= rough["high"]


def test_files_of_vllm_keep_the_matrices_of_words_in_16_bits() -> None:
    """Qwen3 8B: 8.19 billion parameters, of which two matrices of 151,936 x 4,096 keep 2 bytes each."""
    words = 2 * 151_936 * 4096 / 1e9
    found = ask("weights_file_gb", {"open_model": "qwen/qwen3-8b", "quant": "fp8", "engine": "vllm"})
    assert found["value"] == pytest.approx((8.19 - words) + 2 * words, rel=0.002)
    found = ask("weights_file_gb", {"open_model": "qwen/qwen3-8b", "quant": "awq", "engine": "vllm"})
    assert found["value"] == pytest.approx((8.19 - words) * 4.156 / 8 + 2 * words, rel=0.002)


def test_a_sum_with_an_unknown_part_is_a_floor() -> None:
    found = ask("kv_cache_gib", {"open_model": "inclusionai/ling-3.0-tiny", "context_tok": 4096})
    assert (found["status"], found["value"]) == ("floor", pytest.approx(54 / 1024))


def test_a_computed_file_is_close_to_known_files() -> None:
    """Where a file is known and its quantisation too, the bits give it back within 1.5%."""
    snapshot = catalog().at(catalog().edition)
    checked = 0
    for key in snapshot.ids("model_file"):
        model, quant = key.split("@")
        fact = snapshot.fact("model_file", key, "model_file_gb")
        if fact is None or fact.source == "own-fit" or not snapshot.fact("quantisation", quant, "body_bits"):
            continue
        computed = evaluation(None, open_model=model, quant=quant).get("computed_file_gb")
        if not isinstance(computed, Unknown) and "does not say" not in fact.note:
            assert computed == pytest.approx(fact.number, rel=0.015), key
            checked += 1
    assert checked >= 30


def test_a_model_without_linear_layers_keeps_no_state() -> None:
    """Also where that is said later: a node at zero that makes a product zero is read like any other."""
    base = evaluation(None, open_model="qwen/qwen3.6-27b")
    assert base.get("recurrent_state_gib") > 0
    assert base.overlay({"linear_layers": 0.0}).get("recurrent_state_gib") == 0
