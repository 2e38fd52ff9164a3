"""What other calculators' published rules give for the same rows: tokens a second from size, parameters, bandwidth.

Formulas as their projects publish them, read in November 2026; each is one line so that a reader can check it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Given:
    """What a rule may use of a row."""

    file_gb: float
    params_b: float
    active_params_b: float
    bandwidth_gb_per_s: float
    family: str

    @property
    def ceiling(self) -> float:
        """Tokens a second if the active weights were read at full bandwidth and nothing else took time."""
        return self.bandwidth_gb_per_s / (self.file_gb * self.active_params_b / self.params_b)

    @property
    def moe(self) -> bool:
        """Whether a token reads only a part of the weights."""
        return self.active_params_b < self.params_b

    @property
    def bits(self) -> float:
        """Bits per weight, scales included."""
        return 8 * self.file_gb / self.params_b


Rule = Callable[[Given], float | None]


def speed_of_light(row: Given) -> float | None:
    """All weights at full bandwidth: gguf-parser's greatest speed; LLM-Viewer, GenZ and llm-analysis unless set."""
    return row.bandwidth_gb_per_s / row.file_gb


def gpu_poor(row: Given) -> float | None:
    """gpu_poor: weights read 1.5 times slower than the bandwidth allows under ggml; knows no mixtures."""
    return None if row.moe else row.ceiling / 1.5


def llmfit(row: Given) -> float | None:
    """llmfit: 55% of the bandwidth over parameters at the nominal width; its code paths differ for mixtures."""
    nominal = 2.0 if row.bits > 12 else 1.0 if row.bits > 7 else 0.75 if row.bits > 5.8 else 0.5
    return None if row.moe else 0.55 * row.bandwidth_gb_per_s / (row.params_b * nominal)


def whichllm(row: Given) -> float | None:
    """whichllm: efficiency by quantisation times a factor by maker, a floor to what a mixture reads."""
    by_width = 0.40 if row.bits > 12 else 0.45 if row.bits > 7 else 0.55
    amd = row.family.startswith(("rdna", "strix"))
    by_maker = 0.78 if amd else 0.82 if row.family.startswith("apple") else 1.0
    read_share = max(row.active_params_b / row.params_b, 0.05)
    return by_width * by_maker * row.bandwidth_gb_per_s / (row.file_gb * read_share)


def sunkcost(row: Given) -> float | None:
    """sunkcost: 75% of the bandwidth for dense models, 30% for mixtures, 65% on a DGX Spark."""
    share = 0.30 if row.moe else 0.65 if row.family == "gb10" else 0.75
    return share * row.ceiling


RULES: dict[str, Rule] = {
    "speed of light (gguf-parser and others)": speed_of_light,
    "gpu_poor": gpu_poor,
    "llmfit": llmfit,
    "whichllm": whichllm,
    "sunkcost": sunkcost,
}
