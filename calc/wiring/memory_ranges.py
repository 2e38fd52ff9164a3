"""The ends of what memory rests on and nobody knows to the digit: files, buffers, the driver's context.

`ENDS` names each such node with its low and high end.  Memory at an end is the same graph with all of them moved there;
cache and weights of a known file are exact and do not move.
"""

from __future__ import annotations

from typing import Any

from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.labels import label_of
from calc.engine.nodes import Node
from calc.engine.rules import Reader
from calc.units import unit_of

ENDS = (
    ("weights_file_gb", "weights_file_low_gb", "weights_file_high_gb"),
    ("buffer_copies_ratio", "buffer_copies_low_ratio", "buffer_copies_high_ratio"),
    ("runtime_per_card_gib", "runtime_low_gib", "runtime_high_gib"),
)
COPIES = ("activation_copies_ratio", "split_activation_copies_ratio", "vllm_activation_copies_ratio")
COMPUTED_FILE = {"low": 0.985, "high": 1.015}  # most known files lie so near what their bits give
ROUGH_FILE = {"low": 0.95, "high": 1.05}  # and so near what the mean bits of another model's file give


def ends(evaluation: Evaluation) -> tuple[Evaluation, Evaluation]:
    """The scenario with memory at its low end, and at its high end; what the reader pinned stays."""
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    for target, at_low, at_high in ENDS:
        least, most = evaluation.get(at_low), evaluation.get(at_high)
        if target not in evaluation.pins and not isinstance(least, Unknown) and not isinstance(most, Unknown):
            low[target], high[target] = least, most
    return evaluation.overlay(low), evaluation.overlay(high)


def _end_of(evaluation: Evaluation, name: str, value: float, end: str) -> float:
    """The end of the fact that was read for a node; its value where the fact has no range."""
    stated = getattr(evaluation.fact_of(name), end, None)
    return value if stated is None else float(stated)


def _runtime(end: str) -> Reader:
    def read(evaluation: Evaluation, _name: str) -> Any:
        value = evaluation.get("runtime_per_card_gib")
        return value if isinstance(value, Unknown) else _end_of(evaluation, "runtime_per_card_gib", value, end)

    return Reader(read, ("runtime_per_card_gib",))


def _copies(end: str) -> Reader:
    def read(evaluation: Evaluation, _name: str) -> Any:
        value = evaluation.get("buffer_copies_ratio")
        for name in COPIES if "buffer_copies_ratio" not in evaluation.pins else ():
            if not isinstance(value, Unknown) and evaluation.get(name) == value:
                return _end_of(evaluation, name, value, end)
        return value

    return Reader(read, ("buffer_copies_ratio", *COPIES))


def _file(end: str) -> Reader:
    def read(evaluation: Evaluation, _name: str) -> Any:
        value, known = evaluation.get("weights_file_gb"), evaluation.get("model_file_gb")
        if isinstance(value, Unknown):
            return value
        if not isinstance(known, Unknown):
            return _end_of(evaluation, "model_file_gb", value, end)
        if not isinstance(evaluation.get("computed_file_gb"), Unknown):
            return value * COMPUTED_FILE[end]
        bits = evaluation.get("file_bits")
        at_end = bits if isinstance(bits, Unknown) else _end_of(evaluation, "file_bits", bits, end)
        return value * ROUGH_FILE[end] if at_end == bits else value * at_end / bits

    return Reader(read, ("weights_file_gb", "model_file_gb", "computed_file_gb", "file_bits"))


def nodes() -> list[Node]:
    """The ends of each, hidden: they show as ranges of what rests on them."""
    readers = {"weights_file": _file, "buffer_copies": _copies, "runtime": _runtime}
    found = []
    for (_, *names), reader in zip(ENDS, readers.values(), strict=True):
        for name, end in zip(names, ("low", "high"), strict=True):
            text = f"{end.capitalize()} end, of 80% of what was seen."
            rule = reader(end)
            found.append(
                Node(name, "lookup", rule, label_of(name), text, group="memory", hidden=True, unit=unit_of(name))
            )
    return found
