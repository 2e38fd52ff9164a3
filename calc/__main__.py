"""The one entrance for a shell: `python -m calc NAME [--input value ...] [--as-of DATE] [--explain] [--json]`.

`python -m calc list [--json]` shows every name; `python -m calc batch` answers a JSON request a line, always in
order.  Names take `_` and `-` alike and are never abbreviated.  What was typed wrong ends with exit code 2 and one
sentence on the error stream.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any, TextIO

from calc import door, listing, results, scenario
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Gap
from calc.engine.rules import Search
from calc.errors import A_NAME, CalcError, Problems, said
from calc.model import GRAPH
from calc.parts.explain import explain
from calc.parts.markup import Page

FLAGS = ("json", "explain")
MOST_FLAGS = 4


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    if not args or args[0] in ("-h", "--help", "help"):
        print((__doc__ or "").strip())
        return 0
    try:
        if args[0] == "list":
            return _list(args[1:])
        if args[0] == "batch":
            if args[1:]:
                raise CalcError("unknown_name", args[1], "nothing after batch", args[1], "requests come a line each")
            return _batch(sys.stdin, sys.stdout)
        if args[0].startswith("-"):
            raise CalcError("unknown_name", args[0], "a name first", args[0], f"calc NAME {args[0]}")
        return _quantity(args)
    except Problems as problems:
        print("; ".join(_sentence(error) for error in problems.errors), file=sys.stderr)
    except CalcError as error:
        print(_sentence(error), file=sys.stderr)
    return 2


def _sentence(error: CalcError) -> str:
    return " ".join(str(error).split())


def parse_args(args: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The scenario (name to typed value) and the options of a command.  Raises CalcError."""
    raw: dict[str, str] = {}
    options: dict[str, str] = {}
    rest = list(args)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise CalcError("unknown_name", word, "--name value", word, f"--{word} VALUE?")
        name, given, value = word[2:].partition("=")
        key = name.replace("-", "_")
        if key in FLAGS:
            options[key] = "yes"
            continue
        if key != "as_of":
            key = scenario.find(GRAPH, name).name
        if not given:
            if not rest:
                raise CalcError("not_a_number", name, "a value after it", "nothing")
            value = rest.pop(0)
        (options if key == "as_of" else raw)[key] = value
    return raw, options


def _quantity(args: Sequence[str]) -> int:
    node = scenario.find(GRAPH, args[0])
    raw, options = parse_args(args[1:])
    request: dict[str, Any] = {"quantity": node.name, "scenario": raw, "as_of": options.get("as_of")}
    if "json" in options:
        print(json.dumps(_answer(request), ensure_ascii=False))
        return 0
    parsed = scenario.parse(GRAPH, door.catalog(), raw, options.get("as_of"))
    evaluation = results.evaluation(GRAPH, door.catalog(), parsed)
    print(results.words(evaluation, node.name))
    reason = getattr(evaluation.get(node.name), "reason", "")
    if reason:
        print(f"  {reason}")
    lacking = [f"--{one.replace('_', '-')}" for one in to_give(evaluation, node.name)]
    if lacking:
        print(f"  to give it yourself: {' '.join(lacking[:MOST_FLAGS])}{' ...' if len(lacking) > MOST_FLAGS else ''}")
    if "explain" in options:
        print(plain(explain(Page(evaluation, door.catalog().sources), {"q": node.name})))
    return 0


def to_give(evaluation: Evaluation, name: str) -> list[str]:
    """The nodes from which an unknown comes, each once; giving them a value would make it known."""
    if not isinstance(evaluation.get(name), Gap):
        return []
    rule = evaluation.graph.rules[name]
    below = [(evaluation, dep) for dep in rule.used(evaluation, name)]
    if isinstance(rule, Search):
        below += evaluation.branches_of(name)
    found = list(dict.fromkeys(one for branch, dep in below for one in to_give(branch, dep)))
    node = evaluation.graph.nodes[name]
    return found or ([name] if node.kind in ("input", "lookup") and not node.hidden else [])


def plain(html: str) -> str:
    """An explanation as indented plain text."""
    lines, depth = [], 0
    spaced = re.sub(r"</?(?:span|b|code|a|summary)\b[^>]*>", " ", html)
    for piece in re.split(r"(<[^>]+>)", spaced):
        if piece.startswith("<ul"):
            depth += 1
        elif piece == "</ul>":
            depth -= 1
        elif not piece.startswith("<") and piece.strip():
            lines.append("  " * depth + " ".join(unescape(piece).split()))
    return "\n".join(lines)


def _list(args: Sequence[str]) -> int:
    raw, options = parse_args(args)
    for name in (*raw, *options):
        if name != "json":
            raise CalcError(
                "unknown_name", name, "nothing but --json after list", name, "a default is that of the edition"
            )
    entries = listing.listing(GRAPH, door.catalog())
    if "json" in options:
        print(json.dumps(entries, ensure_ascii=False, indent=1))
        return 0
    for entry in entries:
        print(f"{entry['kind']:8} {entry['name']:44} {entry['unit']:18} {entry['help']}")
    return 0


def _batch(lines: Iterable[str], out: TextIO) -> int:
    """Answers each line; a line that cannot be answered gets its error in its place."""
    for line in lines:
        out.write(json.dumps(_batch_answer(line), ensure_ascii=False) + "\n")
        out.flush()
    return 0


def _batch_answer(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
        if not isinstance(request, dict):
            raise CalcError("bad_request", "line", "a JSON object", said(request))
        return _answer(request)
    except Problems as problems:
        return {"error": problems.errors[0].as_dict()}
    except CalcError as error:
        return {"error": error.as_dict()}
    except (ValueError, RecursionError) as broken:
        return {"error": CalcError("bad_request", "line", "JSON", _sentence_of(line, broken)).as_dict()}


def _sentence_of(line: str, broken: Exception) -> str:
    return str(broken) if line.strip() else "an empty line"


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    unknown = set(request) - {"quantity", "scenario", "as_of"}
    if unknown or "quantity" not in request:
        got = ", ".join(sorted(unknown)) or "no quantity"
        raise CalcError("bad_request", "line", "quantity, and perhaps scenario and as_of", got)
    if not isinstance(request["quantity"], str):
        raise CalcError("bad_request", "quantity", A_NAME, said(request["quantity"]))
    found: dict[str, Any] = door.answer({"call": "evaluate", **request})
    return found


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):  # `| head` may stop reading; that is no error
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())
