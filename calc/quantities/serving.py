"""Serving: many requests at once, what each user sees, the queue, and what must go elsewhere at the peak.

The step law (scaling-book, chapter on inference; ours with distinct experts): a step reads the weights that any of its
B requests needs, and every request's own cache, and spends compute on each.
The queue is M/G/1: requests arrive at random and one server works them off in turn (Pollaczek and Khinchine, as in
Kleinrock, Queueing Systems, volume 1).  The box with all its slots counts as one server that does a request in the mean
time between two completions, which is right for the wait under load and slightly kind to a lone request.
"""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity
from calc.errors import Missing


def picked_experts_frac(experts_count: float, active_experts_count: float) -> float:
    """Experts that one token is sent to, over all."""
    return active_experts_count / experts_count


def active_weights_frac(active_params_b: float, params_b: float) -> float:
    """Active parameters over all: what stands for the share of experts where their number is not known."""
    return active_params_b / params_b


@quantity(label="Weights every request reads", hidden=True)
def shared_weights_frac(active_params_b: float, params_b: float, expert_pick_frac: float) -> float:
    """Share of the weights that is not in experts, so that every token reads it: all of a dense model.

    Formula: (active share − share of experts picked) ÷ (1 − share of experts picked).
    """
    active_frac = active_params_b / params_b
    if active_frac >= 1 or expert_pick_frac >= 1:
        return 1.0
    return u.not_negative((active_frac - expert_pick_frac) / (1 - expert_pick_frac))


@quantity(label="Weights a step reads")
def step_weights_frac(shared_weights_frac: float, expert_pick_frac: float, concurrency: float) -> float:
    """Share of the weights that a step reads for all requests at once: distinct experts count once.

    Formula: shared + (1 − shared) × (1 − (1 − share of experts picked) ^ requests at once).
    """
    if shared_weights_frac >= 1:
        return 1.0
    missed_frac = u.power(1 - expert_pick_frac, concurrency)
    return shared_weights_frac + (1 - shared_weights_frac) * (1 - missed_frac)


def compute_by_prefill(prefill_tok_per_s: float, prompt_shallow_ratio: float) -> float:
    """Time for one token of a prompt that looks back at nothing: what generation looks back at is its cache."""
    return prompt_shallow_ratio * u.ONE_TOK / prefill_tok_per_s


def compute_by_decode(empty_step_s: float, prefill_over_decode_ratio: float) -> float:
    """The same from what prompt reading is worth in steps elsewhere."""
    return empty_step_s / prefill_over_decode_ratio


@quantity(label="A step for all requests")
def batch_step_s(
    empty_step_s: float,
    weights_file_gb: float,
    active_read_gb: float,
    step_weights_frac: float,
    reached_efficiency_frac: float,
    memory_bandwidth_gb_per_s: float,
    cache_read_s: float,
    concurrency: float,
    added_step_ratio: float,
    token_compute_s: float,
) -> float:
    """Time of one step that writes a token for each of the requests at once.

    Formula: fixed time + weights read by any of them + requests × cache + (requests − 1) × compute of one.
    """
    more_gb = u.not_negative(weights_file_gb * step_weights_frac - active_read_gb)
    more_read_s = more_gb / (reached_efficiency_frac * memory_bandwidth_gb_per_s)
    compute_s = (concurrency - 1) * added_step_ratio * token_compute_s
    return u.total(empty_step_s, more_read_s, concurrency * cache_read_s, compute_s)


def batch_gain_ratio(
    concurrency: float,
    empty_step_s: float,
    cache_read_s: float,
    batch_step_s: float,
    draft_gain_ratio: float,
    batch_draft_gain_ratio: float,
) -> float:
    """Tokens of all requests over those of one, in the time of their steps, with what is left of speculation.

    At least 1: of a mixture so thin that two requests hardly share an expert, requests are better served in turn.
    """
    one_s = u.total(empty_step_s, cache_read_s)
    return max(1.0, concurrency * one_s / batch_step_s * batch_draft_gain_ratio / draft_gain_ratio)


@quantity(label="Low end of the gain", hidden=True)
def decode_gain_low_ratio(decode_gain_ratio: float, batch_low_ratio: float) -> float:
    """The low end of the range that holds four of five measured gains.

    Formula: gain in generation × low end of measured over modelled, for one request 1.
    """
    return 1.0 if decode_gain_ratio == 1 else decode_gain_ratio * batch_low_ratio


@quantity(label="High end of the gain", hidden=True)
def decode_gain_high_ratio(decode_gain_ratio: float, batch_high_ratio: float) -> float:
    """The high end of that range.

    Formula: gain in generation × high end of measured over modelled, for one request 1.
    """
    return 1.0 if decode_gain_ratio == 1 else decode_gain_ratio * batch_high_ratio


@quantity(label="Total speed")
def batch_tok_per_s(decode_tok_per_s: float, decode_gain_ratio: float, copies_count: float) -> float:
    """Tokens a second that all copies write together, each with this many requests at once.

    Formula: generation speed × gain in generation × copies.
    """
    return decode_tok_per_s * decode_gain_ratio * copies_count


@quantity(label="Speed for one user")
def user_tok_per_s(decode_tok_per_s: float, decode_gain_ratio: float, concurrency: float) -> float:
    """Tokens a second that one user sees while this many requests share a copy.

    Formula: generation speed × gain in generation ÷ requests at once.
    """
    return decode_tok_per_s * decode_gain_ratio / concurrency


def request_gain_ratio(prefill_s: float, written_s: float, decode_gain_ratio: float) -> float:
    """Requests done with this many at once over requests done one at a time: reading prompts gains nothing."""
    return u.total(prefill_s, written_s) / u.total(prefill_s, written_s / decode_gain_ratio)


@quantity(label="Capacity an hour")
def capacity_requests_per_hour(seconds_per_request_s: float, batch_speed_ratio: float) -> float:
    """Requests that the box can serve in an hour of work, the reading of prompts included.

    Formula: copies and batching ÷ time per request.
    """
    return u.SECONDS_PER_HOUR * batch_speed_ratio / seconds_per_request_s


@quantity(label="At the peak")
def peak_requests_per_hour(requests_per_day: float, active_hours_per_day: float, peak_to_mean: float) -> float:
    """Requests of the busiest hour.

    Formula: requests ÷ active hours × peak over mean.
    """
    return requests_per_day / active_hours_per_day * peak_to_mean


@quantity(label="Wait at the peak")
def peak_queue_wait_s(
    peak_load_frac: float, capacity_requests_per_hour: float, service_variation_ratio: float
) -> float:
    """Mean wait in the queue in the busiest hour, by the law of Pollaczek and Khinchine (M/G/1).

    Formula: load ÷ (1 − load) × (1 + unevenness²) ÷ 2 × time between two completions.
    """
    if peak_load_frac >= 1:
        raise Missing("at the peak more requests arrive than the box can do: the queue grows without end")
    between_s = u.ONE_REQUEST * u.SECONDS_PER_HOUR / capacity_requests_per_hour
    uneven = (1 + service_variation_ratio * service_variation_ratio) / 2
    return peak_load_frac / (1 - peak_load_frac) * uneven * between_s


@quantity(label="First token at the peak")
def peak_first_token_s(peak_queue_wait_s: float, first_token_s: float) -> float:
    """Mean wait for the first token in the busiest hour, queue included.

    Formula: wait at the peak + time to first token.
    """
    return u.total(peak_queue_wait_s, first_token_s)


@quantity(label="Capacity within the wait you accept")
def target_requests_per_hour(
    capacity_requests_per_hour: float, latency_target_s: float, first_token_s: float, service_variation_ratio: float
) -> float:
    """Requests an hour at which the mean wait for the first token is what you accept; 0 if a lone one waits longer.

    Formula: capacity × w ÷ (w + (1 + unevenness²) ÷ 2 × time between two completions), w = accepted wait − time to
    first token.
    """
    spare_s = u.not_negative(latency_target_s - first_token_s)
    uneven = (1 + service_variation_ratio * service_variation_ratio) / 2
    between_s = u.ONE_REQUEST * u.SECONDS_PER_HOUR / capacity_requests_per_hour
    return capacity_requests_per_hour * spare_s / u.total(spare_s, uneven * between_s)


@quantity(label="Sent elsewhere at the peak")
def peak_overflow_frac(peak_requests_per_hour: float, target_requests_per_hour: float) -> float:
    """Share of the busiest hour's requests that must go to an API to keep the wait you accept.

    Formula: 1 − capacity within that wait ÷ requests of the busiest hour, at least 0.
    """
    if peak_requests_per_hour <= target_requests_per_hour:
        return 0.0
    return 1 - target_requests_per_hour / peak_requests_per_hour
