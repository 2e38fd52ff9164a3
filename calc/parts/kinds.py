"""Live parts of a page: a kind and its arguments to HTML, at build and in the browser alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from calc import results
from calc.engine.evaluate import Evaluation
from calc.figures import figure
from calc.parts.cells import CELLS
from calc.parts.coming import coming
from calc.parts.conditions import conditions
from calc.parts.dated import fact_part
from calc.parts.flips import flips
from calc.parts.markup import Args, Page, is_changed, number, sentence, told
from calc.sentences import Look, headline, segments
from calc.tables import TABLES

Part = dict[str, Any]
Draw = Callable[[Page, Args], str]
UNSAID = {"requests_per_day": "requests a day", "usd_per_output_mtok": "for 1M tokens out"}


class PartError(Exception):
    """A part that a page asks for and that there is not."""


def render(page: Page, kind: str, args: Args) -> Part:
    """The part as `html`, for numbers and facts also `tip`, `changed`, `unknown`, `href`.  Raises PartError.

    `with`: overrides of the reader's scenario, for a part about one model, one piece of hardware, one region.
    """
    if kind not in KINDS:
        raise PartError(f"no part {kind!r}; there are {', '.join(KINDS)}")
    return KINDS[kind](page if kind == "number" else page.about(args.get("with", {})), args)


def _number(page: Page, args: Args) -> Part:
    q = args["q"]
    if q not in page.evaluation.graph.nodes:
        raise PartError(f"no quantity {q!r}")
    evaluation = page.under(args.get("with", {}))
    words, tip_text = told(page, evaluation, q, args.get("style", "exact"))
    return {
        "html": escape(words),
        "tip": tip_text,
        "changed": is_changed(evaluation, q),
        "unknown": results.status(evaluation, q) == "unknown",
    }


def _verdict(page: Page, args: Args) -> Part:
    """The verdict; `short`: as a sentence of running text."""
    option = page.evaluation.get("cheapest_option")
    look = look_at(page.evaluation)
    if args.get("short"):
        said = f'<strong data-side="{escape(option)}">{escape(headline(option, look))}</strong>'
        return {"html": f'<p class="verdict__why">{said} {sentence(page, segments(option, look, twin=False))}</p>'}
    html = (
        f'<p class="verdict__eyebrow">For this workload, on cost alone</p>'
        f'<p class="verdict__headline" data-side="{escape(option)}">{escape(headline(option, look))}</p>'
        f'<p class="verdict__why">{sentence(page, segments(option, look))}</p>'
    )
    return {"html": html}


def look_at(evaluation: Evaluation) -> Look:
    """Looks up values of an evaluation for a sentence."""
    return Look(evaluation.value_under)


def _flips(page: Page, _args: Args) -> Part:
    items = "".join(f'<li data-side="{side}">{sentence(page, parts)}</li>' for side, parts in flips(page.evaluation))
    return {"html": f'<p class="flips__title">What would change the answer</p><ul class="flips">{items}</ul>'}


def _results(page: Page, args: Args) -> Part:
    items = "".join(
        f'<div class="result"><dt>{escape(_with_unit(page, name))}</dt><dd>{number(page, name)}</dd></div>'
        for name in args["names"]
    )
    return {"html": f'<dl class="results">{items}</dl>'}


def _with_unit(page: Page, name: str) -> str:
    """A label with the unit that the number does not say."""
    node = page.evaluation.graph.nodes[name]
    unit = UNSAID.get(node.unit.suffix) if node.unit else None
    return f"{node.label}, {unit}" if unit else node.label


def _table(page: Page, args: Args) -> Part:
    return {"html": _named("live table", args["table"], TABLES)(page, args)}


def _named(what: str, name: str, known: Mapping[str, Draw]) -> Draw:
    if name not in known:
        raise PartError(f"no {what} {name!r}; there are {', '.join(known)}")
    return known[name]


def _chart(page: Page, args: Args) -> Part:
    try:
        return {"html": figure(page, args)}
    except KeyError as missing:
        raise PartError(str(missing.args[0])) from None


def _conditions(page: Page, args: Args) -> Part:
    return {"html": escape(conditions(page.evaluation.snapshot, args["model"]))}


def _cell(page: Page, args: Args) -> Part:
    """The content of a cell of a table whose rows the build has chosen."""
    return {"html": _named("cell", args["cell"], CELLS)(page, args)}


def _coming(page: Page, args: Args) -> Part:
    return {"html": coming(page, args)}


KINDS: dict[str, Callable[[Page, Args], Part]] = {
    "number": _number,
    "fact": fact_part,
    "cell": _cell,
    "verdict": _verdict,
    "flips": _flips,
    "results": _results,
    "table": _table,
    "chart": _chart,
    "coming": _coming,
    "conditions": _conditions,
}
