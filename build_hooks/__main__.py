"""The build from a shell: `python -m build_hooks check | compile | diff | ...`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

try:
    from build_hooks.checks import CATALOG, Project, run_checks
    from build_hooks.dataset import REPOSITORY
    from build_hooks.dataset.compile import shipped_text
    from build_hooks.dataset.schema import schemas
    from build_hooks.due import due
    from build_hooks.errors import BuildError
    from build_hooks.upkeep import commands as upkeep
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] in ("build_hooks", "calc"):
        raise
    hint = "run `make setup` once, then `.venv/bin/python -m build_hooks ...`"
    sys.exit(f"expected the packages of requirements/, got a Python without {error.name}; {hint}")


@dataclass(frozen=True)
class Command:
    """One word of the command line: its help and what it runs; `run` returns the exit code."""

    help: str
    run: Callable[[argparse.Namespace], int]
    options: Callable[[argparse.ArgumentParser], object] = lambda parser: None


def check(arguments: argparse.Namespace) -> int:
    """Print every fault of the project, and what will need somebody soon; 1 where there is a fault."""
    project = Project(arguments.root)
    faults = run_checks(project)
    for fault in faults:
        print(fault)
    for sentence in due(project.dataset) if project.dataset else ():
        print(f"soon: {sentence}", file=sys.stderr)
    print(f"{len(faults)} fault{'' if len(faults) == 1 else 's'}" if faults else "no faults", file=sys.stderr)
    return 1 if faults else 0


def compile_prices(arguments: argparse.Namespace) -> int:
    """Write calc/catalog.json and prices/schema/ from prices/ and the record types."""
    project = Project(arguments.root)
    write_schemas(arguments)
    if project.dataset is None:
        print(*project.dataset_faults, sep="\n")
        print(f"{CATALOG} is left as it was", file=sys.stderr)
        return 1
    _write(project.root / CATALOG, shipped_text(project.dataset.catalog))
    return 0


def write_schemas(arguments: argparse.Namespace) -> int:
    """Write prices/schema/ from the record types."""
    for name, text in schemas().items():
        _write(arguments.root / "prices" / "schema" / name, text)
    return 0


def prerender(arguments: argparse.Namespace) -> int:
    """Write the pages as plain Markdown, every number in place, for a site builder that runs no hooks."""
    from build_hooks.prerender import write

    try:
        written = write(arguments.root, arguments.out)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{written} pages in {arguments.out}", file=sys.stderr)
    return 0


def prerender_options(parser: argparse.ArgumentParser) -> object:
    """Where the Markdown goes."""
    return parser.add_argument("--out", type=Path, default=Path("prerendered"), help="the folder to write to")


COMMANDS: dict[str, Command] = {
    "add-price": Command("append a price row to a model of prices/api/", upkeep.add_price, upkeep.add_price_options),
    "check": Command("report every fault of data, prose and links", check),
    "compile": Command("prices/ -> calc/catalog.json and prices/schema/", compile_prices),
    "crosscheck": Command("our rates beside other price lists", upkeep.crosscheck, upkeep.crosscheck_options),
    "diff": Command("what a change of prices/ does, as Markdown", upkeep.diff, upkeep.diff_options),
    "edition": Command("move the day that the guide speaks for", upkeep.edition, upkeep.edition_options),
    "freshness": Command("what is due to be checked, as Markdown", upkeep.freshness, upkeep.freshness_options),
    "prerender": Command("pages -> plain Markdown with every number in place", prerender, prerender_options),
    "upkeep": Command("freshness and crosscheck as one rolling report", upkeep.upkeep, upkeep.upkeep_options),
    "schema": Command("record types -> prices/schema/, for editors", write_schemas),
}


def main(words: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m build_hooks", description=__doc__)
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        sub = choices.add_parser(name, help=command.help, allow_abbrev=False)
        sub.add_argument("--root", type=Path, default=REPOSITORY, help="the project's folder (default: this one)")
        command.options(sub)
    arguments = parser.parse_args(words)
    return COMMANDS[arguments.command].run(arguments)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
