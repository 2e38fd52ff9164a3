"""Values to HTML: numbers that are links, tables, sentences.  The same at build and in the browser."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from calc import results, text
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown, brief
from calc.engine.grounds import facts_of
from calc.facts.fact import Fact
from calc.facts.freshness import kind_of, turns
from calc.facts.history import row_since
from calc.options import left_behind
from calc.parts.addresses import record_link
from calc.sentences import Segment

Args = Mapping[str, Any]  # what a page says of a part
PAGE_OF_SOURCES = "sources/"
MOST_SOURCES = 3
WORDY = ("choice", "text")  # kinds of nodes whose values are names or sentences


@dataclass(frozen=True)
class Page:
    """Where parts are rendered: the evaluation of the reader's scenario, and the way to the site's root.

    `within`: overrides that the evaluation already stands under, for a part about one record.  Each number of such
    a part repeats them, so that its explanation is about that record too.
    """

    evaluation: Evaluation
    sources: Mapping[str, Any]
    root: str = ""  # prefix of every link, such as "../../"
    line_url: str = ""  # address of a line in the repository, with {path} and {line}; empty where it is not set
    within: Mapping[str, Any] = field(default_factory=dict)

    def under(self, overrides: Mapping[str, Any]) -> Evaluation:
        """The reader's scenario under the overrides of one number; None takes a reader's pin back.

        What the reader said of another API, box, model or tariff does not carry over to the one named here.
        The price row is the one record among them: it is named by the moment at which it begins.
        """
        if not overrides:
            return self.evaluation
        pins = self.evaluation.pins
        unset = tuple(name for name, value in overrides.items() if value is None and name in pins)
        kept = {name: value for name, value in overrides.items() if value is not None}
        gone = [name for name in left_behind(self.evaluation.get, kept) if name in pins and name not in overrides]
        if "api_price_row" in kept:
            model = kept.get("api_model") or self.evaluation.get("api_model")
            kept["api_price_row"] = row_since(self.evaluation.snapshot, model, kept["api_price_row"])
        return self.evaluation.overlay(results.overrides(kept), (*unset, *gone))

    def about(self, overrides: Mapping[str, Any]) -> Page:
        """The same place for a part about one record."""
        if not overrides:
            return self
        return replace(self, evaluation=self.under(overrides), within={**self.within, **overrides})


def attributes(**values: str) -> str:
    """HTML attributes; `_` stands for `-`, and `class_` for `class`."""
    parts = [f'{name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in values.items() if value]
    return "".join(f" {part}" for part in parts)


def compact(value: Mapping[str, Any]) -> str:
    """JSON for a data attribute."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def number_class(evaluation: Evaluation, q: str) -> str:
    """The class of a number: unknown, changed by the reader, or plain.  Words, "at least" too, may break at a space."""
    status = results.status(evaluation, q)
    words = " num--words" if status == "floor" or evaluation.graph.nodes[q].value_kind in WORDY else ""
    if status == "unknown":
        return f"num num--unknown{words}"
    return f"num num--changed{words}" if is_changed(evaluation, q) else f"num{words}"


def is_changed(evaluation: Evaluation, q: str) -> bool:
    """Whether something the reader has set reaches this quantity."""
    below = evaluation.graph.descendants
    return any(q in below[name] for name in evaluation.reader_pins)


def number(page: Page, q: str, overrides: Mapping[str, Any] | None = None, style: str = "exact") -> str:
    """A number inside a sentence or table: a link to its quantity that explains itself on demand."""
    evaluation = page.under(overrides or {})
    args: dict[str, Any] = {"q": q}
    if overrides or page.within:
        args["with"] = {**page.within, **(overrides or {})}
    words, tip_text = told(page, evaluation, q, style)
    return link(
        page,
        q,
        words,
        args,
        tip_text,
        number_class(evaluation, q),
    )


def link(
    page: Page,
    q: str,
    shown: str,
    args: Mapping[str, Any],
    tip_text: str,
    classes: str = "num",
    part: str = "",
) -> str:
    """The link element of a number.  `part` makes it live by itself."""
    return (
        f"<a{attributes(class_=classes, data_part=part, data_args=compact(args), data_tip=tip_text)}"
        f' href="{escape(meaning(page, q))}">{escape(shown)}</a>'
    )


def meaning(page: Page, q: str) -> str:
    """Where the site says what a name means: inputs stand on one page of the reference, all others on another."""
    where = "inputs" if page.evaluation.graph.nodes[q].kind == "input" else "quantities"
    return f"{page.root}reference/{where}/#{q}"


def told(page: Page, evaluation: Evaluation, q: str, style: str = "exact") -> tuple[str, str]:
    """A number in words and what hovering over it shows; kept, because most numbers stay when one input moves."""
    kept = evaluation.kept_of(q)
    if ("told", style) not in kept:
        kept["told", style] = results.choice_label(evaluation, q, style), tip(page, evaluation, q)
    found: tuple[str, str] = kept["told", style]
    return found


def tip(page: Page, evaluation: Evaluation, q: str) -> str:
    """What hovering shows: the day, the reason where unknown, whose facts went in."""
    value, _, _ = results.settled(evaluation, q)
    day = f"As of {text.day(evaluation.snapshot.day)}"
    if isinstance(value, Unknown):
        return f"{day} · unknown: {brief(value.reason)}"
    facts = facts_of(evaluation, q)
    return " · ".join([day, *publishers(page, facts), *checked(facts)])


def checked(facts: Sequence[Fact]) -> list[str]:
    """When the facts were checked, the one that waits longest counting; nothing where there are none."""
    days = {fact.checked for fact in facts}
    said = "checked" if len(days) == 1 else "all checked since"
    return [f"{said} {text.day(min(days))}"] if days else []


def publishers(page: Page, facts: Sequence[Fact]) -> list[str]:
    """Who published the facts, each once; many are counted."""
    sources = dict.fromkeys([fact.source for fact in facts])
    names = list(dict.fromkeys([page.sources[source]["publisher"] for source in sources if source in page.sources]))
    if len(names) > MOST_SOURCES:
        return [*names[:MOST_SOURCES], f"{len(names) - MOST_SOURCES} more"]
    return names or ["no facts, only the figures in the formula"]


def fact_tip(page: Page, fact: Fact) -> str:
    """What hovering over a fact shows: who published it, since when it holds, how and when it was checked."""
    publisher = page.sources.get(fact.source, {}).get("publisher", fact.source)
    return f"{publisher}, {text.day(fact.date)} · {fact.how} {text.day(fact.checked)}"


def fact_href(page: Page, fact: Fact) -> str:
    """Where a fact leads: the line of the data where the repository is known, else its source."""
    url = page.line_url.replace("{path}", fact.file).replace("{line}", str(fact.line))
    return url or f"{page.root}{PAGE_OF_SOURCES}#{fact.source}"


def fresh(fact: Fact) -> str:
    """Until when a fact counts as looked after: "first amber day/first red day"; empty where it has no limit."""
    table, _, rest = fact.key.partition(".")
    days = turns(kind_of(table, rest.rsplit(".", 1)[-1]), fact.checked)
    return "/".join(days) if days else ""


def fact_link(args: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """The link element of a fact from its part; it follows the day that the reader picks."""
    classes = "num num--fact num--unknown" if made["unknown"] else "num num--fact"
    named = attributes(class_=classes, data_part="fact", data_args=compact(args), data_tip=made["tip"])
    named += attributes(data_fresh=made.get("fresh", ""))
    return f'<a{named} href="{escape(made.get("href", ""))}">{made["html"]}</a>'


def page_link(page: Page, table: str, record_id: str, words: str) -> str:
    """A record's name as a link to its page; of open models only those that somebody hosts have one."""
    hosted = page.evaluation.snapshot.attribute("open_model", record_id, "hosted_twin")
    if table == "open_model" and not hosted:
        return escape(words)
    return record_link(page.root, table, record_id, words)


def sentence(page: Page, parts: Sequence[Segment]) -> str:
    """A sentence with its numbers as links."""
    return "".join(escape(part) if isinstance(part, str) else number(page, part.q, part.overrides) for part in parts)


@dataclass(frozen=True)
class Row:
    """A row of a table: cells of HTML, the side it belongs to, and whether it is a total or the best."""

    cells: tuple[str, ...]
    side: str = ""
    emphasis: str = ""


@dataclass(frozen=True)
class Group:
    """Rows of a table under a heading of their own.  `mark`: its anchor on the page, `short`: its name in jumps."""

    heading: str
    rows: Sequence[Row]
    mark: str = ""
    short: str = ""


def table(caption: str, columns: Sequence[str], rows: Sequence[Row], numeric: Sequence[int] = ()) -> str:
    """A table that scrolls inside its own named region; the first cell of each row is its header."""
    return _table(caption, columns, f"<tbody>{''.join(_row(row, numeric) for row in rows)}</tbody>", numeric)


def grouped(caption: str, columns: Sequence[str], groups: Sequence[Group], numeric: Sequence[int] = ()) -> str:
    """The same with its rows in groups; a group without rows is left out."""
    made = (_group(one, len(columns), numeric) for one in groups if one.rows)
    return _table(caption, columns, "".join(made), numeric)


def _group(group: Group, width: int, numeric: Sequence[int]) -> str:
    head = f'<th scope="rowgroup" colspan="{width}"{attributes(id=group.mark)}>{escape(group.heading)}</th>'
    return f'<tbody><tr class="heads">{head}</tr>{"".join(_row(row, numeric) for row in group.rows)}</tbody>'


def _table(caption: str, columns: Sequence[str], bodies: str, numeric: Sequence[int]) -> str:
    head = "".join(_head(i, column, numeric) for i, column in enumerate(columns))
    return (
        f'<div class="scroll" role="region" aria-label="{escape(caption)}" tabindex="0"><table class="data">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>{bodies}</table></div>"
    )


def _head(index: int, column: str, numeric: Sequence[int]) -> str:
    """A column's header; a corner without words heads nothing, so it is a plain cell."""
    return f'<th scope="col"{_right(index, numeric)}>{escape(column)}</th>' if column else "<td></td>"


def _right(index: int, numeric: Sequence[int]) -> str:
    return ' class="to-right"' if index in numeric else ""


def _row(row: Row, numeric: Sequence[int]) -> str:
    cells = [f'<th scope="row">{row.cells[0]}</th>']
    cells += [f"<td{_right(i, numeric)}>{cell}</td>" for i, cell in enumerate(row.cells[1:], 1)]
    return f"<tr{attributes(class_=row.emphasis, data_side=row.side)}>{''.join(cells)}</tr>"


def origin(page: Page, fact: Fact) -> str:
    """Where a fact comes from: source, date, how it was checked, and its line in the data."""
    source = page.sources.get(fact.source, {})
    title = escape(source.get("publisher", fact.source))
    url = source.get("url", "")
    named = f'<a href="{escape(url)}" rel="noreferrer">{title}</a>' if url.startswith("http") else title
    how = f"{fact.how} {text.day(fact.checked)}"
    due = f"<span{attributes(data_fresh=fresh(fact))}></span>" if fresh(fact) else ""
    return f"{named} · {escape(_since(fact))} · {escape(how)}{due} · {line(page, fact)}"


def _since(fact: Fact) -> str:
    words = {"documented": "from", "first-observed": "first seen", "inferred": "inferred, from"}
    return f"{words.get(fact.basis, 'from')} {text.day(fact.date)}"


def line(page: Page, fact: Fact) -> str:
    """The line of the data file, a link where the repository's address is set."""
    place = f"{fact.file}:{fact.line}"
    if not page.line_url:
        return f"<code>{escape(place)}</code>"
    url = page.line_url.replace("{path}", fact.file).replace("{line}", str(fact.line))
    return f'<a class="line" href="{escape(url)}" rel="noreferrer"><code>{escape(place)}</code></a>'
