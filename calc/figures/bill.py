"""The API's bill: by class of token, and over the length of the prompt."""

from __future__ import annotations

from calc import results
from calc.chart import Axis, Chart, Mark, Point, Series, line, stacked_bar
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.sweep import number
from calc.facts.fact import Fact
from calc.figures.pieces import Draw, behind, count, stack, usd
from calc.options import twin as as_twin
from calc.parts.markup import Args, Page
from calc.tables.answer import bill_parts, option_name

PROMPT_STEPS = 24


def bill_stack(page: Page, _args: Args) -> Chart | None:
    """What one request costs by class of token: at the API, and at the host of the same open model."""
    ev = page.evaluation
    parts = [(label, name) for label, _, _, name in bill_parts(ev)]
    found = [stack(ev, option_name(page, "api"), "api", "api_usd_per_request", parts)]
    twin = ev.get("hosted_twin_model")
    if not isinstance(twin, Unknown):
        label = f"The same model at {ev.snapshot.maker('api_model', twin)}"
        found.append(stack(ev.overlay(*as_twin(twin)), label, "twin", "api_usd_per_request", parts))
    return stacked_bar("bill-stack", "What one request costs, by class of token", found, Axis("$ a request", usd))


def bill_by_prompt(page: Page, _args: Args) -> Chart | None:
    """What one request costs over the length of its prompt, with the tiers of the price as steps."""
    ev = page.evaluation
    asked = number(ev.get("input_tok_per_request")) or 0.0
    edges = _edges(ev)
    points = [_point(ev, size) for size in _sizes(asked, edges)]
    marks = [Mark(asked, number(ev.get("api_usd_per_request")), "you", "you")]
    marks += [Mark(edge, None, "a dearer tier begins", "rule") for edge in edges]
    said = _said(ev) if edges else "at one rate throughout"
    series = (Series(option_name(page, "api"), "api", tuple(points)),)
    title = f"A longer prompt costs more, {said}"
    return line("bill-by-prompt", title, series, Axis("tokens in", count), Axis("$ a request", usd), marks)


def _said(ev: Evaluation) -> str:
    """What happens past the size at which a tier begins."""
    brackets = any(tier.scope == "excess" for tier in ev.get("api_price_row").row.tiers)
    return "and past a boundary what lies beyond it" if brackets else "and past a boundary every token does"


def _edges(ev: Evaluation) -> list[float]:
    """The prompt sizes at which the price in force changes."""
    priced = ev.get("api_price_row")
    if priced is None or isinstance(priced, Unknown):
        return []
    return [float(tier.prompt_tok) for tier in priced.row.tiers]


def _sizes(asked: float, edges: list[float]) -> list[float]:
    """The prompt sizes to look at: even steps, the reader's own, and both sides of each boundary."""
    top = max([2 * asked, 1000.0, *(1.5 * edge for edge in edges)])
    steps = {top * step / PROMPT_STEPS for step in range(PROMPT_STEPS + 1)}
    return sorted(steps | {asked} | {edge + past for edge in edges for past in (0.0, 1.0)})


def _point(ev: Evaluation, prompt_tok: float) -> Point:
    branch = ev.overlay({"input_tok_per_request": prompt_tok})
    return Point(prompt_tok, *(number(one) for one in results.settled(branch, "api_usd_per_request")))


def facts(page: Page, _args: Args) -> list[Fact]:
    """The facts behind the bill."""
    return behind(page, "api_usd_per_month")


CHARTS: dict[str, Draw] = {"bill_stack": bill_stack, "bill_by_prompt": bill_by_prompt}
