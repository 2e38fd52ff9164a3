"""Serving behaves: totals grow with requests at once, users pay for it, the queue follows its law, shares add up."""

from __future__ import annotations

import pytest

from calc.engine.gaps import Unknown
from tests.calc.asking import evaluation, value

AT_ONCE = (1, 2, 4, 8, 16, 64)


@pytest.mark.parametrize("engine", ["llama.cpp", "vllm"])
@pytest.mark.parametrize("model", ["qwen/qwen3.8-27b", "qwen/qwen3-30b-a3b", "qwen/qwen3-coder-next"])
def test_more_at_once_is_more_in_all_and_less_for_each(engine: str, model: str) -> None:
    box = {"hardware": "custom", "memory_gb": 400, "memory_bandwidth_gb_per_s": 500, "hardware_family": "ada-gddr"}
    served = {**box, "engine": engine, "open_model": model, "input_tok_per_request": 100}
    total = [value("batch_tok_per_s", concurrency=n, **served) for n in AT_ONCE]
    each = [value("user_tok_per_s", concurrency=n, **served) for n in AT_ONCE]
    assert total == sorted(total)
    assert each == sorted(each, reverse=True)
    assert [one * n for one, n in zip(each, AT_ONCE, strict=True)] == pytest.approx(total)


def test_one_request_gains_nothing() -> None:
    assert value("decode_gain_ratio") == value("concurrency_gain_ratio") == 1
    assert value("batch_tok_per_s") == value("decode_tok_per_s") == value("user_tok_per_s")


def test_distinct_experts_are_read_once() -> None:
    """128 experts, 8 for each token: two requests read 2 - 1/16 times as many, very many read them all."""
    scenario = {"open_model": "custom", "params_b": 16.0, "active_params_b": 1.0, "experts_count": 128}
    one = value("step_weights_frac", **scenario, active_experts_count=8, concurrency=1)
    two = value("step_weights_frac", **scenario, active_experts_count=8, concurrency=2)
    assert one == pytest.approx(1 / 16)
    assert two == pytest.approx((2 - 1 / 16) / 16)
    assert value("step_weights_frac", **scenario, active_experts_count=8, concurrency=1000) == pytest.approx(1)


def test_a_dense_model_reads_its_weights_once_for_all() -> None:
    assert value("step_weights_frac", concurrency=8) == 1


def test_speculation_fades() -> None:
    gains = [value("batch_draft_gain_ratio", draft="mtp", concurrency=n) for n in AT_ONCE]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] == value("draft_speedup_ratio")
    assert gains[2:] == [1] * len(gains[2:])


def test_the_wait_follows_the_law_of_the_queue() -> None:
    """Half loaded, all requests alike: half a service time; as uneven as chance: a whole one."""
    box = {"seconds_per_request_s": 10, "requests_per_day": 4320}
    assert value("peak_load_frac", **box) == 0.5
    assert value("peak_queue_wait_s", **box, service_variation_ratio=0) == pytest.approx(5)
    assert value("peak_queue_wait_s", **box, service_variation_ratio=1) == pytest.approx(10)


def test_an_overloaded_box_has_no_mean_wait() -> None:
    found = evaluation(None, seconds_per_request_s=10, requests_per_day=9000).get("peak_queue_wait_s")
    assert isinstance(found, Unknown)
    assert "queue" in found.reason


def test_the_accepted_wait_is_met_at_the_capacity_within_it() -> None:
    """At the volume that the target allows, the first token comes after just that wait."""
    rate = value("target_requests_per_hour", latency_target_s=8)
    assert value("peak_first_token_s", requests_per_day=24 * rate) == pytest.approx(8)


def test_what_is_kept_and_what_goes_elsewhere_add_up() -> None:
    peak = value("peak_requests_per_hour", peak_to_mean=5)
    sent = value("peak_overflow_frac", peak_to_mean=5)
    kept = min(1.0, value("target_requests_per_hour") / peak)
    assert 0 < sent < 1
    assert sent + kept == pytest.approx(1)


def test_hours_of_use_shape_both_arrival_and_power() -> None:
    assert value("active_hours_per_day", hours_profile="office") == value(
        "powered_hours_per_day", hours_profile="office"
    )
    assert value("powered_hours_per_day", hours_profile="evenings") < value("powered_hours_per_day")
