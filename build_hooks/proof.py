"""Tables of "How right is this?": what the guide computes beside what somebody measured, made at every build."""

from __future__ import annotations

from html import escape

from build_hooks.site import Site
from build_hooks.validation import memory
from calc import text
from calc.markup import Page, Row, origin, table


def percent(share: float) -> str:
    """An error as per cent with its sign where it has one."""
    return text.words(share, "error_frac")


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
                emphasis="best" if one.rule == memory.OURS else "",
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
                f"{_shown(one.predicted[memory.OURS])} {one.unit}",
                percent(one.error(memory.OURS)),
                origin(page, one.fact),
            )
        )
        for one in memory.report(site.catalog).rows
    ]
    columns = ("Run", "What", "Measured", "Computed", "Error", "Source")
    return table("Memory, row by row", columns, rows, (2, 3, 4))


def memory_refused(site: Site, page: Page) -> str:
    """Measurements that are not compared, and why."""
    rows = [Row((escape(key), escape(reason))) for key, reason in memory.report(site.catalog).refused]
    return table("Rows of memory that are not compared", ("Run", "Why"), rows)


def _shown(value: float) -> str:
    return text.digits(value, "plain")


PROOF_TABLES = {
    "memory_summary": memory_summary,
    "memory_rows": memory_rows,
    "memory_refused": memory_refused,
}
