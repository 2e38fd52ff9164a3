"""Named workloads and hours of use, which fill the blanks."""

from __future__ import annotations

from calc.calculators.declare import Preset

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

# Hours of use by name.  The hours are those of the profiles (calc/facts/week.py); the peaks are choices and not
# measurements: no published trace of requests covers a day.
HOURS_OF_ONE = ("active_hours_per_day", "powered_hours_per_day")
HOUR_PRESETS = (
    Preset("office", "Office hours", {"hours_profile": "office", "peak_to_mean": "2"}, HOURS_OF_ONE),
    Preset("evenings", "Evenings", {"hours_profile": "evenings", "peak_to_mean": "2"}, HOURS_OF_ONE),
    Preset("clock", "Around the clock", {"hours_profile": "around-the-clock"}, (*HOURS_OF_ONE, "peak_to_mean")),
)
