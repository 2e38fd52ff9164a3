"""The HTML of what readers touch: fields, blanks in sentences, calculators, claim boxes, tables, tools.

Pure functions from small records to HTML.  Nothing here computes or knows of inputs, quantities or facts; the
caller brings texts that are ready to show.  Texts are escaped; what is HTML already comes as `Markup`.
No element carries a style attribute (the content security policy forbids them); the classes are styled in
`docs/assets/css/widgets.css`.  Inline pieces are one line, so that Markdown leaves them in their sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default_of
from functools import lru_cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

NOTHING = Markup()
Kind = Literal["number", "choice", "flag", "text"]
Side = Literal["api", "twin", "local", "rental", "none"]
ClaimState = Literal["holds", "due", "fails"]


@dataclass(frozen=True)
class FieldView:
    """One input as a form shows it.

    `text` is what stands in the field, `default_text` what it goes back to; `scope` keeps element ids apart where
    a page shows the same input twice; `choice_groups` maps a choice's id to the heading it is listed under.
    `options` names the list that a choice among very many is made from; such a field is typed into, and lists none.
    `own` is what stands in the field at first where a reader chooses to write what no choice says.
    """

    name: str
    label: str
    help: str = ""
    unit: str = ""
    kind: Kind = "number"
    text: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    step: float | None = None
    default_text: str = ""
    group: str = ""
    scope: str = "f"
    choice_groups: Mapping[str, str] = default_of(default_factory=dict)
    options: str = ""
    own: str = ""


@dataclass(frozen=True)
class GroupView:
    """Fields under one heading, and a picture of them; a closed group unfolds on demand."""

    legend: str
    fields: tuple[FieldView, ...]
    open: bool = True
    picture: Markup = NOTHING


@dataclass(frozen=True)
class PresetView:
    """A named set of input texts that fills the blanks; None puts an input back to its default."""

    label: str
    values: Mapping[str, str | None]


@dataclass(frozen=True)
class CalculatorView:
    """A question, its form, and what answers it; verdict, results, charts and tables are ready-made HTML."""

    id: str
    question: str
    groups: tuple[GroupView, ...]
    verdict: Markup = NOTHING
    results: Markup = NOTHING
    charts: tuple[Markup, ...] = ()
    tables: tuple[Markup, ...] = ()
    coming: Markup = NOTHING
    presets: tuple[PresetView, ...] = ()
    hours: tuple[PresetView, ...] = ()


@dataclass(frozen=True)
class EvidenceView:
    """A fact or quantity that bears a claim out: what it is, its value, and where it was read."""

    label: str
    value: Markup
    source: str
    url: str
    date: str


@dataclass(frozen=True)
class ClaimView:
    """A comparison that the guide makes: what it rests on, when it is looked at again, whether the data bear it out."""

    id: str
    side: Side
    title: str
    evidence: tuple[EvidenceView, ...]
    review_by: str
    edition: str  # the day of the evidence, in words
    state: ClaimState = "holds"
    condition: str = ""


@dataclass(frozen=True)
class ColumnView:
    """A column of a table; numbers stand to the right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class RowView:
    """A row of a table: its cells, the side it belongs to, and whether it is a total or the best."""

    cells: tuple[str | Markup, ...]
    side: Side | None = None
    emphasis: Literal["", "total", "best"] = ""


def field(view: FieldView) -> Markup:
    """A labelled form field with its unit, help, room for an error and a way back to the default."""
    return _render("field.html.jinja", view=view)


def blank(view: FieldView) -> Markup:
    """An input inside a sentence: text or number; its label is heard, not seen."""
    return _inline("blank.html.jinja", view=view)


def choice(view: FieldView) -> Markup:
    """A choice inside a sentence."""
    if view.kind != "choice" or not (view.choices or view.options):
        raise ValueError(f"{view.name}: expected a choice with its options, got kind {view.kind}")
    return _inline("blank.html.jinja", view=view)


def calculator(view: CalculatorView) -> Markup:
    """A whole calculator: form beside verdict and results, charts and tables below, tools at the end."""
    return _render("calculator.html.jinja", view=view)


def tools(
    presets: tuple[PresetView, ...] = (), label: str = "This workload", hours: tuple[PresetView, ...] = ()
) -> Markup:
    """The row of presets (of the workload, of the hours of use), link and reset that belongs to a sentence or form."""
    rows = [row for row in (("workload", "Fill in:", presets), ("hours", "Hours:", hours)) if row[2]]
    return _render("tools.html.jinja", rows=rows, label=label)


def claim(view: ClaimView) -> Markup:
    """The box behind a claim: its evidence, its review date, and a plain word when the data no longer agree."""
    return _render("claim.html.jinja", view=view)


def table(caption: str, columns: tuple[ColumnView, ...], rows: tuple[RowView, ...]) -> Markup:
    """A table that scrolls inside its own named region.  The first cell of each row is its header."""
    for row in rows:
        if len(row.cells) != len(columns):
            raise ValueError(f"table {caption!r}: expected {len(columns)} cells, got {len(row.cells)} in {row.cells!r}")
    return _render("table.html.jinja", caption=caption, columns=columns, rows=rows)


def options(view: FieldView) -> Markup:
    """The options of a choice, the current one selected, under group headings where there are any.

    The current value is always among them: an id that the list lacks is listed as it is.
    """
    known = view.choices
    if view.text and view.text not in dict(known):
        known = (*known, (view.text, view.text))
    parts: list[Markup] = []
    heading = ""
    for value, label in known:
        group = view.choice_groups.get(value, "")
        if group != heading:
            parts.append(Markup("</optgroup>") if heading else Markup())
            parts.append(Markup('<optgroup label="{}">').format(group) if group else Markup())
            heading = group
        mark = Markup(" selected") if value == view.text else Markup()
        parts.append(Markup('<option value="{}"{}>{}</option>').format(value, mark, label))
    parts.append(Markup("</optgroup>") if heading else Markup())
    return Markup().join(parts)


def preset_json(values: Mapping[str, str | None]) -> str:
    """The values of a preset as a data attribute carries them."""
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(options=options, preset_json=preset_json, field=field, tools=tools)
    return environment


def _lines(template: str, values: Mapping[str, object]) -> list[str]:
    html = _environment().get_template(template).render(**values)
    return [line.strip() for line in html.splitlines() if line.strip()]


def _render(template: str, **values: object) -> Markup:
    """A block, without blank lines, which would end it in Markdown."""
    return Markup("\n".join(_lines(template, values)))


def _inline(template: str, **values: object) -> Markup:
    """A piece of a sentence, on one line; an asterisk in a label must not start emphasis there."""
    return Markup("".join(_lines(template, values)).replace("*", "&#42;"))
