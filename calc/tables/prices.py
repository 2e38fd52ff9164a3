"""Tables on the page of an API model: every price it has had, and named workloads at it and on the reader's box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from calc import results, text
from calc.engine.gaps import Unknown
from calc.facts.catalog import Snapshot
from calc.facts.records_api import PriceRow
from calc.parts.dated import FIRST, badge, held, is_later, missing, said_by
from calc.parts.markup import Args, Page, Row, number, table


def every_price(page: Page, _args: Args) -> str:
    """Every price of a model with its day, where it was read and what there is to say of it; the newest first."""
    snapshot, model = page.evaluation.snapshot, page.evaluation.get("api_model")
    rows, priced = snapshot.history(model), snapshot.price(model)
    now = priced.row.since if priced and len(rows) > 1 else ""
    made = [_price(page, row, row.since == now) for row in reversed(rows)]
    name = str(snapshot.attribute("api_model", model, "name"))
    return table(f"Every price of {name} that we know", ("From", "In", "Out", "Where we have it from"), made, (1, 2))


def _price(page: Page, row: PriceRow, now: bool) -> Row:
    snapshot = page.evaluation.snapshot
    rates = (text.words(float(rate), "usd_per_mtok") for rate in (row.input_usd_per_mtok, row.output_usd_per_mtok))
    since = f"{FIRST.get(row.basis, '')}{text.day(row.since)}{''.join(_badges(snapshot, row, now))}"
    read = said_by(page, row.source, row.how, row.checked, row.note)
    return Row((since, *rates, read), emphasis="later" if _is_later(snapshot, row) else "")


def _is_later(snapshot: Snapshot, row: PriceRow) -> bool:
    return is_later(snapshot, row.since) and not row.announced and not row.cancelled


def _badges(snapshot: Snapshot, row: PriceRow, now: bool) -> Iterator[str]:
    if now:
        yield badge(held(snapshot))
    if row.cancelled:
        yield badge(f"taken back {text.day(row.cancelled)}", "warn")
    elif row.announced:
        yield badge("announced", "warn")
    elif _is_later(snapshot, row):
        yield badge("later")
    if row.until:
        yield badge(f"{'promotion ' if row.promotion else ''}until {text.day(row.until)}", "warn")


def workloads(page: Page, args: Args) -> str:
    """A month of each named workload, here and on the reader's own box."""
    rows = [_workload(page, **one) for one in args["workloads"]]
    return table("Three workloads, a month", ("", "This API", "Your own box"), rows, (1, 2))


def _workload(page: Page, label: str, size: str, under: Args) -> Row:
    cells = [_month(page, q, under) for q in ("api_usd_per_month", "local_total_usd_per_month")]
    return Row((f"{escape(label)}<br>{missing(size)}", *cells))


def _month(page: Page, q: str, under: Args) -> str:
    if results.is_known(page.under(under), q):
        return number(page, q, under)
    if not q.startswith("api_"):
        return missing("not known")
    if page.evaluation.snapshot.price(page.evaluation.get("api_model")) is None:
        return missing("no price")
    if isinstance(page.evaluation.get("api_region_rate_ratio"), Unknown):
        return missing("no price there")
    return missing("no batch price" if under.get("batch_frac") else "no cache price")  # what the row states no rate for


TABLES: dict[str, Callable[[Page, Args], str]] = {"every_price": every_price, "workloads": workloads}
