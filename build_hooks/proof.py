"""Tables of "How right is this?": what the guide computes beside what somebody measured, made at every build."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from build_hooks.site import Site
from build_hooks.validation import batching, goals, memory, offload, paper, prefill, speed
from build_hooks.validation.rows import OURS
from calc import text
from calc.chart import Axis, figure_html
from calc.chart.model import Role
from calc.chart.scatter import Dot, scatter
from calc.parts.markup import Page, Row, origin, table


def percent(share: float) -> str:
    """An error as per cent with its sign where it has one."""
    return text.words(share, "error_frac")


def folded(html: str, count: int) -> str:
    """A long table that unfolds on demand."""
    return f"<details><summary>All {count} rows</summary>{html}</details>"


def memory_summary(site: Site, page: Page) -> str:
    """How far off each rule is over all rows of a kind."""
    summaries = memory.report(site.catalog).summaries
    parts = []
    for what, caption in ((memory.CACHE, "Cache of keys and values"), (memory.TOTAL, "All memory on one card")):
        rows = [
            Row(
                (
                    escape(one.rule),
                    percent(one.median_error),
                    percent(one.worst_error),
                    f"{one.within_5_percent} of {one.count}",
                ),
                emphasis="best" if one.rule == OURS else "",
            )
            for one in summaries
            if one.what == what
        ]
        parts.append(table(caption, ("Rule", "Median error", "Worst error", "Within 5%"), rows, (1, 2, 3)))
    return "".join(parts)


def memory_rows(site: Site, page: Page) -> str:
    """Every measurement of memory with what the guide computes, its error and its source."""
    rows = [
        Row(
            (
                escape(one.id),
                escape(one.what),
                f"{_shown(one.measured)} {one.unit}",
                f"{_shown(one.predicted[OURS])} {one.unit}",
                percent(one.error(OURS)),
                origin(page, one.fact),
            )
        )
        for one in memory.report(site.catalog).rows
    ]
    columns = ("Run", "What", "Measured", "Computed", "Error", "Source")
    return folded(table("Memory, row by row", columns, rows, (2, 3, 4)), len(rows))


def memory_refused(site: Site, page: Page) -> str:
    """Measurements that are not compared, and why."""
    rows = [Row((escape(key), escape(reason))) for key, reason in memory.report(site.catalog).refused]
    return folded(table("Rows of memory that are not compared", ("Run", "Why"), rows), len(rows))


def speed_summary(site: Site, page: Page) -> str:
    """Speed of one request: how far off each rule is, dense models and mixtures apart."""
    return _by_group("Writing speed, one request", speed.report(site.catalog).summaries)


def _by_group(caption: str, summaries: Sequence[speed.Summary]) -> str:
    """A table for each group, a row for each rule."""
    groups: dict[str, list[speed.Summary]] = {}
    for one in summaries:
        groups.setdefault(one.group, []).append(one)
    return "".join(
        _speeds(f"{caption}: {group}", found, "Rule", lambda one: one.rule) for group, found in groups.items()
    )


def speed_families(site: Site, page: Page) -> str:
    """The guide's law with the card left out of the fit, by family of hardware."""
    found = speed.report(site.catalog).families
    return _speeds("By family, the card itself left out", found, "Family", lambda one: one.group)


def _speeds(caption: str, found: Sequence[speed.Summary], head: str, name: Callable[[speed.Summary], str]) -> str:
    rows = [
        Row(
            (
                escape(name(one)),
                str(one.count),
                percent(one.median_error),
                percent(one.p90_error),
                f"{text.digits(one.bias_ratio, 'plain')}×",
                "" if one.held_frac is None else percent(one.held_frac),
            ),
            emphasis="best" if one.rule == OURS else "",
        )
        for one in found
    ]
    columns = (head, "Rows", "Median error", "9 of 10 within", "Computed over measured", "In the stated range")
    return table(caption, columns, rows, (1, 2, 3, 4, 5))


def speed_chart(site: Site, page: Page) -> str:
    """Computed against measured speed, one dot a run, the card left out of the fit."""
    rows = speed.report(site.catalog).rows
    roles: dict[str, Role] = {speed.DENSE: "local", speed.MOE: "rental"}
    dots = [Dot(f"{row.card}: {row.id}", roles[row.kind], row.measured, row.predicted[speed.LEFT_OUT]) for row in rows]
    axis = Axis("measured, tok/s", lambda value: text.digits(value, "plain"))
    title = "Computed against measured, the card itself left out of the fit"
    made = scatter("speed-proof", title, dots, axis, replace(axis, title="computed, tok/s"))
    return f'<figure class="part part--chart">{figure_html(made)}</figure>'


def speed_rows(site: Site, page: Page) -> str:
    """Every measured speed with what the guide computes without this card, and its source."""
    return _measured("Speed, row by row", speed.report(site.catalog).rows, page)


def _measured(caption: str, found: Sequence[speed.Row], page: Page) -> str:
    rows = [
        Row(
            (
                escape(row.id),
                f"{_shown(row.measured)} tok/s",
                f"{_shown(row.predicted[speed.LEFT_OUT])} tok/s",
                f"{_shown(row.low)}–{_shown(row.high)}",
                percent(row.error(speed.LEFT_OUT)),
                origin(page, row.fact),
            )
        )
        for row in found
    ]
    columns = ("Run", "Measured", "Computed", "Range", "Error", "Source")
    return folded(table(caption, columns, rows, (1, 2, 3, 4)), len(rows))


def prefill_summary(site: Site, page: Page) -> str:
    """Prompt reading: how far off the guide is, with and without the card, and one share for all."""
    return _by_group("Prompt reading", prefill.report(site.catalog).summaries)


def prefill_rows(site: Site, page: Page) -> str:
    """Every measured speed of prompt reading with what the guide computes without this card, and its source."""
    return _measured("Prompt reading, row by row", prefill.report(site.catalog).rows, page)


def offload_rows(site: Site, page: Page) -> str:
    """Models partly in the host's memory: measured, computed with one bandwidth for the host, and the range."""
    rows = [
        Row(
            (
                escape(f"{row.what}: {row.id}"),
                percent(row.away_frac),
                f"{_shown(row.measured)} tok/s",
                f"{_shown(row.predicted[OURS])} tok/s",
                f"{_shown(row.low)}–{_shown(row.high)}",
                percent(row.error()),
                origin(page, row.fact),
            )
        )
        for row in offload.rows(site.catalog)
    ]
    columns = ("Run", "In host memory", "Measured", "Computed", "Range", "Error", "Source")
    return folded(table("Partly in the memory of the host, row by row", columns, rows, (1, 2, 3, 4, 5)), len(rows))


def goal_table(site: Site, page: Page) -> str:
    """What the guide set out to reach, and what it reaches."""
    rows = [
        Row(
            (
                escape(one.what),
                _range(one),
                _amount(one.reached, one.unit),
                {True: "yes", False: "no", None: ""}[one.met],
            ),
            emphasis="best" if one.met else "",
        )
        for one in goals.goals(site.catalog)
    ]
    return table("Errors aimed at, and reached", ("What", "Goal", "Reached", "Met"), rows, (1, 2))


def _range(goal: goals.Goal) -> str:
    if goal.least is not None and goal.most is not None:
        return f"{_amount(goal.least, goal.unit)} to {_amount(goal.most, goal.unit)}"
    return "" if goal.most is None else f"at most {_amount(goal.most, goal.unit)}"


def _amount(value: float, unit: str) -> str:
    return percent(value) if unit == "%" else f"{_shown(value)} {unit}"


def speed_refused(site: Site, page: Page) -> str:
    """Measured speeds that are not compared, and why."""
    rows = [Row((escape(key), escape(reason))) for key, reason in speed.report(site.catalog).refused]
    return folded(table("Runs that are not compared", ("Run", "Why"), rows), len(rows))


def serving_summary(site: Site, page: Page) -> str:
    """Many requests at once, and long contexts: errors where the speed of one short request is given."""
    reports = (
        ("Total speed of many requests at once", batching.concurrency(site.catalog)),
        ("Slow-down of writing by context", batching.context(site.catalog)),
        ("Slow-down of reading by depth of the prompt", batching.prompt_depth(site.catalog)),
    )
    rows = [
        Row((escape(name), str(len(one.rows)), percent(one.median_error), percent(one.worst_error)))
        for name, one in reports
    ]
    return table("Many requests, long contexts", ("", "Rows", "Median error", "Worst error"), rows, (1, 2, 3))


def paper_table(site: Site, page: Page) -> str:
    """The break-even months of a paper: printed, recomputed, and at its own small load."""
    rows = [
        Row(
            (
                escape(f"{cell.box} against {cell.api}"),
                _shown(cell.printed),
                _shown(cell.recomputed),
                "yes" if cell.reproduces else "no",
                "never" if cell.at_small_load is None else _shown(cell.at_small_load),
            )
        )
        for cell in paper.cells(site.catalog)
    ]
    columns = ("Box and API", "Printed, months", "Recomputed", "Reproduces", "At a small load, months")
    return folded(table("A paper's months to break even, recomputed", columns, rows, (1, 2, 4)), len(rows))


def _small_load(site: Site) -> str:
    """Months of the famous cell at the paper's own small load.  Raises ValueError where the box never pays."""
    found = paper.famous(site.catalog).at_small_load
    if found is None:
        raise ValueError("the paper's famous cell never pays at its small load: say so on the page")
    return _shown(found)


# Numbers that a sentence of a page may quote, made from the data at every build.
PROVED: dict[str, Callable[[Site], str]] = {
    "paper_cells_that_reproduce": lambda site: str(sum(one.reproduces for one in paper.cells(site.catalog))),
    "paper_cells_that_do_not": lambda site: str(sum(not one.reproduces for one in paper.cells(site.catalog))),
    "paper_months_printed": lambda site: _shown(paper.famous(site.catalog).printed),
    "paper_months_at_the_small_load": _small_load,
}


def _shown(value: float) -> str:
    return text.digits(value, "plain")


PROOF_TABLES = {
    "speed_summary": speed_summary,
    "speed_families": speed_families,
    "speed_chart": speed_chart,
    "speed_rows": speed_rows,
    "speed_refused": speed_refused,
    "prefill_summary": prefill_summary,
    "prefill_rows": prefill_rows,
    "offload_rows": offload_rows,
    "goals": goal_table,
    "serving_summary": serving_summary,
    "paper": paper_table,
    "memory_summary": memory_summary,
    "memory_rows": memory_rows,
    "memory_refused": memory_refused,
}
