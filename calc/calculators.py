"""Calculators: a question, the inputs shown, the quantities shown, the charts and tables.  And named workloads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Inputs under one heading; a closed group unfolds on demand."""

    legend: str
    inputs: tuple[str, ...]
    open: bool = True


@dataclass(frozen=True)
class Calculator:
    """One question with what it takes and what it answers."""

    slug: str
    question: str
    groups: tuple[Group, ...]
    results: tuple[str, ...]
    charts: tuple[str, ...]
    tables: tuple[str, ...] = ()
    verdict: bool = False
    presets: tuple[str, ...] = ()
    hours: bool = False  # whether it offers the hours of use by name


@dataclass(frozen=True)
class Preset:
    """A named set of values that fills the blanks; what it clears goes back to its default."""

    id: str
    label: str
    values: Mapping[str, str]
    clears: tuple[str, ...] = ()


PRESETS = (
    Preset(
        "developer",
        "One developer's assistant",
        {
            "requests_per_day": "300",
            "input_tok_per_request": "12,000",
            "output_tok_per_request": "400",
            "cached_input_frac": "80%",
            "local_cached_input_frac": "80%",
            "active_hours_per_day": "9",
            "peak_to_mean": "3",
        },
    ),
    Preset(
        "support",
        "A support desk",
        {
            "requests_per_day": "5,000",
            "input_tok_per_request": "1,200",
            "output_tok_per_request": "200",
            "active_hours_per_day": "10",
            "peak_to_mean": "2",
        },
    ),
    Preset(
        "overnight",
        "Overnight batch",
        {
            "requests_per_day": "20,000",
            "input_tok_per_request": "800",
            "output_tok_per_request": "150",
            "batch_frac": "100%",
            "active_hours_per_day": "8",
        },
    ),
)

# Hours of use by name.  The hours are those of the profiles (calc/hours.py); the peaks are choices, not measurements:
# no published trace of requests covers a day.
HOURS_OF_ONE = ("active_hours_per_day", "powered_hours_per_day")
HOUR_PRESETS = (
    Preset("office", "Office hours", {"hours_profile": "office", "peak_to_mean": "2"}, HOURS_OF_ONE),
    Preset("evenings", "Evenings", {"hours_profile": "evenings", "peak_to_mean": "2"}, HOURS_OF_ONE),
    Preset("clock", "Around the clock", {"hours_profile": "around-the-clock", "peak_to_mean": "1"}, HOURS_OF_ONE),
)

SIZE = ("requests_per_day", "input_tok_per_request", "output_tok_per_request")
BOX = ("open_model", "quant", "hardware", "hardware_count")
POWER = ("tariff", "electricity_usd_per_kwh", "power_boundary")
SPEED = (
    "decode_tok_per_s",
    "prefill_tok_per_s",
    "draft",
    "concurrency",
    "concurrency_gain_ratio",
    "local_cached_input_frac",
)
MONEY = (
    "hardware_condition",
    "hardware_usd",
    "host_usd",
    "hardware_owned",
    "lifetime_years",
    "resale_frac",
    "cost_of_money_frac_per_year",
    "labour_hours_per_month",
    "labour_usd_per_hour",
)
CACHE = (
    "cached_input_frac",
    "cache_write_frac",
    "batch_frac",
    "reasoning_tok_per_request",
    "api_peak_frac",
    "api_fixed_usd_per_month",
)
CUSTOM_RATES = (
    "api_input_usd_per_mtok",
    "api_cache_read_usd_per_mtok",
    "api_cache_write_usd_per_mtok",
    "api_cache_write_1h_usd_per_mtok",
    "api_output_usd_per_mtok",
)
OWN_HARDWARE = (
    "hardware_family",
    "memory_gb",
    "memory_bandwidth_gb_per_s",
    "shader_fp16_tflops",
    "card_load_power_w",
    "card_idle_power_w",
)
OWN_MODEL = (
    "model_file_gb",
    "params_b",
    "active_params_b",
    "full_layers",
    "window_layers",
    "linear_layers",
    "kv_heads",
    "head_width",
)
OWN = (
    Group("Hardware of your own", OWN_HARDWARE, open=False),
    Group("A model of your own", OWN_MODEL, open=False),
)
HOURS = ("hours_profile", "utc_offset_hours", "api_peak_frac")
ARRIVAL = ("hours_profile", "active_hours_per_day", "peak_to_mean")
QUALITY = ("success_frac_api", "success_frac_local")

CALCULATORS = (
    Calculator(
        "electricity",
        "What does it cost to keep the box powered?",
        (
            Group("Power", ("hardware", "hardware_count", "power_boundary", "load_power_w", "idle_power_w")),
            Group("Hours", ("hours_profile", "powered_hours_per_day", "busy_hours_per_day")),
            Group("Price", ("tariff", "electricity_usd_per_kwh")),
            Group("The work", (*SIZE, "open_model", "decode_tok_per_s", "prefill_tok_per_s"), open=False),
        ),
        (
            "energy_kwh_per_month",
            "electricity_usd_per_month",
            "busy_energy_kwh_per_output_mtok",
            "busy_electricity_usd_per_output_mtok",
            "carbon_kg_per_month",
        ),
        ("energy_stack",),
        hours=True,
    ),
    Calculator(
        "api-bill",
        "What does the API charge?",
        (
            Group("Workload", (*SIZE, "reasoning_tok_per_request")),
            Group(
                "API",
                (
                    "api_model",
                    "cached_input_frac",
                    "cache_write_frac",
                    "cache_write_1h_frac",
                    "batch_frac",
                    "api_fixed_usd_per_month",
                ),
            ),
            Group("Hours of use", HOURS, open=False),
            Group("Region and tools", ("api_region", "tool_calls_per_request"), open=False),
            Group("Rates of your own", CUSTOM_RATES, open=False),
        ),
        (
            "api_usd_per_month",
            "api_usd_per_request",
            "api_blended_input_usd_per_mtok",
            "api_blended_output_usd_per_mtok",
            "api_levelized_usd_per_output_mtok",
            "hosted_twin_usd_per_month",
        ),
        ("bill_stack", "bill_by_prompt"),
        ("bill",),
    ),
    Calculator(
        "local-or-api",
        "Does buying pay, and when?",
        (
            Group("Workload", (*SIZE, "api_model")),
            Group("Box", (*BOX, *POWER)),
            Group("Money", MONEY, open=False),
            Group("Speed", SPEED, open=False),
            Group("More of the API", (*CACHE, "api_price_change_frac_per_year"), open=False),
            Group("Peaks and quality", (*ARRIVAL, *QUALITY), open=False),
        ),
        (
            "break_even_months",
            "break_even_requests_per_day",
            "twin_break_even_months",
            "capacity_requests_per_day",
            "peak_load_frac",
            "first_token_s",
            "local_levelized_usd_per_output_mtok",
            "api_levelized_usd_per_output_mtok",
            "local_usd_per_accepted_request",
            "api_usd_per_accepted_request",
        ),
        ("cost_by_volume", "break_even_curve", "local_stack"),
        ("local_costs", "sensitivity"),
        verdict=True,
        presets=("developer", "support", "overnight"),
    ),
    Calculator(
        "rent-buy-call",
        "Rent, buy or call?",
        (
            Group("Workload", (*SIZE, "api_model")),
            Group("Own box", (*BOX, *POWER, "hardware_usd", "host_usd", "lifetime_years", "resale_frac")),
            Group("Rented box", ("rental_hardware", "rental_usd_per_hour", "rental_hours_per_day")),
        ),
        (
            "api_usd_per_month",
            "hosted_twin_usd_per_month",
            "local_total_usd_per_month",
            "rental_total_usd_per_month",
            "rental_capacity_requests_per_day",
        ),
        ("cost_bars", "cost_by_volume"),
        ("options",),
        verdict=True,
        presets=("developer", "support", "overnight"),
    ),
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
            "batch_tok_per_s",
            "user_tok_per_s",
            "capacity_requests_per_day",
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


def calculator(slug: str) -> Calculator:
    """The calculator of a slug.  Raises KeyError that lists the slugs."""
    for one in CALCULATORS:
        if one.slug == slug:
            return one
    raise KeyError(f"no calculator {slug!r}; there are {', '.join(one.slug for one in CALCULATORS)}")
