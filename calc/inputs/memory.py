"""Inputs about memory: engine, context, slots, how the cache is stored, what the device keeps back."""

from __future__ import annotations

from functools import partial

from calc import units as u
from calc.engine.nodes import Node, call_of
from calc.engine.rules import FirstKnown, Literal, Lookup, Same, Switch
from calc.inputs.declare import choice, flag, number
from calc.quantities.fitting import MOST_SLOTS
from calc.units import unit_of

GROUP = "memory"
KV_TYPES = (
    ("f16", "16 bits"),
    ("q8_0", "8 bits"),
    ("q5_1", "5 bits, with least values"),
    ("q5_0", "5 bits"),
    ("q4_1", "4 bits, with least values"),
    ("q4_0", "4 bits"),
)
LLAMA_UBATCH_TOK = 512.0  # llama.cpp reads this many tokens of a prompt at once unless told otherwise
VLLM_BATCH_TOK = 2048.0  # vLLM's budget of tokens for one step on small cards unless told otherwise


def context_for_workload_tok(
    slots: float, input_tok_per_request: float, output_tok_per_request: float, reasoning_tok_per_request: float
) -> float:
    """Room for one request of this workload in each slot, in whole blocks of the cache."""
    one = u.total(input_tok_per_request, output_tok_per_request, reasoning_tok_per_request)
    return u.whole_up(slots * u.ONE_REQUEST * one / u.CELL_BLOCK_TOK) * u.CELL_BLOCK_TOK


def slots_for_concurrency(concurrency: float) -> float:
    """A slot for each request in work at the same time."""
    return u.whole_up(concurrency)


_number = partial(number, group=GROUP)
_choice = partial(choice, group=GROUP)


def nodes() -> list[Node]:
    """All inputs about memory, in the order in which forms show them."""
    return [*_cache(), *_reading(), *_device()]


def _cache() -> list[Node]:
    return [
        _choice(
            "engine",
            "Engine",
            "The program that runs the model; it decides how the cache is laid out.",
            Literal("llama.cpp"),
            (("llama.cpp", "llama.cpp"), ("vllm", "vLLM")),
        ),
        _number(
            "slots",
            "Slots",
            "Requests that have room in the cache at the same time; a llama.cpp server takes 4 unless told otherwise.",
            call_of(slots_for_concurrency),
            within=(1, MOST_SLOTS),
            step=1,
        ),
        _number(
            "context_tok",
            "Context",
            "Tokens of context that all slots share; by default what a request of yours needs in each.",
            call_of(context_for_workload_tok),
            within=(1, 1e8),
            step=1024,
        ),
        _choice(
            "kv_type",
            "Cache stored as",
            "How the numbers in the cache are stored; fewer bits save memory and cost some quality.",
            Literal("f16"),
            KV_TYPES,
        ),
        _choice(
            "kv_value_type",
            "Values stored as",
            "How the values in the cache are stored, where that is not how the keys are.",
            Same("kv_type"),
            KV_TYPES,
        ),
        _choice(
            "window_pages",
            "Windowed layers in vLLM",
            "Whether vLLM reserves pages of the whole context for layers with a window, as several users report.",
            Literal("full"),
            (("full", "pages of the whole context"), ("window", "pages of the window only")),
        ),
    ]


def _reading() -> list[Node]:
    ubatch = Switch("engine", {"llama.cpp": Literal(LLAMA_UBATCH_TOK), "vllm": Literal(VLLM_BATCH_TOK)})
    embeddings = FirstKnown((Lookup("open_model", "open_model", "embeddings", dated=False), Literal("tied")))
    return [
        _number(
            "ubatch_tok",
            "Read at once",
            "Tokens of a prompt that are read in one step.",
            ubatch,
            within=(1, 1e6),
            step=256,
        ),
        flag("flash_attention", "Flash attention", "Attention without keeping all scores.", True, group=GROUP),
        _number(
            "draft_depth_count",
            "Drafted ahead",
            "Tokens that speculation drafts ahead; each needs a copy of the state of linear layers.",
            Literal(3.0),
            within=(1, 64),
            step=1,
        ),
        _choice(
            "embeddings",
            "Matrix of words",
            "Whether the same matrix reads and writes words; where that is not known, all weights count.",
            embeddings,
            (("tied", "one for both"), ("untied", "two")),
        ),
    ]


def _device() -> list[Node]:
    display = Switch(
        "display_attached", {True: Lookup("figure", "memory_law", "display_reserve_gib"), False: Literal(0.0)}
    )
    all_cards = Same("hardware_count")
    return [
        _number(
            "cards_per_copy_count",
            "Cards for one copy",
            "Cards over which one copy is split.",
            Switch("hardware_split", {"copies": Literal(1.0), "layer": all_cards, "tensor": all_cards}),
            within=(1, 64),
            step=1,
        ),
        _choice(
            "card_split",
            "Split by",
            "How one copy is laid over several cards: whole layers in turn, or each layer over all of them.",
            Switch(
                "hardware_split",
                {"copies": Literal("layer"), "layer": Literal("layer"), "tensor": Literal("tensor")},
            ),
            (("layer", "layers"), ("tensor", "tensors")),
        ),
        flag("display_attached", "Runs a display", "A desktop takes its share of the card.", False, group=GROUP),
        Node(
            "display_gib",
            "formula",
            display,
            "Desktop",
            "What the desktop takes.",
            group=GROUP,
            hidden=True,
            unit=unit_of("display_gib"),
        ),
        _number(
            "memory_reserved_gib",
            "Kept back",
            "Memory of the nameplate that the model cannot have: driver, desktop, system.",
            Same("memory_reserved_default_gib"),
            within=(0, 1e5),
            step=0.25,
        ),
        _number(
            "memory_utilisation_frac",
            "vLLM may grab",
            "Share of the memory that vLLM takes at start, for weights and a pool of cache.",
            Literal(0.9),
            within=(0.05, 1),
            step=0.01,
        ),
    ]
