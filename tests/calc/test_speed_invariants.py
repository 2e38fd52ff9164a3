"""The law of speed behaves for any hardware and model: whatever is drawn, more of a good thing is never worse."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from calc.door import catalog
from calc.engine.gaps import Unknown
from calc.model import GRAPH
from calc.scenario import find
from calc.typed import choices
from tests.calc.asking import evaluation

FAMILIES = choices(find(GRAPH, "hardware_family"), catalog())
QUANTS = choices(find(GRAPH, "quant"), catalog())
TINY = 1e-9  # an ulp is no loss of speed

DRAWN = st.fixed_dictionaries(
    {
        "hardware_family": st.sampled_from(FAMILIES),
        "quant": st.sampled_from(QUANTS),
        "memory_bandwidth_gb_per_s": st.floats(30, 8000),
        "params_b": st.floats(1, 1000),
        "active_frac": st.floats(0.005, 1),
        "bits": st.floats(1.5, 16),
        "mean_context_tok": st.floats(0, 200_000),
        "full_layers": st.integers(0, 90),
    }
)


def speed(drawn: dict[str, Any], name: str = "decode_tok_per_s", **changed: float) -> float:
    """The modelled speed of a reader's own card and model."""
    one = drawn | changed
    scenario = {
        "hardware": "custom",
        "open_model": "custom",
        "speed_basis": "modelled",
        "weights_fit": True,
        "model_file_gb": one["params_b"] * one["bits"] / 8,
        "active_params_b": one["params_b"] * one["active_frac"],
        "kv_heads": 8.0,
        "head_width": 128.0,
        **{key: value for key, value in one.items() if key not in ("bits", "active_frac")},
    }
    found = evaluation(None, **scenario).get(name)
    assert not isinstance(found, Unknown), found
    return float(found)


@settings(max_examples=60, deadline=None)
@given(DRAWN, st.floats(1, 20))
def test_a_faster_card_is_never_slower(drawn: dict[str, Any], times: float) -> None:
    faster = drawn["memory_bandwidth_gb_per_s"] * times
    assert speed(drawn, memory_bandwidth_gb_per_s=faster) >= speed(drawn) * (1 - TINY)


@settings(max_examples=60, deadline=None)
@given(DRAWN, st.floats(0, 100_000))
def test_more_context_is_never_faster(drawn: dict[str, Any], more: float) -> None:
    assert speed(drawn, mean_context_tok=drawn["mean_context_tok"] + more) <= speed(drawn) * (1 + TINY)


@settings(max_examples=60, deadline=None)
@given(DRAWN, st.floats(0.1, 1))
def test_a_smaller_file_of_the_same_quantisation_is_never_slower(drawn: dict[str, Any], part: float) -> None:
    assert speed(drawn, bits=drawn["bits"] * part) >= speed(drawn) * (1 - TINY)


@settings(max_examples=60, deadline=None)
@given(DRAWN)
def test_no_model_is_quicker_than_its_bytes_allow_and_a_mixture_pays_a_toll(drawn: dict[str, Any]) -> None:
    read_gb = drawn["params_b"] * drawn["bits"] / 8 * drawn["active_frac"]
    assert speed(drawn, mean_context_tok=0) < drawn["memory_bandwidth_gb_per_s"] / read_gb
    assert speed(drawn, "mixture_toll_ratio") >= 1


PROMPT = st.fixed_dictionaries(
    {
        "input_tok_per_request": st.floats(1, 200_000),
        "local_cached_input_frac": st.floats(0, 0.99),
        "ubatch_tok": st.floats(1, 4096),
        "attention_heads": st.integers(1, 128),
        "window_layers": st.integers(0, 60),
        "window_tok": st.integers(128, 8192),
    }
)


@settings(max_examples=60, deadline=None)
@given(DRAWN, PROMPT, st.floats(1, 20))
def test_a_longer_prompt_never_takes_less_time(drawn: dict[str, Any], prompt: dict[str, Any], times: float) -> None:
    longer = prompt["input_tok_per_request"] * times
    one, other = (speed(drawn | prompt, "prefill_s", **changed) for changed in ({}, {"input_tok_per_request": longer}))
    assert other >= one * (1 - TINY)


@settings(max_examples=60, deadline=None)
@given(DRAWN, PROMPT, st.floats(0, 1))
def test_what_is_kept_in_memory_never_costs_time(drawn: dict[str, Any], prompt: dict[str, Any], part: float) -> None:
    less = prompt["local_cached_input_frac"] * part
    kept, fresh = (speed(drawn | prompt, "prefill_s", **changed) for changed in ({}, {"local_cached_input_frac": less}))
    assert kept <= fresh * (1 + TINY)


@settings(max_examples=60, deadline=None)
@given(DRAWN, PROMPT, st.floats(1, 20), st.sampled_from(["memory_bandwidth_gb_per_s", "shader_fp16_tflops"]))
def test_a_card_with_more_never_reads_more_slowly(
    drawn: dict[str, Any], prompt: dict[str, Any], times: float, what: str
) -> None:
    base = drawn | prompt | {"shader_fp16_tflops": 50.0}
    more = speed(base, "prefill_tok_per_s", **{what: base[what] * times})
    assert more >= speed(base, "prefill_tok_per_s") * (1 - TINY)


@settings(max_examples=60, deadline=None)
@given(DRAWN, PROMPT, st.floats(1, 20))
def test_larger_steps_never_read_more_slowly(drawn: dict[str, Any], prompt: dict[str, Any], times: float) -> None:
    base = drawn | prompt
    larger = speed(base, "prefill_tok_per_s", ubatch_tok=base["ubatch_tok"] * times)
    assert larger >= speed(base, "prefill_tok_per_s") * (1 - TINY)


@settings(max_examples=60, deadline=None)
@given(DRAWN, PROMPT)
def test_the_speed_of_reading_lies_in_its_range(drawn: dict[str, Any], prompt: dict[str, Any]) -> None:
    low, high = (speed(drawn | prompt, f"prefill_{end}_tok_per_s") for end in ("low", "high"))
    assert low < speed(drawn | prompt, "prefill_tok_per_s") < high


AWAY = st.fixed_dictionaries(
    {
        "away": st.floats(0.02, 0.9),
        "host_memory_gb_per_s": st.floats(10, 450),
        "host_link_gb_per_s": st.floats(1, 40),
        "input_tok_per_request": st.floats(600, 50_000),
        "cache_gib": st.floats(0, 30),
    }
)


def away(drawn: dict[str, Any], name: str, of: dict[str, Any], **changed: Any) -> float:
    """A speed with part of a model in the host's memory: of its layers, or of a mixture's experts."""
    one = of | changed
    weights_gib = drawn["params_b"] * drawn["bits"] / 8 * 1e9 / 2**30
    experts = one.get("offload") == "experts"
    share = weights_gib * (1 - shared_of(drawn)) if experts else weights_gib + one["cache_gib"]
    whole = weights_gib + one["cache_gib"] + 1
    return speed(
        {key: value for key, value in drawn.items() if key != "full_layers"},
        name,
        **{"offload": "layers"} | {key: value for key, value in one.items() if key not in ("away", "cache_gib")},
        full_layers=max(1, drawn["full_layers"]),
        window_layers=0,
        linear_layers=0,
        kv_cache_gib=one["cache_gib"],
        weights_gib=weights_gib,
        memory_needed_gib=whole,
        memory_usable_gib=whole - one["away"] * share,
    )


def shared_of(drawn: dict[str, Any]) -> float:
    """Where the experts are not known, the share that is picked stands for the share of weights: nothing is shared."""
    return 1.0 if drawn["active_frac"] >= 1 else 0.0


@settings(max_examples=60, deadline=None)
@given(DRAWN, AWAY, st.floats(0, 1), st.sampled_from(["layers", "experts"]))
def test_more_on_the_host_is_never_faster_where_the_host_is_the_slower(
    drawn: dict[str, Any], of: dict[str, Any], part: float, place: str
) -> None:
    drawn = drawn | {"active_frac": min(0.5, drawn["active_frac"]), "memory_bandwidth_gb_per_s": 8000.0}
    of = of | {"offload": place, "host_memory_gb_per_s": min(100.0, of["host_memory_gb_per_s"])}
    less = of | {"away": of["away"] * part}
    for name in ("decode_tok_per_s", "prefill_tok_per_s"):
        assert away(drawn, name, less) >= away(drawn, name, of) * (1 - TINY)


@settings(max_examples=60, deadline=None)
@given(DRAWN, AWAY, st.floats(1, 20))
def test_a_faster_host_is_never_slower(drawn: dict[str, Any], of: dict[str, Any], times: float) -> None:
    faster = away(drawn, "decode_tok_per_s", of, host_memory_gb_per_s=of["host_memory_gb_per_s"] * times)
    assert faster >= away(drawn, "decode_tok_per_s", of) * (1 - TINY)
    linked = away(drawn, "prefill_tok_per_s", of, host_link_gb_per_s=of["host_link_gb_per_s"] * times)
    assert linked >= away(drawn, "prefill_tok_per_s", of) * (1 - TINY)


@settings(max_examples=60, deadline=None)
@given(DRAWN, AWAY)
def test_partly_on_the_host_the_speed_lies_in_its_range(drawn: dict[str, Any], of: dict[str, Any]) -> None:
    for stem in ("decode", "prefill"):
        low, high = (away(drawn, f"{stem}_{end}_tok_per_s", of) for end in ("low", "high"))
        assert low < away(drawn, f"{stem}_tok_per_s", of) < high


@settings(max_examples=60, deadline=None)
@given(DRAWN)
def test_the_speed_lies_in_its_range(drawn: dict[str, Any]) -> None:
    low, high = (speed(drawn, f"decode_{end}_tok_per_s") for end in ("low", "high"))
    assert low < speed(drawn) < high
