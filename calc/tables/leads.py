"""What the pages of hardware and open models lead with, and what a month of owning a box is made of."""

from __future__ import annotations

from collections.abc import Callable

from calc import results
from calc.parts.markup import Args, Page, Row, number, table
from calc.tables.hosts import cheapest_box
from calc.tables.named import linked


def open_lead(page: Page, _args: Args) -> str:
    """What the page of an open model leads with: the cheapest box that serves the workload alone."""
    box = cheapest_box(page, page.evaluation.get("open_model"))
    if not box:
        return _lead(
            "Memory that it takes, with your context",
            number(page, "memory_needed_gib"),
            "No single box that we can price serves this workload alone.",
        )
    under = {"hardware": box}
    pace, basis, memory = (number(page, q, under) for q in ("decode_tok_per_s", "speed_basis", "memory_needed_gib"))
    said = f"That is a {linked(page, 'hardware', box)}. It writes {pace} ({basis}), and the model takes {memory} of it."
    usd = number(page, "local_total_usd_per_month", under)
    return _lead("The cheapest box we know that serves this workload alone, a month", usd, said)


# What the page of a piece of hardware leads with: the first of these that is known.
LEADS = (
    ("Owned, a month, all told", "local_total_usd_per_month"),
    ("Rented for this work, a month", "rental_total_usd_per_month"),
    ("Its power alone, a month", "electricity_usd_per_month"),
    ("Rented, an hour", "rental_usd_per_hour"),
    ("It writes", "decode_tok_per_s"),
)
NEEDED = (
    ("its street price", "hardware_usd"),
    ("what it draws at work", "load_power_w"),
    ("what it draws at rest", "idle_power_w"),
    ("how fast it reads a prompt", "prefill_tok_per_s"),
    ("how fast it writes", "decode_tok_per_s"),
)
COSTS = (
    ("Share of the purchase", "ownership_usd_per_month"),
    ("Electricity", "electricity_usd_per_month"),
    ("Care", "labour_usd_per_month"),
    ("What it cannot serve, at the API", "overflow_usd_per_month"),
)


def box_lead(page: Page, args: Args) -> str:
    """What the page of a piece of hardware leads with, and what is missing for more."""
    said = []
    if results.is_known(page.evaluation, "ttft_s"):
        pace, basis, wait = (number(page, q) for q in ("decode_tok_per_s", "speed_basis", "ttft_s"))
        said.append(f"With {args['model']} it writes {pace} ({basis}) and answers after {wait}.")
    if not results.is_known(page.evaluation, "local_total_usd_per_month"):
        lacking = " or ".join(words for words, needed in NEEDED if not results.is_known(page.evaluation, needed))
        said.append(f"We have found no figure for {lacking}, so we name no month of owning it.")
    for label, q in LEADS:
        if results.is_known(page.evaluation, q) and not (q.startswith("rental") and not _is_rented(page)):
            return _lead(label, number(page, q), " ".join(said))
    return f'<p class="verdict__why">{" ".join(said)}</p>'


def _is_rented(page: Page) -> bool:
    hardware = page.evaluation.get("hardware")
    return page.evaluation.snapshot.fact("rental", hardware, "rental_usd_per_hour") is not None


def _lead(label: str, shown: str, said: str) -> str:
    return (
        f'<p class="verdict__eyebrow">{label}</p><p class="verdict__headline" data-side="local">{shown}</p>'
        f'<p class="verdict__why">{said}</p>'
    )


def box_costs(page: Page, _args: Args) -> str:
    """What a month of owning a piece of hardware is made of; nothing where it is not known."""
    if not results.is_known(page.evaluation, "local_total_usd_per_month"):
        return ""
    rows = [Row((label, number(page, name))) for label, name in COSTS if results.is_known(page.evaluation, name)]
    rows.append(Row(("Together", number(page, "local_total_usd_per_month")), side="local", emphasis="total"))
    return table("Of that", ("", "A month"), rows, (1,))


TABLES: dict[str, Callable[[Page, Args], str]] = {"open_lead": open_lead, "box_lead": box_lead, "box_costs": box_costs}
