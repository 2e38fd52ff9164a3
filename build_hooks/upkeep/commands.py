"""The commands that keep figures true, for `python -m build_hooks`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from build_hooks.errors import BuildError


def diff_options(parser: argparse.ArgumentParser) -> None:
    """What is compared with what."""
    parser.add_argument("base", help="what to compare with: a commit (main, HEAD~1) or a folder with prices/ in it")
    parser.add_argument(
        "--data", type=Path, help="a folder whose prices/ are the change; its code and pages are not used"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 where history is edited without a correction")
    parser.add_argument("--no-pages", action="store_true", help="leave out which pages change, which takes longest")


def diff(arguments: argparse.Namespace) -> int:
    """Print what a change does; 1 with --strict where it must not be taken, 2 where nothing can be compared."""
    from build_hooks.upkeep.diff import diff as compare
    from build_hooks.upkeep.report import markdown

    try:
        report = compare(arguments.base, arguments.root, arguments.data, not arguments.no_pages)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    print(markdown(report), end="")
    return 1 if arguments.strict and report.is_refused else 0
