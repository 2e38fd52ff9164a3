"""What is set side by side as evidence: electricity against APIs, and the scores of a benchmark."""

from __future__ import annotations

from calc import results, text
from calc.chart import Axis, Chart, Range, range_chart
from calc.chart.model import Role
from calc.engine.sweep import number
from calc.facts.catalog import Snapshot
from calc.facts.fact import Fact
from calc.figures.pieces import Draw, behind, usd
from calc.options import OPTIONS
from calc.parts.markup import Args, Page
from calc.tables.answer import ROW6_API, ROW6_LOCAL

SCORES = ("score_elo", "score_points", "score_frac")


def row6(page: Page, _args: Args) -> Chart | None:
    """Electricity alone for a million output tokens, beside what APIs charge for the same work."""
    ev = page.evaluation
    found = []
    for label, overrides in ROW6_LOCAL:
        costs = [ev.overlay({**overrides, "power_boundary": b}) for b in ("card-only", "whole-machine")]
        low, high = (number(one.get("busy_electricity_usd_per_output_mtok")) for one in costs)
        words = (
            text.words(high, "usd_per_output_mtok", low, high) if low is not None and high is not None else text.UNKNOWN
        )
        found.append(Range(f"{label}: electricity", "local", low, high, high, words))
    for model in ROW6_API:
        branch = ev.overlay({"api_model": model})
        cost = number(branch.get("api_levelized_usd_per_output_mtok"))
        name = ev.snapshot.attribute("api_model", model, "name") or model
        role: Role = "twin" if model.startswith("deepinfra/") else "api"
        found.append(
            Range(str(name), role, cost, cost, cost, results.words(branch, "api_levelized_usd_per_output_mtok"))
        )
    return range_chart(
        "row6",
        _row6_title(found),
        tuple(found),
        Axis("$ per 1M output tokens", usd),
    )


def _row6_title(found: list[Range]) -> str:
    """The finding in words that fit the figures: a dense model at the wall against the APIs of the list."""
    dense = next((one.high for one in found if one.role == "local"), None)
    prices = [one.mid for one in found if one.role != "local" and one.mid is not None]
    if dense is None or not prices:
        return "What electricity alone costs, and what APIs charge"
    cheaper = sum(price < dense for price in prices)
    if cheaper == 0:
        return "Electricity alone costs less than any of these APIs charge"
    if cheaper == len(prices):
        return "Electricity alone costs more than any of these APIs charge"
    return "Electricity alone costs about what the cheapest APIs charge"


def benchmark(page: Page, args: Args) -> Chart | None:
    """The scores of a benchmark, best first.  Raises KeyError where there is no such group."""
    snapshot, group = page.evaluation.snapshot, args["group"]
    scores = _scores(snapshot, group)
    if not scores:
        raise KeyError(f"no benchmark group {group!r}")
    lower = any(snapshot.attribute("benchmark", one, "lower_is_better") for one in scores)
    best_first = sorted(scores.items(), key=lambda one: one[1].number if lower else -one[1].number)
    field = _field(best_first[0][1])
    title = args.get("title") or str(snapshot.attribute("benchmark", next(iter(scores)), "benchmark"))
    axis = Axis("", lambda value: text.words(value, field), zero=field == "score_frac")
    return range_chart(f"benchmark-{group}", title, [_score(snapshot, *one) for one in best_first], axis)


def _scores(snapshot: Snapshot, group: str) -> dict[str, Fact]:
    """The records of a group that have a score on the day."""
    found: dict[str, Fact] = {}
    for record in snapshot.ids("benchmark"):
        if record.split("/")[0] == group:
            facts = (snapshot.fact("benchmark", record, field) for field in SCORES)
            fact = next((one for one in facts if one is not None), None)
            if fact is not None:
                found[record] = fact
    return found


def _field(fact: Fact) -> str:
    return fact.key.rsplit(".", 1)[-1]


def _score(snapshot: Snapshot, record: str, fact: Fact) -> Range:
    label = f"{snapshot.attribute('benchmark', record, 'model')}, {text.day(fact.date[:7])}"
    return Range(label, _bench_role(snapshot, record), None, fact.number, None, text.words(fact.number, _field(fact)))


def _bench_role(snapshot: Snapshot, record: str) -> Role:
    if snapshot.attribute("benchmark", record, "fits_24_gb"):
        return "local"
    return "twin" if snapshot.attribute("benchmark", record, "open_weights") else "api"


def facts(page: Page, args: Args) -> list[Fact]:
    """The scores of a benchmark; what electricity and the APIs rest on."""
    if args["chart"] == "benchmark":
        return list(_scores(page.evaluation.snapshot, args["group"]).values())
    return behind(page, *(option.total for option in OPTIONS))


CHARTS: dict[str, Draw] = {"row6": row6, "benchmark": benchmark}
