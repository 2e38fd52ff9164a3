"""From the declarations of calc to the small records that the widgets draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from build_hooks import options, widgets
from build_hooks.claims import holds
from build_hooks.site import Site
from calc import text
from calc.calculators import HOUR_PRESETS, PRESETS, Calculator, Preset
from calc.door import input_state
from calc.engine.nodes import Node
from calc.facts import week
from calc.listing import step_for
from calc.model import GRAPH
from calc.parts import markup
from calc.parts.explain import about, fact_words, split_key
from calc.parts.markup import Page
from calc.scenario import find
from calc.typed import choices

HOURS = "hours_profile"
GROUPED = {"api_model", "hardware", "rental_hardware", "open_model"}


def field(site: Site, name: str, scope: str, group: str = "") -> widgets.FieldView:
    """An input (or any node, which the field then pins) as a form shows it."""
    node = find(GRAPH, name)
    shown = input_state(site.evaluation, node.name)["text"]
    labels = _choices(site, node)
    long = len(labels) > options.MOST_LISTED
    return widgets.FieldView(
        name=node.name,
        label=node.label,
        help=node.help,
        unit=_unit(node),
        kind=_kind(node),
        text=shown,
        choices=() if long else labels,
        options=node.table if long else "",
        step=_step(node, shown),
        default_text=_default_text(labels, shown),
        group=group,
        scope=scope,
        choice_groups={} if long else _choice_groups(site, node),
        own=week.EXAMPLE if node.name == HOURS else "",
    )


def _kind(node: Node) -> Any:
    return "text" if node.value_kind == "record" else node.value_kind


def _unit(node: Node) -> str:
    if node.unit is None or node.unit.style == "percent":
        return ""
    return node.unit.symbol


def _step(node: Node, shown: str) -> float | None:
    if node.value_kind != "number":
        return None
    number = shown.replace(",", "").rstrip("%")
    return node.step or step_for(float(number) if number else 0.0)


def _default_text(labels: tuple[tuple[str, str], ...], shown: str) -> str:
    return dict(labels).get(shown, shown)


def _choices(site: Site, node: Node) -> tuple[tuple[str, str], ...]:
    return options.of(site, node) if node.table else node.choices


def _choice_groups(site: Site, node: Node) -> dict[str, str]:
    if node.name not in GROUPED:
        return {}
    snapshot = site.evaluation.snapshot
    return {key: snapshot.maker(node.table, key) for key in choices(node, site.catalog) if "/" in key}


def calculator(site: Site, spec: Calculator, part: Callable[..., Markup], scope: str) -> widgets.CalculatorView:
    """A calculator with its form, results, charts and tables, all at their defaults."""
    groups = tuple(
        widgets.GroupView(
            group.legend,
            tuple(field(site, name, scope, group.legend) for name in group.inputs),
            group.open,
            part("chart", chart="week") if HOURS in group.inputs else Markup(),
        )
        for group in spec.groups
    )
    presets = tuple(preset(one) for one in PRESETS if one.id in spec.presets)
    return widgets.CalculatorView(
        id=spec.slug,
        question=spec.question,
        groups=groups,
        verdict=part("verdict") if spec.verdict else Markup(),
        results=part("results", names=list(spec.results)),
        charts=tuple(part("chart", chart=name) for name in spec.charts),
        tables=tuple(part("table", table=name) for name in spec.tables),
        coming=part("coming") if any("api_model" in group.inputs for group in spec.groups) else Markup(),
        presets=presets,
        hours=tuple(map(preset, HOUR_PRESETS)) if spec.hours else (),
    )


def preset(one: Preset) -> widgets.PresetView:
    """A preset as a button carries it."""
    return widgets.PresetView(one.label, {**one.values, **dict.fromkeys(one.clears)})


def claim(site: Site, page: Page, claim_id: str) -> widgets.ClaimView:
    """A claim with its evidence, its review date and whether today's data bear it out."""
    record = site.claims[claim_id]
    condition = record.get("holds_if") or ""
    state: widgets.ClaimState = "holds"
    if condition and not holds(condition, site.evaluation):
        state = "fails"
    elif text.first_day(record["review_by"]).isoformat() < site.catalog.edition:
        state = "due"
    evidence = tuple(_evidence(site, page, key) for key in record.get("evidence", ()))
    return widgets.ClaimView(
        claim_id,
        record["side"],
        record["title"],
        evidence,
        text.day(record["review_by"]),
        text.day(site.catalog.edition),
        state,
        _words(condition),
    )


COMPARED = {"<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least"}


def _words(condition: str) -> str:
    """A condition on quantities as a reader reads it; one on facts stands in the evidence already."""
    if "fact(" in condition:
        return ""
    words = (
        COMPARED.get(word) or (f"“{GRAPH.nodes[word].label}”" if word in GRAPH.nodes else word)
        for word in condition.split()
    )
    return " ".join(words)


def _evidence(site: Site, page: Page, key: str) -> widgets.EvidenceView:
    snapshot = site.evaluation.snapshot
    if key in GRAPH.nodes:
        node = GRAPH.nodes[key]
        return widgets.EvidenceView(
            node.label,
            Markup(markup.number(page, key)),
            "computed",
            markup.meaning(page, key),
            text.day(snapshot.day),
        )
    table, record, name = split_key(key)
    fact = snapshot.fact(table, record, name)
    if fact is None:
        raise LookupError(f"evidence {key}: no such fact on {snapshot.day}")
    source = site.catalog.sources[fact.source]
    url = source["url"] if source["url"].startswith("http") else page.root + source["url"]
    part = "range" if fact.low and fact.high else "value"
    return widgets.EvidenceView(
        about(snapshot, table, record, name),
        Markup.escape(fact_words(fact, part)),
        source["publisher"],
        url,
        text.day(fact.date),
    )
