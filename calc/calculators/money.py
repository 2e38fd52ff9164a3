"""Calculators of money: power, the API's bill, when buying pays, renting."""

from __future__ import annotations

from calc.calculators.declare import Calculator, Group
from calc.calculators.fields import ARRIVAL, BOX, CACHE, CUSTOM_RATES, HOURS, MONEY, POWER, QUALITY, SIZE, SPEED

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
)
