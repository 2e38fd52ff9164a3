"""Where a model lies when it does not fit: only what the reader chooses is computed, and from a host that is known."""

from __future__ import annotations

from functools import partial
from typing import Any

from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.nodes import Node, call_of, lookup
from calc.engine.rules import Literal, Lookup, Reader, Same, Switch
from calc.quantities import offload
from calc.wiring.speed import node
from calc.wiring.speed_ranges import end_over_value

_lookup = partial(lookup, group="memory")
NOTHING = Literal(0.0)
NOT_IN_VLLM = Literal(Unknown("weights in the host's memory are modelled for llama.cpp only"))
LAW = {
    "host_efficiency_frac": "Share of the host's memory bandwidth that its processor reaches.",
    "host_cache_ratio": "Share of that which reading the cache reaches.",
    "host_crossing_ms": "Time to hand a layer's numbers from card to processor or back.",
}


def crossings_for_experts(away_frac: float, full_layers: float, window_layers: float, linear_layers: float) -> float:
    """To the processor and back in each layer whose experts lie there."""
    return 2 * away_frac * (full_layers + window_layers + linear_layers)


def nodes() -> list[Node]:
    """The nodes of offloading, and the lookups of its law, in the order of lists."""
    return [*_law(), *_place(), *_parts(), *(one for end in ("low", "high") for one in _ends(end))]


def _law() -> list[Node]:
    return [
        _lookup("host_law", Literal("host-law"), "Which record is read.", "text", hidden=True),
        *(_lookup(name, Lookup("figure", "host_law", name), text) for name, text in LAW.items()),
    ]


def _place() -> list[Node]:
    found = Reader(_weights_place, ("beyond_memory_gib",))
    suffices = _by_engine(offload.layers_suffice, offload.experts_suffice)
    return [
        node(
            "weights_place",
            Switch("offload", {"none": Literal("device"), "layers": found, "experts": found}),
            "All on the card, or shared with the host.",
            kind="text",
        ),
        node(
            "memory_suffices",
            Switch("weights_place", {"device": Same("memory_fits"), "shared": suffices}),
            "Whether the model runs here: it fits, or what does not may lie in the host's memory.",
            "it fits, or the rest goes to the host",
            "Runs here",
            kind="flag",
        ),
        node(
            "away_frac",
            _by_engine(offload.layers_away_frac, offload.experts_away_frac),
            "Share of the layers, or of the experts, that lies in the host's memory.",
            "beyond the memory ÷ what may go",
            "Share in host memory",
        ),
        node(
            "cache_away_frac",
            Switch("offload", {"none": NOTHING, "layers": Same("away_frac"), "experts": NOTHING}),
            "Share of the cache that lies in the host's memory: it goes with whole layers.",
        ),
        node(
            "host_weights_gib",
            _by_offload(offload.layers_away_gib, offload.experts_away_gib),
            "Weights that lie in the host's memory because the card has no room for them.",
            "share × weights of layers or of experts",
            "Weights in host memory",
        ),
    ]  # fmt: skip


def _parts() -> list[Node]:
    return [
        node("host_read_gb", _by_offload(offload.layers_read_gb, offload.experts_read_gb), "Read there for one token."),
        node("host_cache_gb", call_of(_cache_there), "Cache read there for one token."),
        node(
            "crossings_count",
            Switch("offload", {"none": NOTHING, "layers": Literal(2.0), "experts": call_of(crossings_for_experts)}),
            "How often a token crosses between card and processor.",
        ),
        node(
            "prompt_fetch_s",
            Switch("weights_place", {"device": NOTHING, "shared": call_of(offload.fetched_s)}),
            "Time for a step of a prompt to fetch what lies in the host's memory.",
            "weights in host memory ÷ link",
            "Fetching from the host",
        ),
    ]


def _cache_there(cache_read_gb: float, cache_away_frac: float) -> float:
    return cache_read_gb * cache_away_frac


def _by_offload(layers: Any, experts: Any) -> Switch:
    return Switch("offload", {"none": NOTHING, "layers": call_of(layers), "experts": call_of(experts)})


def _by_engine(layers: Any, experts: Any) -> Switch:
    return Switch("engine", {"llama.cpp": _by_offload(layers, experts), "vllm": NOT_IN_VLLM})


def _weights_place(evaluation: Evaluation, _name: str) -> Any:
    """Shared where the reader chose to offload and it does not fit, or nobody knows whether it does."""
    return "device" if evaluation.get("beyond_memory_gib") == 0 else "shared"


def _ends(end: str) -> list[Node]:
    """The ends of what the host does over the speed stated: its bandwidth and the share of it that is reached."""

    def of_host(evaluation: Evaluation, _name: str) -> Any:
        found = end_over_value(evaluation, "host_efficiency_frac", end)
        return found if isinstance(found, Unknown) else found * _bandwidth_end(evaluation, end)

    def of_link(evaluation: Evaluation, _name: str) -> Any:
        return end_over_value(evaluation, "host_link_gb_per_s", end)

    text = f"{end.capitalize()} end over what is stated."
    return [
        node(f"host_{end}_ratio", Reader(of_host, ("host_efficiency_frac", "host_memory_gb_per_s")), text),
        node(f"link_{end}_ratio", Reader(of_link, ("host_link_gb_per_s",)), text),
    ]


def _bandwidth_end(evaluation: Evaluation, end: str) -> float:
    found = end_over_value(evaluation, "host_memory_gb_per_s", end)
    return 1.0 if isinstance(found, Unknown) else float(found)
