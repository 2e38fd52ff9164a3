"""How far measurements lie from the speed stated: for a measured pair their own spread, else that of the family."""

from __future__ import annotations

from typing import Any

from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.nodes import Node, call_of
from calc.engine.rules import Reader, Same
from calc.quantities import offload
from calc.wiring.speed import ONE, by_basis, by_kind, node

MEASURED = "measured_decode_tok_per_s"


def end_over_value(evaluation: Evaluation, name: str, end: str) -> Any:
    """An end of the fact that a node was read from, over the value stated; 1 where it has no range."""
    value = evaluation.get(name)
    if isinstance(value, Unknown):
        return value
    stated = getattr(evaluation.fact_of(name), end, None)
    return float(stated) / value if stated is not None and value else 1.0


def _of_measurement(end: str) -> Reader:
    """An end of what was measured for this very pair, over the value stated; 1 where one figure is all there is."""

    def read(evaluation: Evaluation, _name: str) -> Any:
        found = end_over_value(evaluation, MEASURED, end)
        return 1.0 if isinstance(found, Unknown) else found

    return Reader(read, (MEASURED,))


def nodes() -> list[Node]:
    """The ends of generation, over the speed stated; those of prompt reading are in `calc/wiring/prompts.py`."""
    low = by_kind(Same("decode_low_ratio"), Same("moe_low_ratio"))
    high = by_kind(Same("decode_high_ratio"), Same("moe_high_ratio"))
    found = []
    ends = (("low", low, offload.offloaded_low_ratio), ("high", high, offload.offloaded_high_ratio))
    for end, modelled, shared in ends:
        text = (
            f"{end.capitalize()} end of what was measured over what is stated: 80% of all rows, or all of the pair's."
        )
        rule = by_basis(_of_measurement(end), modelled, shared=call_of(shared), pinned=ONE)
        found += [node(f"device_{end}_ratio", modelled, text), node(f"speed_{end}_ratio", rule, text)]
    return found
