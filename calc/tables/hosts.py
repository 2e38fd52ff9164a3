"""Tables of other ways to a model's work: cheaper ones of its tier, hosts of its weights, a box of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from calc.engine.gaps import Floor, Unknown
from calc.facts.billers import is_of, is_to_be_had, of_tier
from calc.facts.catalog import Snapshot
from calc.parts.addresses import record_link
from calc.parts.dated import missing
from calc.parts.markup import Args, Page, Row, number, table
from calc.tables.named import linked, name_of, needed_region

MOST_CHEAPER = 6


def instead(page: Page, args: Args) -> str:
    """Models of the same tier that do this workload for less, cheapest first, with this one below them.

    `others`: those that are compared, where the tier has too many to compare all.
    """
    own, snapshot = page.evaluation.get("api_model"), page.evaluation.snapshot
    others = args.get("others")
    looked_at = [one for one in _others(snapshot, own, others) if one != own]
    found, region = _bills(page, looked_at), needed_region(page)
    bill = page.evaluation.get("api_usd_per_month")
    limit = None if isinstance(bill, Unknown | Floor) else bill
    cheaper = [model for usd, model in found if limit is None or usd < limit]
    whom = f"{len(found)} that are compared" if others else f"{len(found)} others of this tier"
    known = f"The price {region} is known of {len(found)} of {len(looked_at)} others" if region else ""
    if not cheaper:
        said = f"{known}; none of them does" if region else f"Of the {whom} none does"
        return f"<p>{said} your workload for less.</p>"
    rows = [_bill(page, model) for model in cheaper[:MOST_CHEAPER]]
    rows.append(_bill(page, own, "total"))
    counted = f"{known}, and {len(cheaper)} of them" if region else f"{len(cheaper)} of the {whom}"
    caption = f"{counted} cost less for your workload{_shown(cheaper)}"
    return table(caption, ("Model", "A month", "In, per 1M", "Out, per 1M"), rows, (1, 2, 3))


def _others(snapshot: Snapshot, own: str, others: Sequence[str] | None) -> list[str]:
    """What the model is compared with on the day."""
    if others:
        snapshot.need("api_model", others)
        return [one for one in others if is_to_be_had(snapshot, one)]
    return of_tier(snapshot, str(snapshot.attribute("api_model", own, "tier")))


def _shown(cheaper: Sequence[str]) -> str:
    return f": the {MOST_CHEAPER} cheapest" if len(cheaper) > MOST_CHEAPER else ""


def _bills(page: Page, models: Sequence[str]) -> list[tuple[float, str]]:
    """What each model charges for the workload, least first; a bill that is not known is none to compare with."""
    known = []
    for model in models:
        usd = page.under({"api_model": model}).get("api_usd_per_month")
        if not isinstance(usd, Unknown | Floor):
            known.append((usd, model))
    return sorted(known)


def _bill(page: Page, model: str, emphasis: str = "") -> Row:
    under = {"api_model": model}
    biller = page.evaluation.snapshot.maker("api_model", model)
    told = biller in name_of(page, "api_model", model)  # a host's models are named after their host
    name = f"{linked(page, 'api_model', model)}{'' if told else f' {missing(biller)}'}"
    rates = {**under, "input_tok_per_request": 1}
    cells = (
        number(page, "api_usd_per_month", under),
        number(page, "api_input_usd_per_mtok", rates),
        number(page, "api_output_usd_per_mtok", rates),
    )
    return Row((name, *cells), side="api", emphasis=emphasis)


def weights(page: Page, args: Args) -> str:
    """The open weights behind a hosted model: other hosts, and the cheapest box that holds them.  Else nothing."""
    snapshot, model = page.evaluation.snapshot, page.evaluation.get("api_model")
    open_model = str(snapshot.attribute("api_model", model, "open_model"))
    rows = _hosts(page, open_model, args)
    box = cheapest_box(page, open_model)
    if box:
        under = {"open_model": open_model, "hardware": box, "api_model": model}
        month = number(page, "local_total_usd_per_month", under)
        rows.append(Row((f"Your own {linked(page, 'hardware', box)}", month), side="local"))
    if not rows:
        return "<p>On that day we know of no host, and of no box that serves it alone.</p>"
    caption = f"The weights of {name_of(page, 'open_model', open_model)}, for your workload"
    return table(caption, ("Where they run", "A month"), rows, (1,))


def hosts(page: Page, args: Args) -> str:
    """Who serves an open model on the day, and what a month of the workload costs there."""
    open_model = page.evaluation.get("open_model")
    rows = _hosts(page, open_model, args)
    name = name_of(page, "open_model", open_model)
    if not rows:
        return f"<p>We know of nobody who served {escape(name)} on that day.</p>"
    return table(f"Who serves {name}, for your workload", ("Host", "A month"), rows, (1,))


def _hosts(page: Page, open_model: str, args: Args) -> list[Row]:
    """Hosts of an open model as rows.  `hosts`: the models of theirs to look at; else all are looked through."""
    snapshot = page.evaluation.snapshot
    ids = args.get("hosts")
    if ids is None:
        ids = [one for one in snapshot.ids("api_model") if is_of(snapshot, one, open_model)]
    snapshot.need("api_model", ids)
    return [_host(page, one) for one in ids if snapshot.price(one) is not None]


def _host(page: Page, model: str) -> Row:
    name = record_link(page.root, "api_model", model, page.evaluation.snapshot.maker("api_model", model))
    return Row((name, number(page, "api_usd_per_month", {"api_model": model})), side="twin")


def cheapest_box(page: Page, open_model: str) -> str:
    """The hardware that serves the workload alone with these weights for the least; empty where none can be priced."""
    found = []
    for hardware in page.evaluation.snapshot.ids("hardware"):
        branch = page.under({"open_model": open_model, "hardware": hardware})
        usd, spare = branch.get("local_total_usd_per_month"), branch.get("overflow_requests_per_day")
        if spare == 0 and not isinstance(usd, Unknown | Floor):
            found.append((usd, hardware))
    return min(found)[1] if found else ""


TABLES: dict[str, Callable[[Page, Args], str]] = {"instead": instead, "weights": weights, "hosts": hosts}
