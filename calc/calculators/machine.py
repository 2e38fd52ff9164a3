"""Calculators of the machine: what fits, how fast, for how many, at what energy, and the whole chain."""

from __future__ import annotations

from calc.calculators.declare import Calculator, Group
from calc.calculators.fields import ARRIVAL, BOX, HOST, MONEY, OWN, POWER, SIZE

CALCULATORS = (
    Calculator(
        "will-it-fit",
        "Will it fit, and how much context is left?",
        (
            Group("Model", ("open_model", "quant", "context_tok", "slots", "kv_type")),
            Group("Hardware", ("hardware", "card_split", "memory_reserved_gib")),
            Group("Engine", ("engine", "ubatch_tok", "draft"), open=False),
            *OWN,
        ),
        (
            "memory_fits",
            "memory_needed_gib",
            "memory_usable_gib",
            "longest_context_tok",
            "most_slots_count",
            "host_memory_gib",
            "weights_gib",
            "kv_cache_gib",
        ),
        ("memory_stack",),
    ),
    Calculator(
        "how-fast",
        "How fast does it write, and how long until it starts?",
        (
            Group("Model", ("open_model", "quant", "draft", "input_tok_per_request", "output_tok_per_request")),
            Group("Hardware", ("hardware", "hardware_count", "hardware_split", "power_cap_w")),
            Group("Where the speed comes from", ("speed_basis", "decode_tok_per_s", "prefill_tok_per_s"), open=False),
            HOST,
            *OWN,
        ),
        (
            "decode_tok_per_s",
            "decode_low_tok_per_s",
            "decode_high_tok_per_s",
            "prefill_tok_per_s",
            "ttft_s",
            "tpot_s",
            "seconds_per_request_s",
            "speed_basis",
        ),
        ("speed_by_context",),
    ),
    Calculator(
        "how-many-users",
        "How many users does it carry?",
        (
            Group("Work", (*SIZE, *ARRIVAL)),
            Group("Box", (*BOX, "concurrency", "latency_target_s")),
            *OWN,
        ),
        (
            "capacity_requests_per_day",
            "batch_tok_per_s",
            "user_tok_per_s",
            "peak_load_frac",
            "peak_queue_wait_s",
            "peak_overflow_frac",
            "most_slots_count",
        ),
        ("speed_by_users",),
        hours=True,
    ),
    Calculator(
        "energy-of-a-token",
        "What does a token cost in energy?",
        (
            Group("Box", (*BOX, "power_cap_w", "concurrency")),
            Group("Power", (*POWER, "load_power_w", "idle_power_w")),
            *OWN,
        ),
        (
            "energy_kwh_per_mtok",
            "energy_j_per_tok",
            "prefill_energy_kwh_per_mtok",
            "busy_energy_kwh_per_output_mtok",
            "busy_electricity_usd_per_output_mtok",
        ),
        ("energy_of_a_token",),
    ),
    Calculator(
        "the-chain",
        "From fit to break-even: which link binds?",
        (
            Group("Workload", (*SIZE, *ARRIVAL, "api_model")),
            Group("Box", (*BOX, "concurrency", "context_tok", "slots", "power_cap_w", *POWER)),
            Group("Money", MONEY, open=False),
            HOST,
            *OWN,
        ),
        (),
        ("cost_by_volume",),
        ("chain",),
        verdict=True,
        presets=("developer", "support", "overnight"),
        hours=True,
    ),
)
