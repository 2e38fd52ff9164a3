"""A model partly in the host's memory: what of it lies there, and what that costs each token and each step of a prompt.

Whole layers go to the host with their share of the cache, and the processor computes them there; or experts of a
mixture go, and the processor reads the few that a token is sent to.  A step of a prompt fetches what lies on the host.
`calc/wiring/offload.py` wires it.
"""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity
from calc.errors import Missing

NO_EXPERTS = "a dense model has no experts: choose layers"


@quantity(label="Beyond the memory")
def beyond_memory_gib(memory_needed_gib: float, memory_usable_gib: float) -> float:
    """What is needed beyond the usable memory; 0 where all of it fits.

    Formula: needed − usable, at least 0.
    """
    return u.not_negative(u.round12(memory_needed_gib) - u.round12(memory_usable_gib))


@quantity(label="Experts", hidden=True)
def expert_weights_gib(weights_gib: float, shared_weights_frac: float) -> float:
    """Weights in experts, which only the tokens sent to them read.

    Formula: weights × the share that is not in every token's path.
    """
    return weights_gib * (1 - shared_weights_frac)


def layers_suffice(beyond_memory_gib: float, weights_gib: float, kv_cache_gib: float) -> bool:
    """Whether what does not fit is no more than the layers with their cache; buffers stay on the card."""
    return beyond_memory_gib <= u.total(weights_gib, kv_cache_gib)


def experts_suffice(beyond_memory_gib: float, expert_weights_gib: float) -> bool:
    """Whether what does not fit is no more than the experts.  Raises Missing for a dense model, which has none."""
    if expert_weights_gib <= 0:
        raise Missing(NO_EXPERTS)
    return beyond_memory_gib <= expert_weights_gib


def layers_away_frac(beyond_memory_gib: float, weights_gib: float, kv_cache_gib: float) -> float:
    """Share of the layers, with their cache, that lies in the host's memory."""
    whole_gib = u.total(weights_gib, kv_cache_gib)
    if beyond_memory_gib > whole_gib:
        raise Missing("not even the buffers fit in the memory of this hardware")
    return beyond_memory_gib / whole_gib


def experts_away_frac(beyond_memory_gib: float, expert_weights_gib: float) -> float:
    """Share of the experts that lies in the host's memory."""
    if expert_weights_gib <= 0:
        raise Missing(NO_EXPERTS)
    if beyond_memory_gib > expert_weights_gib:
        raise Missing("even with all experts in the host's memory it does not fit")
    return beyond_memory_gib / expert_weights_gib


def layers_away_gib(away_frac: float, weights_gib: float) -> float:
    """Weights of those layers."""
    return away_frac * weights_gib


def experts_away_gib(away_frac: float, expert_weights_gib: float) -> float:
    """Weights of those experts."""
    return away_frac * expert_weights_gib


def layers_read_gb(away_frac: float, active_read_gb: float) -> float:
    """Weights of layers that the processor reads for a token."""
    return away_frac * active_read_gb


def experts_read_gb(host_weights_gib: float, expert_pick_frac: float) -> float:
    """Weights of experts that the processor reads for a token: of those picked, the ones that lie there."""
    return host_weights_gib * expert_pick_frac * u.BYTES_PER_GIB / u.BYTES_PER_GB


@quantity(label="The host's part of a token")
def host_step_s(
    host_read_gb: float,
    host_cache_gb: float,
    host_efficiency_frac: float,
    host_cache_ratio: float,
    host_memory_gb_per_s: float,
    host_crossing_ms: float,
    crossings_count: float,
) -> float:
    """Time for one token that the processor spends on what lies in its memory, and that crossing over takes.

    Formula: weights ÷ (share reached × bandwidth) + cache ÷ (share × share for the cache × bandwidth) + crossings.
    """
    reached_gb_per_s = host_efficiency_frac * host_memory_gb_per_s
    read_s = host_read_gb / reached_gb_per_s
    cache_s = host_cache_gb / (host_cache_ratio * reached_gb_per_s)
    return u.total(read_s, cache_s, crossings_count * host_crossing_ms / u.MS_PER_S)


@quantity(label="The card's part of a token")
def device_step_s(
    step_overhead_ms: float,
    active_read_gb: float,
    host_read_gb: float,
    reached_efficiency_frac: float,
    memory_bandwidth_gb_per_s: float,
    cache_read_s: float,
    cache_away_frac: float,
    cap_decode_ratio: float,
) -> float:
    """Time for one token that the card spends on what is left to it, under its power cap.

    Formula: (fixed time + weights not on the host ÷ (efficiency × bandwidth) + its share of the cache) ÷ cap.
    """
    read_s = u.not_negative(active_read_gb - host_read_gb) / (reached_efficiency_frac * memory_bandwidth_gb_per_s)
    fixed_s = step_overhead_ms / u.MS_PER_S
    return u.total(fixed_s, read_s, (1 - cache_away_frac) * cache_read_s) / cap_decode_ratio


@quantity(label="Generation, partly in host memory")
def offloaded_decode_tok_per_s(device_step_s: float, host_step_s: float) -> float:
    """Generation speed of a model partly in the host's memory, one request at a time; card and processor take turns.

    Formula: 1 ÷ (the card's part + the host's part).
    """
    return u.ONE_TOK / u.total(device_step_s, host_step_s)


def fetched_s(host_weights_gib: float, prompt_weights_frac: float, host_link_gb_per_s: float) -> float:
    """Time for a step of a prompt to fetch the weights that lie in the host's memory."""
    return host_weights_gib * prompt_weights_frac * u.BYTES_PER_GIB / u.BYTES_PER_GB / host_link_gb_per_s


def offloaded_low_ratio(
    device_step_s: float, host_step_s: float, device_low_ratio: float, host_low_ratio: float
) -> float:
    """Low end over the speed stated: the card's part and the host's each at their own low end."""
    at_end_s = u.total(device_step_s / device_low_ratio, host_step_s / host_low_ratio)
    return u.total(device_step_s, host_step_s) / at_end_s


def offloaded_high_ratio(
    device_step_s: float, host_step_s: float, device_high_ratio: float, host_high_ratio: float
) -> float:
    """High end over the speed stated."""
    return offloaded_low_ratio(device_step_s, host_step_s, device_high_ratio, host_high_ratio)
