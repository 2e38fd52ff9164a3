"""Defaults of inputs that follow from other nodes; setting the input pins it."""

from __future__ import annotations

from collections.abc import Callable

from calc import units as u


def load_whole_machine(
    card_draw_w: float, host_load_power_w: float, hardware_count: float, hardware_kind: str
) -> float:
    """Cards times their power at work, and the host around them."""
    cards = hardware_count * card_draw_w
    return cards if hardware_kind == "machine" else u.total(cards, host_load_power_w)


def load_card_only(card_draw_w: float, hardware_count: float) -> float:
    """Cards times their power at work."""
    return hardware_count * card_draw_w


def load_marginal(
    card_draw_w: float,
    card_idle_power_w: float,
    host_load_power_w: float,
    host_idle_power_w: float,
    hardware_count: float,
    hardware_kind: str,
) -> float:
    """Only what the work adds to a machine that is on anyway."""
    cards = hardware_count * (card_draw_w - card_idle_power_w)
    return cards if hardware_kind == "machine" else u.total(cards, host_load_power_w - host_idle_power_w)


def idle_whole_machine(
    card_idle_power_w: float, host_idle_power_w: float, hardware_count: float, hardware_kind: str
) -> float:
    """Cards times their power at rest, and the host around them."""
    cards = hardware_count * card_idle_power_w
    return cards if hardware_kind == "machine" else u.total(cards, host_idle_power_w)


def idle_card_only(card_idle_power_w: float, hardware_count: float) -> float:
    """Cards times their power at rest."""
    return hardware_count * card_idle_power_w


def idle_marginal() -> float:
    """Nothing: the machine is on anyway."""
    return 0.0


LOAD_POWER: dict[str, Callable[..., float]] = {
    "whole-machine": load_whole_machine,
    "card-only": load_card_only,
    "marginal": load_marginal,
}
IDLE_POWER: dict[str, Callable[..., float]] = {
    "whole-machine": idle_whole_machine,
    "card-only": idle_card_only,
    "marginal": idle_marginal,
}


def busy_hours_per_day(needed_busy_hours_per_day: float, powered_hours_per_day: float) -> float:
    """The hours this volume needs, at most the hours the box is on."""
    return min(needed_busy_hours_per_day, powered_hours_per_day)


def rental_hours_per_day(rental_busy_hours_per_day: float) -> float:
    """The busy hours of the rented hardware, rounded up to the hour."""
    return u.whole_up(rental_busy_hours_per_day)
