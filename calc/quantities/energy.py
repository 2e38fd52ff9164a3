"""Energy, electricity and carbon of the local side."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


@quantity(label="Energy")
def energy_kwh_per_month(
    load_power_w: float, idle_power_w: float, busy_hours_per_day: float, powered_hours_per_day: float
) -> float:
    """Energy that the box draws in a month of 30 days.

    Formula: (power at work × hours at work + power at rest × the other hours switched on) × 30 days.
    """
    rest_hours_per_day = u.not_negative(powered_hours_per_day - busy_hours_per_day)
    wh_per_day = u.total(load_power_w * busy_hours_per_day, idle_power_w * rest_hours_per_day)
    return wh_per_day * u.DAYS_PER_MONTH / u.W_PER_KW


@quantity(label="Energy at work")
def busy_energy_kwh_per_month(load_power_w: float, busy_hours_per_day: float) -> float:
    """The part of the month's energy that is drawn while the box works.

    Formula: power at work × hours at work × 30 days.
    """
    return load_power_w * busy_hours_per_day * u.DAYS_PER_MONTH / u.W_PER_KW


@quantity(label="Energy at rest")
def rest_energy_kwh_per_month(idle_power_w: float, busy_hours_per_day: float, powered_hours_per_day: float) -> float:
    """The part of the month's energy that is drawn while the box waits.

    Formula: power at rest × the other hours switched on × 30 days.
    """
    rest_hours_per_day = u.not_negative(powered_hours_per_day - busy_hours_per_day)
    return idle_power_w * rest_hours_per_day * u.DAYS_PER_MONTH / u.W_PER_KW


@quantity(label="Electricity")
def electricity_usd_per_month(energy_kwh_per_month: float, electricity_usd_per_kwh: float) -> float:
    """What that energy costs in a month.

    Formula: energy × power price.
    """
    return energy_kwh_per_month * electricity_usd_per_kwh


@quantity(label="Carbon")
def carbon_kg_per_month(energy_kwh_per_month: float, carbon_g_per_kwh: float) -> float:
    """Carbon dioxide of that energy on the region's grid; the API's is unknown, so don't compare.

    Formula: energy × carbon of the grid.
    """
    return energy_kwh_per_month * carbon_g_per_kwh / u.G_PER_KG


@quantity(label="Energy at work")
def busy_energy_kwh_per_output_mtok(
    load_power_w: float, seconds_per_request_s: float, output_tok_per_request: float, batch_speed_ratio: float
) -> float:
    """Energy for a million output tokens of this workload, the reading of its input included, rest not counted.

    Formula: power at work × time per request ÷ output tokens per request.
    """
    hours_per_tok = seconds_per_request_s / u.SECONDS_PER_HOUR / batch_speed_ratio / output_tok_per_request
    return load_power_w * hours_per_tok * u.TOK_PER_MTOK / u.W_PER_KW


@quantity(label="Electricity at work")
def busy_electricity_usd_per_output_mtok(
    busy_energy_kwh_per_output_mtok: float, electricity_usd_per_kwh: float
) -> float:
    """Electricity alone for a million output tokens of this workload, before anything is bought.

    Formula: energy at work × power price.
    """
    return busy_energy_kwh_per_output_mtok * electricity_usd_per_kwh
