"""Quantities of memory whose rule depends on the engine, the cache's width or the kind of hardware."""

from __future__ import annotations

from functools import partial

from calc.engine.gaps import Unknown
from calc.engine.nodes import Node, call_of, formula_by_rule
from calc.engine.rules import FirstKnown, Literal, Same, Switch
from calc.quantities import kv_cache, memory

NEEDS_FLASH = Literal(Unknown("llama.cpp quantises the cache only with flash attention on"))
NO_Q4 = Literal(Unknown("vLLM has no cache of 4 or 5 bits: choose f16 or q8_0"))
NOTHING = Literal(0.0)


_node = partial(formula_by_rule, group="memory")


def _limit(max_context_tok: float, slots: float) -> float:
    return max_context_tok * slots


def _state_copies(draft_depth_count: float) -> float:
    return 1.0 + draft_depth_count


def _machine_memory(hardware_family: str) -> str:
    return "apple" if hardware_family.startswith("apple") else "shared"


def nodes() -> list[Node]:
    """The nodes of memory that more than one formula serves, in the order of lists."""
    return [*_weights(), *_cache(), *_buffers(), *_device()]


def _weights() -> list[Node]:
    size = FirstKnown((Same("model_file_gb"), Same("computed_file_gb"), call_of(memory.mean_width_file_gb)))
    kept = Switch(
        "engine",
        {
            "llama.cpp": Switch(
                "embeddings",
                {"untied": call_of(memory.kept_untied_gb), "tied": call_of(memory.kept_tied_gb)},
            ),
            "vllm": NOTHING,
        },
    )
    return [
        _node(
            "weights_file_gb",
            size,
            "Size of the weights on disk: of the known file, else computed from the bits of the quantisation.",
            "the file, or parameters × bits ÷ 8",
            "File of the weights",
        ),
        _node(
            "host_kept_gb",
            FirstKnown((kept, NOTHING)),
            "Weights that only the host holds, whatever the device has room for; none where that is not known.",
            "matrix that reads words, if it is not tied to the one that writes them, and embeddings of single layers",
            "Weights kept on the host",
        ),
    ]


def _cache() -> list[Node]:
    all_cells = Same("context_tok")  # vLLM's pages are small
    in_vllm = {"full": all_cells, "window": call_of(kv_cache.vllm_window_cells_tok)}
    window = Switch(
        "engine",
        {"llama.cpp": call_of(kv_cache.llama_window_cells_tok), "vllm": Switch("window_pages", in_vllm)},
    )
    latent = call_of(kv_cache.latent_row_width)
    return [
        *_widths(),
        _node(
            "cache_cells_tok",
            Switch("engine", {"llama.cpp": call_of(kv_cache.llama_cells_tok), "vllm": all_cells}),
            "Tokens that a layer with a view of the whole context has room for: all slots share them.",
            "context, in llama.cpp rounded up to whole blocks of 256",
            "Cells of the cache",
        ),
        _node(
            "window_cells_tok",
            window,
            "Tokens that a windowed layer has room for, all slots together.",
            "llama.cpp: least of the context and window × slots + tokens read at once, in whole blocks of 256; "
            "vLLM: pages of the whole context, or of the window",
            "Cells of windowed layers",
        ),
        _node(
            "full_row_width",
            FirstKnown((latent, call_of(kv_cache.heads_row_width))),
            "Numbers that a layer with a view of the whole context keeps for each token.",
            "keys and values of all its heads; with latent attention the latent row",
        ),
        _node("key_row_width", FirstKnown((latent, call_of(kv_cache.key_width))), "Of these, the keys.", hidden=True),
        _node(
            "state_copies_count",
            Switch("draft", {"none": Literal(1.0), "mtp": call_of(_state_copies)}),
            "Copies of the state of linear layers in each slot: one, and one for each token drafted ahead.",
            hidden=True,
        ),
        _node(
            "context_limit_tok",
            FirstKnown((call_of(_limit), Literal(1_048_576.0))),
            "The longest context that all slots together can make use of.",
            hidden=True,
        ),
    ]


def _widths() -> list[Node]:
    """How many bytes a number of the cache takes: keys and values may differ."""
    fine = {
        "q5_1": kv_cache.q5_1_bytes,
        "q5_0": kv_cache.q5_0_bytes,
        "q4_1": kv_cache.q4_1_bytes,
        "q4_0": kv_cache.q4_0_bytes,
    }
    plain = {"f16": call_of(kv_cache.f16_bytes)}
    llama = plain | {"q8_0": call_of(kv_cache.q8_0_bytes)} | {name: call_of(rule) for name, rule in fine.items()}
    vllm = plain | {"q8_0": call_of(kv_cache.f8_bytes)} | dict.fromkeys(fine, NO_Q4)

    def stored(on: str) -> Switch:
        return Switch("engine", {"llama.cpp": Switch(on, llama), "vllm": Switch(on, vllm)})

    # Latent attention keeps no values beside its rows.
    rows = {"heads": call_of(kv_cache.mean_element_bytes), "latent": Same("key_element_bytes")}
    return [
        _node("key_element_bytes", stored("kv_type"), "Bytes of one number of a key.", hidden=True),
        _node("value_element_bytes", stored("kv_value_type"), "Bytes of one number of a value.", hidden=True),
        _node(
            "cache_rows",
            FirstKnown((call_of(kv_cache.cache_rows_of), Literal("heads"))),
            "Heads of keys and values, or latent rows.",
            hidden=True,
            kind="text",
        ),
        _node("cache_width", call_of(kv_cache.cache_width_of), "Whether it is quantised.", hidden=True, kind="text"),
        _node(
            "kv_element_bytes",
            Switch("cache_rows", rows),
            "Bytes of one number in the cache, block scales included, in the mean of keys and values.",
            "f16: 2; q8_0: 34 ÷ 32, in vLLM 1; q5_1: 24 ÷ 32; q5_0: 22 ÷ 32; q4_1: 20 ÷ 32; q4_0: 18 ÷ 32",
        ),
    ]


def _buffers() -> list[Node]:
    scores = {
        True: NOTHING,
        False: Switch("cache_width", {"plain": call_of(memory.scores_gib), "quantised": NEEDS_FLASH}),
    }
    quantised = call_of(memory.quantised_cache_buffer_gib)
    # Where each layer is split over the cards, each of them works like a single one.
    of_split = {"layer": call_of(memory.layer_copies_ratio), "tensor": Same("activation_copies_ratio")}
    copies = {"llama.cpp": Switch("card_split", of_split), "vllm": Same("vllm_activation_copies_ratio")}
    masks = Switch("card_split", {"layer": call_of(memory.layer_mask_copies), "tensor": Literal(1.0)})
    compute = {"llama.cpp": call_of(memory.llama_compute_gib), "vllm": Same("activation_buffer_gib")}
    return [
        _node("buffer_copies_ratio", Switch("engine", copies), "Copies of a row in the buffer.", hidden=True),
        _node("mask_copies_count", masks, "Copies of the mask.", hidden=True),
        _node(
            "quantised_buffer_gib",
            Switch("cache_width", {"plain": NOTHING, "quantised": quantised}),
            "What a quantised cache adds to the buffer.",
            hidden=True,
        ),
        _node(
            "score_buffer_gib",
            Switch("flash_attention", scores),
            "Scores of every head, kept whole where flash attention is off.",
            "heads × cells × tokens read at once × 4 bytes × cards",
            hidden=True,
        ),
        _node(
            "compute_buffer_gib",
            Switch("engine", compute),
            "Room for what is computed: grows with the tokens read at once, and much without flash attention.",
            "activations + mask + what a quantised cache adds + scores without flash attention",
            "Compute buffer",
        ),
        _node(
            "runtime_gib",
            call_of(memory.runtime_of_cards_gib),
            "What the driver's context and libraries take, on all cards of one copy.",
            "what one card loses × cards",
            "Runtime",
        ),
        _node(
            "draft_gib",
            Switch("draft", {"none": NOTHING, "mtp": call_of(memory.mtp_gib)}),
            "What drafting takes beside the state of linear layers: one more layer's cache and a buffer.",
            "cache of one more full layer + compute buffer",
            "Drafting",
        ),
    ]


def _device() -> list[Node]:
    machine = {"apple": call_of(memory.apple_reserved_gib), "shared": call_of(memory.shared_reserved_gib)}
    usable = {"llama.cpp": call_of(memory.llama_usable_gib), "vllm": call_of(memory.vllm_usable_gib)}
    return [
        _node("machine_memory", call_of(_machine_memory), "Whose limit holds.", hidden=True, kind="text"),
        _node(
            "memory_reserved_default_gib",
            Switch(
                "hardware_kind",
                {"card": call_of(memory.card_reserved_gib), "machine": Switch("machine_memory", machine)},
            ),
            "What driver, desktop or system keep.",
            hidden=True,
        ),
        _node(
            "memory_usable_gib",
            Switch("engine", usable),
            "Memory that weights, cache and buffers can have.",
            "nameplate − reserved; vLLM at most the share it may grab",
            "Usable memory",
        ),
    ]
