"""Inputs that stand together in several forms."""

from __future__ import annotations

from calc.calculators.declare import Group

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
    "attention_heads",
    "kv_heads",
    "head_width",
)
HOST = Group("Host memory", ("offload", "host_memory", "host_memory_gb_per_s", "host_link_gb_per_s"), open=False)
OWN = (
    Group("Hardware of your own", OWN_HARDWARE, open=False),
    Group("A model of your own", OWN_MODEL, open=False),
)
HOURS = ("hours_profile", "utc_offset_hours", "api_peak_frac")
ARRIVAL = ("hours_profile", "active_hours_per_day", "peak_to_mean")
QUALITY = ("success_frac_api", "success_frac_local")
