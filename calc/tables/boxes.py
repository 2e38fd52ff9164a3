"""Tables of hardware and open models: what fits, how fast, on which boxes, and when it pays against three tiers."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from calc.engine.gaps import Floor, Unknown
from calc.parts.dated import missing
from calc.parts.markup import Args, Page, Row, number, table
from calc.tables.named import linked


def fits(page: Page, args: Args) -> str:
    """What of each model fits in this hardware: the best file, and the longest context with the usual one."""
    rows = [_fit(page, model) for model in args["models"]]
    columns = ("Open model", "Its usual file needs", "Best file that fits", "Longest context")
    return table("What fits, with the context of your scenario", columns, rows, (1, 2, 3))


def _fit(page: Page, model: str) -> Row:
    under = {"open_model": model}
    branch = page.under(under)
    name, needed = linked(page, "open_model", model), number(page, "memory_needed_gib", under)
    best = branch.get("best_quant")
    file = missing("does not fit") if best == "none" else number(page, "best_quant", under)
    longest = branch.get("longest_context_tok")
    context = missing("none") if longest == 0 else number(page, "longest_context_tok", under)
    return Row((name, needed, file, context))


def speeds(page: Page, args: Args) -> str:
    """How fast this hardware writes and reads with each model that fits, and whether somebody measured it."""
    rows = [_speed(page, model) for model in args["models"]]
    columns = ("Open model", "Writes", "Reads", "First token after", "How we know")
    return table("Speed, one request at a time", columns, rows, (1, 2, 3))


def _speed(page: Page, model: str) -> Row:
    under = {"open_model": model}
    branch = page.under(under)
    name = linked(page, "open_model", model)
    if isinstance(branch.get("decode_tok_per_s"), Unknown):
        why = "does not fit" if branch.get("memory_fits") is False else "not known"
        return Row((name, missing(why), "", "", ""))
    cells = [_known(page, branch, one, under) for one in ("decode_tok_per_s", "prefill_tok_per_s", "ttft_s")]
    return Row((name, *cells, number(page, "speed_basis", under)))


def _known(page: Page, branch: Any, name: str, under: Args) -> str:
    unknown = isinstance(branch.get(name), Unknown)
    return missing("not known") if unknown else number(page, name, under)


def boxes(page: Page, args: Args) -> str:
    """Hardware that holds this model: what of it fits, how fast it writes, what it costs; the cheapest first."""
    held = [one for one in args["boxes"] if page.under({"hardware": one}).get("memory_fits") is True]
    rows = [_box(page, one) for one in sorted(held, key=lambda one: _month(page, one))]
    if not rows:
        return "<p>Nothing that we follow holds it alone, with the context of your scenario.</p>"
    caption = f"{len(rows)} of the {len(args['boxes'])} that we follow hold it, with the context of your scenario"
    return table(caption, ("Hardware", "A month", "Writes", "Best file that fits"), rows, (1, 2, 3))


def _month(page: Page, hardware: str) -> float:
    usd = page.under({"hardware": hardware}).get("local_total_usd_per_month")
    return float("inf") if isinstance(usd, Unknown | Floor) else float(usd)


def _box(page: Page, hardware: str) -> Row:
    under = {"hardware": hardware}
    branch = page.under(under)
    names = ("local_total_usd_per_month", "decode_tok_per_s", "best_quant")
    return Row((linked(page, "hardware", hardware), *(_known(page, branch, name, under) for name in names)))


def tiers(page: Page, args: Args) -> str:
    """When this box pays against one API of each tier."""
    rows = [_tier(page, label, model) for label, model in args["tiers"].items()]
    columns = ("Instead of", "The API, a month", "The box pays for itself in", "No dearer from, requests a day")
    return table("Against three tiers of API", columns, rows, (1, 2, 3))


def _tier(page: Page, label: str, model: str) -> Row:
    under = {"api_model": model}
    branch = page.under(under)
    month, volume = "break_even_months", "break_even_requests_per_day"
    cells = [_known(page, branch, one, under) for one in ("api_usd_per_month", month, volume)]
    if branch.get(volume) is None:
        cells[2] = missing("no volume it can serve")
    return Row((f"{escape(label)}: {linked(page, 'api_model', model)}", *cells), side="api")


TABLES: dict[str, Callable[[Page, Args], str]] = {"boxes": boxes, "fits": fits, "speeds": speeds, "tiers": tiers}
