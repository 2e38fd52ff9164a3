"""The speed limit of physics: each token reads all active weights once, so bandwidth bounds the speed of decoding."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from build_hooks.dataset.nodes import Listed, Mapped, Node
from build_hooks.dataset.records import Item, middle, number_of
from build_hooks.dataset.references import Index

# Published bandwidths and file sizes are rounded; beyond this a measurement contradicts them.
TOLERANCE = Decimal("1.02")


def check_ceiling(speed: Item, index: Index) -> None:
    """Report measured single-stream speeds above bandwidth / active bytes.

    Speeds with speculative decoding are exempt: there one pass over the weights can give several tokens.
    """
    ceiling = _ceiling_tok_per_s(speed.id, index)
    if ceiling is None:
        return
    for row in _rows(speed.node.entries.get("decode_tok_per_s")):
        for key in ("value", "low", "high"):
            measured = number_of(row, key)
            if measured is not None and measured > ceiling * TOLERANCE:
                expected = f"at most {ceiling:.1f} tok/s (memory bandwidth / active bytes)"
                hint = "was it batched, speculative, or another quantisation?"
                speed.fault(row.line_of(key), ("decode_tok_per_s", key), expected, f"{measured:f}", hint)


def _ceiling_tok_per_s(speed_id: str, index: Index) -> Decimal | None:
    """Bandwidth (GB/s) over active bytes per token (GB); None where a fact is missing or speculation is on."""
    parts = speed_id.split("@")
    if len(parts) != 4 or parts[3] != "none":
        return None
    model, hardware = index.ids("open_model").get(parts[0]), index.ids("hardware").get(parts[2])
    if model is None or hardware is None:
        return None
    files = model.node.entries.get("files")
    size = _last(files.entries.get(parts[1])) if isinstance(files, Mapped) else None
    params, active = (_last(model.node.entries.get(key)) for key in ("params_b", "active_params_b"))
    bandwidth = _last(hardware.node.entries.get("memory_bandwidth_gb_per_s"))
    if not (size and params and active and bandwidth):
        return None
    return bandwidth * params / (size * active)


def _last(node: Node | None) -> Decimal | None:
    """The newest known number of a list of dated values."""
    numbers = [number for number in map(middle, _rows(node)) if number is not None]
    return numbers[-1] if numbers else None


def _rows(node: Node | None) -> Iterator[Mapped]:
    if isinstance(node, Listed):
        yield from (row for row in node.items if isinstance(row, Mapped))
