"""What a change does, as Markdown: for a pull request's comment and for a shell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from build_hooks.dataset import Fault
from build_hooks.upkeep.effects import Effect, Flip, Verdict
from build_hooks.upkeep.markdown import bullets, code, fenced, table
from build_hooks.upkeep.rows import PRICES, RowChange, TextChange, status
from build_hooks.upkeep.slips import change, slip, unusual
from build_hooks.upkeep.touched import Touched
from calc.model import GRAPH

NONE = "—"


@dataclass(frozen=True)
class Report:
    """Everything that `diff` found out."""

    old: str
    new: str
    editions: tuple[str, str] = ("", "")
    faults: tuple[tuple[str, tuple[Fault, ...]], ...] = ()  # of sides that cannot be read
    rows: tuple[RowChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    kinds: Mapping[tuple[str, str], Sequence[Decimal]] = field(
        default_factory=dict
    )  # figures so far, by table and name
    edits: tuple[Fault, ...] = ()
    results: tuple[Effect, ...] = ()
    break_evens: tuple[Effect, ...] = ()
    flips: tuple[Flip, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    pages: tuple[Touched, ...] = ()
    looked_at: dict[str, int] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether the change must not be taken as it is: data with faults, or history edited without a correction."""
        return bool(self.faults or self.edits)


def markdown(report: Report) -> str:
    """The whole report."""
    parts = [f"## What this change does\n\n{_summary(report)}"]
    if report.faults:
        parts += [_faults(label, faults) for label, faults in report.faults]
    else:
        made = (_warnings, _figures, _results, _break_evens, _verdicts, _flips, _pages, _others)
        parts += [text for make in made if (text := make(report))]
    return "\n\n".join(parts) + "\n"


def _summary(report: Report) -> str:
    said = f"From {code(report.old)} to {code(report.new)}."
    if report.faults:
        return f"{said} The figures cannot be compared before the faults below are mended."
    old, new = report.editions
    day = f"As of {old}." if old == new else f"The edition moves from {old} to {new}."
    if not (report.rows or report.texts or report.pages or report.results):
        return f"{said} {day} Nothing changes."
    return " ".join([said, day, *_counts(report)])


def _counts(report: Report) -> Iterator[str]:
    again = sum(row.kind == "again" for row in report.rows)
    counts = [
        _count(len(report.rows) - again, "dated row"),
        _count(len(report.results), "default result"),
        _count(len(report.pages), "page") if "pages" in report.looked_at else "pages not looked at",
    ]
    yield f"Changes {', '.join(counts)}."
    if only_day := report.looked_at.get("only day"):
        yield f"Besides, {_count(only_day, 'page')} with another day and nothing else."
    if again:
        yield f"{_count(again, 'row')} looked at again without a new figure."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _faults(label: str, faults: Sequence[Fault]) -> str:
    return f"### Faults of {code(label)}\n\n{fenced(faults)}"


def _warnings(report: Report) -> str:
    slips = [
        f"{code(key)} from {code(row.since)}: {code(old)} to {code(new)} is {words}"
        for row in report.rows
        for key, old, new in row.figures()
        if (words := slip(old, new))
    ]
    slips += [
        f"{code(key)} from {code(row.since)}: {code(new)} is {words}"
        for row in report.rows
        for key, old, new in row.figures()
        if old is None and (words := unusual(new, report.kinds.get((row.table, key.rpartition(".")[2]), ())))
    ]
    lost = [
        f"{code(row.key)} from {code(row.since)} has no {', '.join(map(code, names))} any more: unknown from then on. "
        "A row is complete; if the price page still names them, write them into the new row."
        for row in report.rows
        if (names := conditions_lost(row))
    ]
    parts = []
    if lost:
        parts.append(f"Not carried over:\n\n{bullets(lost)}")
    if slips:
        parts.append(f"Steps that look like a slip of the unit:\n\n{bullets(slips)}")
    if report.edits:
        parts.append(f"Edits of history without a correction:\n\n{fenced(report.edits)}")
    return "### Warnings\n\n" + "\n\n".join(parts) if parts else ""


def _figures(report: Report) -> str:
    rows = [cells for row in report.rows for cells in _row_cells(row)]
    if not rows:
        return ""
    return "### Figures\n\n" + table(("figure", "holds from", "old", "new", "change", "where"), rows, (2, 3, 4))


def _row_cells(row: RowChange) -> Iterator[tuple[str, ...]]:
    if row.kind == "again":
        return
    kind = {"edited": " (edited)", "removed": " (taken out)", "between": " (put in between)"}.get(row.kind, "")
    stands = "" if status(row.new) == "in force" else f" ({status(row.new)})"
    when = f"{row.since}{kind}{stands}"
    lost = conditions_lost(row)
    for key, old, new in row.figures():
        if new is not None or _top(row, key) not in lost:
            yield code(key), when, _cell(old), _cell(new), change(old, new), code(f"{row.file}:{row.line_of(key)}")
    where = code(f"{row.file}:{row.line}")
    if row.old is not None and row.new is not None and status(row.old) != status(row.new):
        yield code(f"{row.key}.status"), when, _cell(status(row.old)), _cell(status(row.new)), "", where
    for name in lost:
        yield code(f"{row.key}.{name}"), when, "given", NONE, "", where


def conditions_lost(row: RowChange) -> list[str]:
    """What the row before had and an appended row of prices does not: tiers, batch, windows, a rate."""
    if row.kind != "appended" or row.field != PRICES:
        return []
    gone = [_top(row, key) for key, _, new in row.figures() if new is None]
    return [name for name in dict.fromkeys(gone) if name not in (row.new or {})]


def _top(row: RowChange, key: str) -> str:
    """The first step of a figure's key below its row: `batch` of `batch.input_ratio`."""
    return key.removeprefix(f"{row.key}.").split(".")[0].split("[")[0]


def _cell(text: str | None) -> str:
    return NONE if text is None else code(text)


def _results(report: Report) -> str:
    same = report.looked_at.get("results", 0) - len(report.results)
    if not report.results:
        return f"### Default results\n\nNone of {report.looked_at.get('results', 0)} changes."
    rest = f"\n\nThe other {same} stay as they are."
    return f"### Default results\n\n{_effects(report.results)}{rest}"


def _break_evens(report: Report) -> str:
    if not report.break_evens:
        return ""
    return f"### Break-even and bills with what changed\n\n{_effects(report.break_evens, cases=True)}"


def _effects(found: Iterable[Effect], cases: bool = False) -> str:
    rows = []
    for one in found:
        cells = (GRAPH.nodes[one.quantity].label, one.old, one.new, change(one.old_number, one.new_number))
        rows.append((code(one.case), *cells) if cases else cells)
    columns = ("quantity", "old", "new", "change")
    return table(("workload with", *columns) if cases else columns, rows, (2, 3, 4) if cases else (1, 2, 3))


def _verdicts(report: Report) -> str:
    if not report.verdicts:
        return ""
    lines = [
        f"{one.case}: {'**other words**' if one.words else 'other numbers'}\n  - old: {code(one.old)}\n"
        f"  - new: {code(one.new)}"
        for one in report.verdicts
    ]
    return f"### Verdicts\n\n{bullets(lines)}"


def _flips(report: Report) -> str:
    if not report.flips:
        return ""
    lines = [
        f"**{one.old} → {one.new}**: {code(one.claim)} {code(one.title)}, {code(one.expression) or 'no expression'}"
        + (f" ({code(one.reason)})" if one.reason else "")
        for one in report.flips
    ]
    return f"### Claims\n\n{bullets(lines)}"


def _pages(report: Report) -> str:
    if not report.pages:
        return ""
    written = [one for one in report.pages if one.page.startswith("docs/")]
    lines = [*(f"{code(one.page)}: {_said(one)}" for one in written), *_of_records(report.pages)]
    sentences = [
        f"{code(one.page)}\n  - old: {code(old)}\n  - new: {code(new)}" for one in written for old, new in one.sentences
    ]
    folded = f"\n\n<details><summary>Sentences that change</summary>\n\n{bullets(sentences)}\n\n</details>"
    return f"### Pages\n\n{bullets(lines)}{folded if sentences else ''}"


def _of_records(pages: Sequence[Touched]) -> Iterator[str]:
    """The pages of single records, a line for each kind, and those that came, went or cannot be made."""
    made = [one for one in pages if not one.page.startswith("docs/")]
    yield from (f"{code(one.page)}: {_said(one)}" for one in made if one.problem)
    kinds = Counter(one.page.split("/")[0] for one in made if not one.problem)
    yield from (f"{code(f'{kind}/')}: {_count(count, 'page')} of single records" for kind, count in kinds.items())


def _said(one: Touched) -> str:
    if one.problem:
        return code(one.problem)
    return f"{_count(one.numbers, 'bound number')} changed" if one.numbers else "charts, tables or fields changed"


def _others(report: Report) -> str:
    if not report.texts:
        return ""
    rows = [(code(one.key), _cell(one.old), _cell(one.new)) for one in report.texts]
    return "### Records and properties\n\n" + table(("what", "old", "new"), rows)
