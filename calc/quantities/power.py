"""Power: what a cap does to speed and draw, rest with a model loaded, energy for a token."""

from __future__ import annotations

from calc import units as u
from calc.engine.nodes import quantity


@quantity(label="Draw of a card at work")
def card_draw_w(card_load_power_w: float, power_cap_w: float) -> float:
    """Power of one piece of hardware at work, under the cap.

    Formula: the lesser of its own draw and the cap.
    """
    return min(card_load_power_w, power_cap_w)


@quantity(label="Power left by the cap")
def cap_power_frac(card_draw_w: float, card_load_power_w: float) -> float:
    """Share of its own draw that the cap leaves.

    Formula: draw under the cap ÷ own draw.
    """
    return card_draw_w / card_load_power_w


def cap_binds_of(cap_power_frac: float) -> bool:
    """Whether the cap leaves less than a card draws by itself."""
    return cap_power_frac < 1


def speed_under_cap(power_frac: float, knee_power_frac: float, knee_speed_frac: float, slope_ratio: float) -> float:
    """Share of the speed left: two straight lines that meet at the knee, as the measured sweeps show."""
    if power_frac >= knee_power_frac:
        return 1 - (1 - knee_speed_frac) * (1 - power_frac) / (1 - knee_power_frac)
    return knee_speed_frac * max(LEAST_SPEED_FRAC, 1 - slope_ratio * (1 - power_frac / knee_power_frac))


LEAST_SPEED_FRAC = 0.05  # far below what anybody measured: next to nothing, but not less


def dense_cap_ratio(
    cap_power_frac: float, cap_knee_power_frac: float, cap_knee_speed_frac: float, cap_slope_ratio: float
) -> float:
    """Speed under the cap over speed without, dense model."""
    if cap_power_frac >= 1:
        return 1.0
    return speed_under_cap(cap_power_frac, cap_knee_power_frac, cap_knee_speed_frac, cap_slope_ratio)


def moe_cap_ratio(
    cap_power_frac: float, moe_cap_knee_power_frac: float, moe_cap_knee_speed_frac: float, moe_cap_slope_ratio: float
) -> float:
    """Speed under the cap over speed without, mixture of experts."""
    if cap_power_frac >= 1:
        return 1.0
    return speed_under_cap(cap_power_frac, moe_cap_knee_power_frac, moe_cap_knee_speed_frac, moe_cap_slope_ratio)


@quantity(label="Rest with a model loaded")
def loaded_idle_power_w(idle_power_w: float, loaded_idle_extra_w: float, hardware_count: float) -> float:
    """Power at rest while the cards hold a model.

    Formula: power at rest + cards × what a loaded card draws on top.
    """
    return u.total(idle_power_w, hardware_count * loaded_idle_extra_w)


@quantity(label="Energy for a token")
def energy_j_per_tok(load_power_w: float, batch_tok_per_s: float) -> float:
    """Energy for one token written, while the box writes, with all requests at once.

    Formula: power at work ÷ total speed.
    """
    return load_power_w / batch_tok_per_s


@quantity(label="Energy for a million tokens")
def energy_kwh_per_mtok(energy_j_per_tok: float) -> float:
    """Energy for a million tokens written, while the box writes; prompts and rest not counted.

    Formula: energy for a token × a million ÷ (3,600 × 1,000).
    """
    return energy_j_per_tok * u.TOK_PER_MTOK / u.SECONDS_PER_HOUR / u.W_PER_KW


@quantity(label="Energy for a million prompt tokens")
def prefill_energy_kwh_per_mtok(load_power_w: float, prefill_tok_per_s: float, copies_count: float) -> float:
    """Energy for a million tokens of prompts read, while the box reads.

    Formula: power at work ÷ (prompt-reading speed × copies) × a million.
    """
    return load_power_w / (prefill_tok_per_s * copies_count) * u.TOK_PER_MTOK / u.SECONDS_PER_HOUR / u.W_PER_KW
