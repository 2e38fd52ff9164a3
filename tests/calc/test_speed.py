"""Speed behaves: faster hardware is never slower, more context never faster, a cap never speeds up, ranges hold."""

from __future__ import annotations

import pytest

from calc.engine.gaps import Unknown
from calc.quantities.variants import quant_kind_of
from calc.ranges import speed_ends
from tests.calc.asking import evaluation, value

CUSTOM = {
    "hardware": "custom",
    "hardware_family": "ampere-gddr",
    "memory_gb": 48.0,
    "memory_bandwidth_gb_per_s": 900.0,
    "open_model": "custom",
    "model_file_gb": 16.0,
    "params_b": 27.0,
    "active_params_b": 27.0,
}
FAMILIES = (
    "ampere-gddr",
    "ada-gddr",
    "blackwell-gddr7",
    "a100",
    "h100",
    "rdna3",
    "apple-ultra",
    "strix-halo",
    "unknown",
)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("active", [27.0, 3.0])
def test_more_bandwidth_is_never_slower(family: str, active: float) -> None:
    speeds = [
        value(
            "decode_tok_per_s",
            **CUSTOM | {"hardware_family": family, "active_params_b": active, "memory_bandwidth_gb_per_s": bandwidth},
        )
        for bandwidth in (100.0, 300.0, 900.0, 3000.0)
    ]
    assert speeds == sorted(speeds)


@pytest.mark.parametrize("basis", ["measured", "modelled"])
@pytest.mark.parametrize("model", ["qwen/qwen3.8-27b", "google/gemma-4-31b"])
def test_more_context_is_never_faster(basis: str, model: str) -> None:
    speeds = [
        value("decode_tok_per_s", open_model=model, weights_fit=True, speed_basis="modelled", mean_context_tok=context)
        if basis == "modelled"
        else value("decode_tok_per_s", mean_context_tok=context)
        for context in (0.0, 1000.0, 4096.0, 32768.0, 131072.0)
    ]
    assert speeds == sorted(speeds, reverse=True)
    assert speeds[-1] < speeds[0]


def test_a_tighter_cap_is_never_faster_and_never_draws_more() -> None:
    caps = (350.0, 320.0, 290.0, 260.0, 230.0, 200.0, 100.0)
    for quantity in ("decode_tok_per_s", "prefill_tok_per_s", "card_draw_w"):
        found = [value(quantity, power_cap_w=cap) for cap in caps]
        assert found == sorted(found, reverse=True), quantity


@pytest.mark.parametrize(
    ("cap", "share"),
    [(290, 0.93), (270, 0.836), (250, 0.726), (230, 0.622), (210, 0.504)],
    ids=lambda one: str(one),
)
def test_the_cap_follows_the_measured_sweep_of_a_3090(cap: float, share: float) -> None:
    """club-3090's sweep of a dense 27B: tokens a second over those without a cap."""
    assert value("cap_decode_ratio", card_load_power_w=334, power_cap_w=cap) == pytest.approx(share, abs=0.03)


def test_below_a_billion_parameters_there_is_no_point() -> None:
    found = evaluation(None, **CUSTOM | {"params_b": 0.6, "active_params_b": 0.6}).get("decode_tok_per_s")
    assert isinstance(found, Unknown)


@pytest.mark.parametrize(
    ("quant", "kind"),
    [
        ("bf16", "plain"),
        ("q8_0", "plain"),
        ("ud_q8_k_xl", "plain"),
        ("qat_q4_0", "plain"),
        ("mxfp4", "plain"),
        ("q4_k_m", "k"),
        ("qat_ud_q4_k_xl", "k"),
        ("iq4_xs", "k"),
        ("ud_q3_k_s", "low"),
        ("iq2_xxs", "low"),
    ],
)
def test_how_weights_unpack_is_read_off_their_name(quant: str, kind: str) -> None:
    assert quant_kind_of(quant) == kind


def test_hardware_whose_memory_is_not_stated_has_a_speed_but_no_statement_that_the_weights_fit() -> None:
    told = {name: one for name, one in CUSTOM.items() if name != "memory_gb"}
    assert value("decode_tok_per_s", **told) == value("decode_tok_per_s", **CUSTOM)
    assert isinstance(evaluation(None, **told).get("weights_fit"), Unknown)
    assert isinstance(evaluation(None, **CUSTOM | {"memory_gb": 8.0}).get("decode_tok_per_s"), Unknown)


def test_a_file_of_unknown_quantisation_has_a_speed() -> None:
    """It is taken for a K quantisation, as most files are."""
    read_s = 16 / (value("decode_efficiency_frac") * value("kquant_efficiency_ratio") * 900)
    fixed_s = value("decode_overhead_ms") / 1000 * (27 / 8) ** value("depth_power_ratio")
    assert value("decode_tok_per_s", **CUSTOM) == pytest.approx(1 / (fixed_s + read_s))


def test_the_range_lies_around_the_speed_and_is_carried_through() -> None:
    base = evaluation(None, speed_basis="modelled")
    low, high = speed_ends(base, "capacity_requests_per_day")
    assert low.get("decode_tok_per_s") < base.get("decode_tok_per_s") < high.get("decode_tok_per_s")
    assert low.get("capacity_requests_per_day") < base.get("capacity_requests_per_day")
    assert high.get("capacity_requests_per_day") > base.get("capacity_requests_per_day")
    assert low.get("energy_kwh_per_mtok") > high.get("energy_kwh_per_mtok")


def test_a_pinned_speed_has_no_range() -> None:
    assert speed_ends(evaluation(None, decode_tok_per_s=40, prefill_tok_per_s=900), "decode_tok_per_s") == []


def test_splitting_adds_memory_but_layers_add_no_speed() -> None:
    one = value("decode_tok_per_s", **CUSTOM)
    assert value("decode_tok_per_s", **CUSTOM, hardware_count=2, hardware_split="layer") < one
    tensor = value("decode_tok_per_s", **CUSTOM, hardware_count=2, hardware_split="tensor")
    assert one < tensor < 2 * one
    assert value("copies_count", hardware_count=2, hardware_split="tensor") == 1
    assert value("copies_count", hardware_count=2) == 2


def test_arithmetic_that_is_only_the_family_s_makes_the_range_wider() -> None:
    guessed = evaluation(None, **CUSTOM)
    stated = evaluation(None, **CUSTOM | {"shader_fp16_tflops": value("shader_fp16_tflops", **CUSTOM)})
    for end, wider in (("prefill_low_ratio", -1), ("prefill_high_ratio", 1)):
        assert wider * guessed.get(end) > wider * stated.get(end)
    assert guessed.get("prefill_tok_per_s") == pytest.approx(stated.get("prefill_tok_per_s"), rel=1e-12)


@pytest.mark.parametrize("family", [*FAMILIES, "apple-base", "cdna3", "turing"])
@pytest.mark.parametrize("active", [27.0, 3.0])
def test_a_card_of_one_s_own_needs_no_more_than_family_memory_and_bandwidth(family: str, active: float) -> None:
    own = CUSTOM | {"hardware_family": family, "active_params_b": active}
    assert value("prefill_tok_per_s", **own) > 0
    assert value("ttft_s", **own) > 0
    assert value("capacity_requests_per_day", **own) > 0
