"""How was this computed?  A value, its formula in words, and what went in, down to facts and their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from calc import results, text
from calc.engine.evaluate import Evaluation
from calc.engine.labels import label_of
from calc.engine.rules import Search
from calc.facts.catalog import Snapshot
from calc.facts.fact import Fact
from calc.parts.markup import Page, meaning, origin, page_link
from calc.parts.suggest import MARK, suggestion, suggestion_of
from calc.results import choice_label

DEEPEST = 9
NOT_KNOWN = re.compile(r"no (.+?) (?:is|are) (known for .+)")


def explain(page: Page, args: dict[str, Any]) -> str:
    """The explanation of a number (`q`, `with`) or of a fact (`fact`) as HTML."""
    if "fact" in args:
        return _explain_fact(page, args)
    evaluation = page.under(args.get("with", {}))
    name = args["q"]
    node = evaluation.graph.nodes[name]
    reason = "".join(
        f'<p class="explain__reason">{escape(why)}</p>' for why in gathered(results.reasons(evaluation, name))
    )
    formula = f'<p class="explain__formula">= {escape(node.formula)}</p>' if node.formula else ""
    tree = _children(page, evaluation, name, 1) + _leaf(page, evaluation, name)
    said = results.words(evaluation, name)
    return (
        f'<h2 class="explain__title">{escape(node.label)}: {escape(said)}</h2>'
        f'<p class="explain__help">{escape(node.help)}</p>{reason}{formula}'
        f'<ul class="explain__tree">{tree}</ul>{_whole(page, evaluation, name, said) if MARK not in tree else ""}'
        f'<p class="explain__foot">As of {text.day(evaluation.snapshot.day)}. '
        f'<a href="{escape(meaning(page, name))}">{escape(name)}</a></p>'
    )


def gathered(reasons: list[str]) -> list[str]:
    """Reasons with all that is missing of one record in one: nine lines about one model are one sentence."""
    missing: dict[str, list[str]] = {}
    for why in reasons:
        found = NOT_KNOWN.fullmatch(why)
        if found:
            missing.setdefault(found[2], []).append(found[1])
    said = {whose: f"not {whose}: {', '.join(parts)}" for whose, parts in missing.items() if len(parts) > 1}
    return list(dict.fromkeys(said.get(_whose(why), why) for why in reasons))


def _whose(why: str) -> str:
    found = NOT_KNOWN.fullmatch(why)
    return found[2] if found else ""


def _whole(page: Page, evaluation: Evaluation, name: str, said: str) -> str:
    """Where nothing below a number can be corrected by a line of the data: the number itself, in words."""
    links = suggestion_of(page, name, f"{said}, as of {evaluation.snapshot.day}")
    return f"<p>{links}</p>" if links else ""


def _explain_fact(page: Page, args: dict[str, Any]) -> str:
    table, record, field = split_key(args["fact"])
    fact = page.evaluation.snapshot.fact(table, record, field)
    if fact is None:
        unknown = suggestion_of(page, args["fact"], f"unknown, as of {page.evaluation.snapshot.day}")
        return f"<p>No value of this key is known on this day. {unknown}</p>"
    note = f'<p class="explain__help">{escape(fact.note)}</p>' if fact.note else ""
    title = f"{about(page.evaluation.snapshot, table, record, field)}: {fact_words(fact, 'range')}"
    return (
        f'<h2 class="explain__title">{escape(title)}</h2>{note}'
        f"<p>{origin(page, fact)}</p>{_suggested(page, fact)}"
        f'<p class="explain__foot"><code>{escape(fact.key)}</code></p>'
    )


def about(snapshot: Snapshot, table: str, record: str, field: str) -> str:
    """What a fact is about, in words: "GeForce RTX 3090, memory".  An id of several parts is named part by part."""
    return f"{snapshot.label(table, record)}, {label_of(field).lower()}"


def _suggested(page: Page, fact: Fact) -> str:
    links = suggestion(page, fact)
    return f"<p>{links}</p>" if links else ""


def split_key(key: str) -> tuple[str, str, str]:
    """Table, record and field of a fact's key; ids may hold dots."""
    table, _, rest = key.partition(".")
    record, _, field = rest.rpartition(".")
    return table, record, field


RANGES = {"range": "exact", "about": "about", "bare": "bare"}  # parts of a fact that are its range, and their style


def fact_words(fact: Fact, part: str = "value") -> str:
    """A fact in words: its `value`, `low`, `high`, or the `range` where there is one: as it is, about or bare."""
    field = fact.key.rsplit(".", 1)[-1]
    if part in RANGES and fact.low is not None and fact.high is not None:
        return text.words(float(fact.low), field, float(fact.low), float(fact.high), RANGES[part])
    shown = {"low": fact.low, "high": fact.high}.get(part) or fact.value
    try:
        return text.words(float(shown), field)
    except ValueError:
        return shown


def _children(page: Page, evaluation: Evaluation, name: str, depth: int) -> str:
    if name in evaluation.pins or depth > DEEPEST:
        return ""
    inner = dict.fromkeys(_below(evaluation, name))
    return "".join(_item(page, branch, dep, depth) for branch, dep in inner)


def _below(evaluation: Evaluation, name: str) -> Iterator[tuple[Evaluation, str]]:
    """What went into a node, each with where it was computed, without what is hidden.

    What a search looks at is often hidden, as it stands for a question: in its place comes what went into it.
    """
    rule = evaluation.graph.nodes[name].rule
    inner = [(evaluation, dep) for dep in rule.used(evaluation, name)]
    if isinstance(rule, Search):
        evaluation.get(name)
        branches = {target: branch for branch, target in evaluation.branches_of(name)}
        inner += [(branch, target) for target, branch in branches.items()]
    for branch, dep in inner:
        if not branch.graph.nodes[dep].hidden:
            yield branch, dep
        elif isinstance(rule, Search) and dep not in branch.pins:
            yield from _below(branch, dep)


def _item(page: Page, evaluation: Evaluation, name: str, depth: int) -> str:
    node = evaluation.graph.nodes[name]
    head = f"{escape(node.label)} <b>{escape(choice_label(evaluation, name))}</b>"
    below = _children(page, evaluation, name, depth + 1)
    leaf = _leaf_text(page, evaluation, name)
    if not below:
        head = f"{escape(node.label)} <b>{_linked_choice(page, evaluation, name)}</b>"
        return f'<li>{head} <span class="explain__from">{leaf}</span></li>'
    formula = f'<span class="explain__formula">= {escape(node.formula)}</span>' if node.formula else ""
    from_ = f'<span class="explain__from">{leaf}</span>' if leaf else ""
    return f"<li><details><summary>{head} {from_}</summary>{formula}<ul>{below}</ul></details></li>"


def _leaf(page: Page, evaluation: Evaluation, name: str) -> str:
    shown = _leaf_text(page, evaluation, name)
    return f'<li><span class="explain__from">{shown}</span></li>' if shown else ""


def _leaf_text(page: Page, evaluation: Evaluation, name: str) -> str:
    if name in evaluation.reader_pins:
        return "your figure"
    if name in evaluation.pins:
        return "set for this sentence"
    evaluation.get(name)
    fact = evaluation.fact_of(name)
    if fact is not None:
        return _stand_in(fact, name) + origin(page, fact) + _note(fact) + suggestion(page, fact)
    node = evaluation.graph.nodes[name]
    return "default" if node.kind == "input" else ""


def _stand_in(fact: Fact, name: str) -> str:
    """Says when another figure stands in, such as the rated power for a measured one."""
    field = fact.key.rsplit(".", 1)[-1]
    stands_in = {"rated_power_w": "rated, not measured · ", "new_usd": "new · ", "used_usd": "used · "}
    return stands_in.get(field, "") if field != name else ""


def _note(fact: Fact) -> str:
    spread = ""
    if fact.low is not None and fact.high is not None:
        spread = f" · {fact_words(fact, 'range')}"
    return f"{escape(spread)}{f' · {escape(fact.note)}' if fact.note else ''}"


def _linked_choice(page: Page, evaluation: Evaluation, name: str) -> str:
    """A node's value in words; what was chosen as a link to its page, where it has one."""
    node, value = evaluation.graph.nodes[name], evaluation.get(name)
    label = choice_label(evaluation, name)
    return page_link(page, node.table, value, label) if isinstance(value, str) else escape(label)
