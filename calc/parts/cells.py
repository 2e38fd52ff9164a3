"""Cells of tables whose rows the build has chosen: they follow the day and the workload by themselves."""

from __future__ import annotations

from collections.abc import Callable

from calc import results
from calc.parts.addresses import record_link
from calc.parts.dated import missing
from calc.parts.markup import Args, Page, number
from calc.tables.named import needed_region
from calc.tables.providers import on_sale


def known(page: Page, args: Args) -> str:
    """A quantity where it is known, else nothing."""
    return number(page, args["q"]) if results.is_known(page.evaluation, args["q"]) else ""


def models_count(page: Page, args: Args) -> str:
    """How many models of a provider are to be had on the day; `counts`: from which moment on how many."""
    moment, counts = page.evaluation.snapshot.moment, args["counts"]
    return str(next((counts[since] for since in reversed(counts) if since <= moment), 0))


def cheapest_model(page: Page, args: Args) -> str:
    """The cheapest of a provider's `models` for the workload on the day, among those whose bill is known."""
    for model in on_sale(page, args["models"])[:1]:
        if needed_region(page) and not results.is_known(page.under({"api_model": model}), "api_usd_per_month"):
            return missing(f"no price {needed_region(page)} is known")
        name = str(page.evaluation.snapshot.attribute("api_model", model, "name"))
        return record_link(page.root, "api_model", model, name)
    return ""


def cheapest_bill(page: Page, args: Args) -> str:
    """What a month of the workload costs with it."""
    for model in on_sale(page, args["models"])[:1]:
        if results.is_known(page.under({"api_model": model}), "api_usd_per_month"):
            return number(page, "api_usd_per_month", {"api_model": model})
    return ""


CELLS: dict[str, Callable[[Page, Args], str]] = {
    "known": known,
    "models_count": models_count,
    "cheapest_model": cheapest_model,
    "cheapest_bill": cheapest_bill,
}
