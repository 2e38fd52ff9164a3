"""What fits: the longest context, the most slots, the best quantisation, and what is left for the host to hold."""

from __future__ import annotations

from collections.abc import Callable

from calc import units as u
from calc.engine.nodes import quantity
from calc.errors import Missing
from calc.options import Evaluate

MOST_SLOTS = 1024  # the top of the range that `slots` may have
MOST_BLOCKS = 4096  # blocks of cells in a million tokens, where a model states no limit


@quantity(label="Memory to spare", hidden=True)
def memory_spare_gib(memory_usable_gib: float, memory_needed_gib: float) -> float:
    """What is left over; below zero it does not fit.

    Formula: usable − needed.
    """
    return memory_usable_gib - memory_needed_gib


@quantity(value_kind="flag", label="Fits in memory")
def memory_fits(memory_usable_gib: float, memory_needed_gib: float) -> bool:
    """Whether weights, cache and buffers fit in the memory that is usable.

    Formula: needed is at most usable.
    """
    return u.round12(memory_needed_gib) <= u.round12(memory_usable_gib)


@quantity(label="Besides, in the host's memory")
def host_memory_gib(host_kept_gb: float, memory_needed_gib: float, memory_usable_gib: float) -> float:
    """What the host's memory must hold: weights that always stay there, and what does not fit on the device.

    Formula: kept on the host + what is needed beyond the usable memory.
    """
    beyond = u.not_negative(memory_needed_gib - memory_usable_gib)
    return u.total(host_kept_gb * u.BYTES_PER_GB / u.BYTES_PER_GIB, beyond)


def most(fits: Callable[[int], bool], top: int) -> int:
    """The greatest whole number up to `top` that fits; 0 where none does.  More must never fit better."""
    low, high = 0, top + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


@quantity(looks_at=("memory_spare_gib",), label="Longest context that fits")
def longest_context_tok(evaluate: Evaluate, context_limit_tok: float) -> float:
    """The longest context that fits, shared by all slots, up to what the model was made for; 0 where none fits.

    Formula: searched in blocks of 256.
    """
    blocks = int(context_limit_tok / u.CELL_BLOCK_TOK)

    def fits(count: int) -> bool:
        return bool(evaluate("memory_spare_gib", {"context_tok": count * u.CELL_BLOCK_TOK}) >= 0)

    return most(fits, min(blocks, MOST_BLOCKS * MOST_SLOTS)) * u.CELL_BLOCK_TOK


@quantity(looks_at=("memory_spare_gib",), label="Most slots that fit")
def most_slots_count(evaluate: Evaluate, context_per_slot_tok: float) -> float:
    """How many requests fit in the cache at once, each with the context that one slot has now; 0 where none fits.

    Formula: searched; context = slots × context of one slot.
    """

    def fits(count: int) -> bool:
        changed = {"slots": float(count), "context_tok": count * context_per_slot_tok}
        return bool(evaluate("memory_spare_gib", changed) >= 0)

    return float(most(fits, MOST_SLOTS))


@quantity(looks_at=("memory_spare_gib", "weights_file_gb"), value_kind="text", label="Best quantisation that fits")
def best_quant(evaluate: Evaluate, known_quants: tuple[str, ...]) -> str:
    """The largest file of this model that fits with this context; "none" where none does.

    Formula: the quantisations we know sizes of, largest first, until one fits.
    """
    sizes: dict[str, float] = {}
    for quant in known_quants:
        try:
            sizes[quant] = float(evaluate("weights_file_gb", {"quant": quant}))
        except Missing:
            continue
    if not sizes:
        raise Missing("no file of this model is known: give the size of its weights")
    for quant in sorted(sizes, key=lambda one: -sizes[one]):
        if evaluate("memory_spare_gib", {"quant": quant}) >= 0:
            return quant
    return "none"
