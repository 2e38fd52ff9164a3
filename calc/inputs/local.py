"""The box: model, quantisation, hardware, and where its speed comes from."""

from __future__ import annotations

from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.nodes import Node
from calc.engine.rules import Lookup, Reader
from calc.inputs.declare import choice, number
from calc.wiring.speed import request_gain

GROUP = "local"
QUANT = "quant"  # not a table of its own: the quantisations that files are known for


def _speed_basis(evaluation: Evaluation, _name: str) -> str:
    if "decode_tok_per_s" in evaluation.pins:
        return "pinned"
    if evaluation.get("offload") != "none" and evaluation.get("weights_place") == "shared":
        return "modelled-partly-in-host-memory"
    return "modelled" if isinstance(evaluation.get("measured_decode_tok_per_s"), Unknown) else "measured"


def nodes() -> list[Node]:
    """The inputs of this group, in the order of forms."""
    drafts = (("none", "no speculation"), ("mtp", "multi-token prediction"))
    bases = (
        ("measured", "measured"),
        ("modelled", "modelled"),
        ("modelled-partly-in-host-memory", "modelled, partly in host memory"),
        ("pinned", "pinned"),
    )
    return [
        choice(
            "open_model",
            "Open model",
            "The open-weight model you would run.",
            "qwen/qwen3.8-27b",
            table="open_model",
            group=GROUP,
        ),
        choice(
            "quant",
            "Quantisation",
            "How the weights are stored.",
            Lookup("open_model", "open_model", "default_quant", dated=False),
            table=QUANT,
            group=GROUP,
        ),
        choice("draft", "Speculation", "Whether the model drafts several tokens at once.", "none", drafts, group=GROUP),
        choice(
            "hardware",
            "Hardware",
            "The card or machine you would run it on.",
            "nvidia/rtx-3090",
            table="hardware",
            group=GROUP,
        ),
        number(
            "hardware_count",
            "How many",
            "Identical copies, each holding the whole model.",
            1,
            within=(1, 1024),
            step=1,
            group=GROUP,
        ),
        number(
            "concurrency",
            "Requests at once",
            "Requests that the box works on at the same time.",
            1,
            within=(1, 1024),
            step=1,
            group=GROUP,
        ),
        number(
            "concurrency_gain_ratio",
            "Gain from batching",
            "Requests done with this many at once over requests done one at a time; reading prompts gains nothing.",
            request_gain(),
            within=(0.01, 1024),
            step=0.1,
            group=GROUP,
        ),
        number(
            "local_cached_input_frac",
            "Prompt kept in memory",
            "Share of the input tokens that the box needn't read again (prefix cache).",
            0,
            within=(0, 1),
            step=0.1,
            group=GROUP,
        ),
        choice(
            "speed_basis",
            "Speed comes from",
            "A measurement of this very pair, or the model of the hardware family.",
            Reader(
                _speed_basis, ("measured_decode_tok_per_s", "offload", "weights_place"), watches=("decode_tok_per_s",)
            ),
            bases,
            group=GROUP,
        ),
    ]
