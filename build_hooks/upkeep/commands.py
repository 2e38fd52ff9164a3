"""The commands that keep figures true, for `python -m build_hooks`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path

from build_hooks.dataset import DatasetError, dates
from build_hooks.errors import BuildError
from build_hooks.upkeep.states import State

_RATES = {
    "input": "what a million fresh tokens in cost, in US dollars: 0.15",
    "cache-read": "a million tokens read from the cache",
    "cache-write": "a million tokens written to the cache for the shortest time on offer",
    "cache-write-1h": "a million tokens written to the cache for an hour",
    "output": "a million tokens out",
}


Run = Callable[[argparse.Namespace], int]


def _refusing(run: Run) -> Run:
    """A command that says why it cannot be carried out, and returns 2."""

    @wraps(run)
    def command(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except (BuildError, DatasetError) as error:
            print(error, file=sys.stderr)
            return 2

    return command


def diff_options(parser: argparse.ArgumentParser) -> None:
    """What is compared with what."""
    parser.add_argument("base", help="what to compare with: a commit (main, HEAD~1) or a folder with prices/ in it")
    parser.add_argument(
        "--data", type=Path, help="a folder whose prices/ are the change; its code and pages are not used"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 where history is edited without a correction")
    parser.add_argument("--no-pages", action="store_true", help="leave out which pages change, which takes longest")


@_refusing
def diff(arguments: argparse.Namespace) -> int:
    """Print what a change does; 1 with --strict where it must not be taken, 2 where nothing can be compared."""
    from build_hooks.upkeep.diff import diff as compare
    from build_hooks.upkeep.report import markdown

    report = compare(arguments.base, arguments.root, arguments.data, not arguments.no_pages)
    print(markdown(report), end="")
    return 1 if arguments.strict and report.is_refused else 0


def add_price_options(parser: argparse.ArgumentParser) -> None:
    """The row: its rates, its dates and its source."""
    parser.add_argument("model", help="who bills / their own id, such as openai/gpt-6-luna")
    for name, text in _RATES.items():
        parser.add_argument(f"--{name}", required=name in ("input", "output"), metavar="USD", help=text)
    parser.add_argument("--from", dest="since", required=True, metavar="DATE", help="the day from which it holds")
    parser.add_argument("--until", default="", metavar="DATE", help="the first day on which it no longer holds")
    parser.add_argument("--source", required=True, metavar="ID-or-URL", help="an id of prices/sources.yml, or a page")
    for name, text in (
        ("source-id", "the id of a page that is new (default: <biller>-prices)"),
        ("publisher", "who publishes a page that is new"),
        ("title", "its title"),
        ("licence", "its licence"),
    ):
        parser.add_argument(f"--{name}", default="", metavar="TEXT", help=text)
    parser.add_argument("--checked", metavar="DATE", help="when you compared it with the source (default: today, UTC)")
    parser.add_argument(
        "--how", choices=("read", "cross-checked", "imported", "measured"), default="",
        help="what you did: read it on the source's page (the default for an address), compared two sources, ...",
    )  # fmt: skip
    parser.add_argument("--basis", choices=("documented", "first-observed", "inferred"), default="")
    parser.add_argument("--note", default="", help='what a reader should know; "step: ..." explains a big change')
    parser.add_argument("--announced", action="store_true", help="it has been announced and has not come yet")
    parser.add_argument("--promotion", action="store_true", help="its end, --until, was announced with it")
    parser.add_argument(
        "--keep-conditions", action="store_true", help="carry over tiers, batch, hours, regions and fees as they are"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")


def add_price(arguments: argparse.Namespace) -> int:
    """Append a price row; 2 where what was typed is wrong, 1 where the data would have faults: nothing is written."""
    from build_hooks.upkeep import add_price as add
    from build_hooks.upkeep.source_text import Wanted
    from build_hooks.upkeep.states import of_checkout

    is_address = "://" in arguments.source
    rates = {name: getattr(arguments, name.replace("-", "_")) for name in _RATES}
    price = add.NewPrice(
        arguments.model, arguments.since,
        Wanted(arguments.source, arguments.source_id, arguments.publisher, arguments.title, arguments.licence),
        {f"{name.replace('-', '_')}_usd_per_mtok": text for name, text in rates.items() if text is not None},
        arguments.checked or datetime.now(UTC).date().isoformat(),
        arguments.how or ("read" if is_address else ""), arguments.until, arguments.basis,
        arguments.note, arguments.announced, arguments.promotion, arguments.keep_conditions,
    )  # fmt: skip
    try:
        before = of_checkout(arguments.root, "before")
        made = add.plan(arguments.root, price)
        faults = add.faults_of(arguments.root, made)
    except (BuildError, DatasetError) as error:
        print(f"{error}\nnothing is written", file=sys.stderr)
        return 2
    if faults:
        print(*faults, sep="\n")
        print(f"{len(faults)} fault{'' if len(faults) == 1 else 's'}; nothing is written", file=sys.stderr)
        return 1
    print(*made.said, sep="\n")
    if arguments.dry_run:
        print("a dry run: nothing is written", file=sys.stderr)
        return 0
    add.carry_out(arguments.root, made)
    _say_effect(before, arguments.root)
    return 0


def _say_effect(before: State, root: Path) -> None:
    from build_hooks.upkeep.diff import compare
    from build_hooks.upkeep.report import markdown
    from build_hooks.upkeep.states import of_checkout

    print(f"\n{markdown(compare(before, of_checkout(root, 'now'), root, with_pages=False))}")
    print("Next: `make check`, look over `git diff`, then commit prices/ and calc/catalog.json together.")


def edition_options(parser: argparse.ArgumentParser) -> None:
    """The day to move to."""
    parser.add_argument("day", metavar="DATE", help="the day to speak for, not before the present one")


@_refusing
def edition(arguments: argparse.Namespace) -> int:
    """Move the edition's day, and record the one it leaves; 2 where it cannot be moved there."""
    from build_hooks.upkeep import editions
    from build_hooks.upkeep.add_price import put

    files = editions.moved(arguments.root, arguments.day)
    for name, text in files.items():
        put(arguments.root / name, text)
        print(f"{name}: written")
    print("Next: `make compile`, then `make check`." if files else f"the edition is of {arguments.day} already")
    return 0


def crosscheck_options(parser: argparse.ArgumentParser) -> None:
    """On which day disputes count as expired, and whether everything is listed."""
    parser.add_argument("--on", metavar="DATE", help="the day on which disputes may have expired (default: today, UTC)")
    parser.add_argument("--short", action="store_true", help="list what needs a look, not every single comparison")
    parser.add_argument("--no-write", action="store_true", help="leave prices/crosscheck.json as it is")


@_refusing
def crosscheck(arguments: argparse.Namespace) -> int:
    """Compare with other price lists; 1 where a difference is not explained (any more), 2 where it cannot be."""
    from build_hooks.site import Site
    from build_hooks.upkeep import crosscheck as check
    from build_hooks.upkeep.crosscheck_report import markdown
    from build_hooks.upkeep.datasets import read_all

    on = _day(arguments.on)
    site = Site.read(arguments.root, compared=False)  # what is kept is written anew, however old or broken it is
    result = check.compare(site.catalog, read_all(arguments.root))
    found = check.compared(result)
    settled = check.settle(found, site.disputes, on)
    if not arguments.no_write:
        check.write(arguments.root, result)
    print(markdown(site, result, found, settled, not arguments.short), end="")
    return 1 if settled.unexplained or settled.expired else 0


def freshness_options(parser: argparse.ArgumentParser) -> None:
    """The day that is asked about."""
    parser.add_argument("--on", metavar="DATE", help="the day to report on (default: today, UTC)")


@_refusing
def freshness(arguments: argparse.Namespace) -> int:
    """Print what somebody should look at; old checks are no faults, so only data that cannot be read make it fail."""
    from build_hooks.site import Site
    from build_hooks.upkeep.due import markdown

    on = _day(arguments.on)
    print(markdown(Site.read(arguments.root, compared=False), on), end="")
    return 0


def upkeep_options(parser: argparse.ArgumentParser) -> None:
    """What the last report said, and where this one was made."""
    parser.add_argument("--before", type=Path, help="the issue so far, from `gh issue list --json body`")
    parser.add_argument("--run", default="", metavar="URL", help="the address of the run that makes it")
    parser.add_argument("--on", metavar="DATE", help="the day to report on (default: today, UTC)")


@_refusing
def upkeep(arguments: argparse.Namespace) -> int:
    """Print the body of the rolling issue: what is due, who says what, and whether that has changed."""
    from build_hooks.site import Site
    from build_hooks.upkeep import rolling
    from build_hooks.upkeep.datasets import read_all

    on = _day(arguments.on)
    site = Site.read(arguments.root, compared=False)
    try:
        made = rolling.report(site, read_all(arguments.root), on)
    except BuildError as error:
        made = rolling.report(site, str(error), on)
    print(rolling.body(made, rolling.last_body(arguments.before), on, arguments.run), end="")
    return 0


def _day(text: str | None) -> str:
    """The day asked for, by default today (UTC)."""
    on = text or datetime.now(UTC).date().isoformat()
    if not dates.is_day(on):
        raise BuildError(f"--on: expected {dates.DAY}, got {on}; the order is year, month, day")
    return on
