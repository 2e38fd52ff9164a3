"""The one entrance for the browser: JSON text in, JSON text out.

A request is `{"id", "call", ...}`; the reply `{"id", "result"}` or `{"id", "error", "errors"}`.

- `page`: `scenario` (raw values by name), `as_of`, `parts` ([{kind, args}]), `inputs` (names), `root` (prefix of
  links), `line_url` -> `parts` ([{html, tip?, changed?, unknown?}]), `inputs` ({name: {text, changed}}),
  `scenario` (canonical, only what was changed), `link` (query string), `status` (the verdict).
- `explain`: `args` ({q, with} or {fact}) -> `html`.
- `step`: `name`, `value` (as typed), `steps` -> `text`.
- `evaluate`: `quantity` -> the result of the contract.     - `list`: every node with its default.
- `link`: `query` -> `scenario`: the raw scenario of a link.

In the browser a reply may be `{"needs": [names]}` instead: the answer needs packs of the catalog that are not here yet.
Whoever asked brings them (`take`) and asks again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from calc import listing, results, scenario, text, typed
from calc.engine.evaluate import Evaluation
from calc.errors import A_NAME, AN_ID, CalcError, Problems, did_you_mean
from calc.facts.catalog import Catalog
from calc.facts.packs import PackNeeded, Packs
from calc.latest import Latest
from calc.model import GRAPH
from calc.parts import kinds
from calc.parts.explain import explain
from calc.parts.markup import Page

Request = Mapping[str, Any]
# Where the names and ids are that an error asks for: a reader of a page has no shell.
ON_A_PAGE = {
    A_NAME: "a name from the reference of inputs and quantities",
    AN_ID: "an id that the guide lists",
}


@cache
def catalog() -> Catalog:
    """The compiled catalog that lies beside this module: in a file or, in the browser, in packs."""
    try:
        return Catalog.from_json(_beside("catalog.json").decode("utf-8"))
    except (OSError, KeyError):
        return Catalog(packs().data)


@cache
def packs() -> Packs:
    """The packs of the catalog that are here; there are none where it lies in one file."""
    return Packs(_beside("catalog.bin"))


def take(name: str, pack: bytes) -> None:
    """Take in a pack of the catalog.  What was computed without it is forgotten."""
    packs().take(name, pack)
    catalog.cache_clear()


def _beside(name: str) -> bytes:
    loader: Any = __spec__.loader
    data: bytes = loader.get_data(__file__.rpartition("door.")[0] + name)
    return data


def handle(message: str) -> str:
    """One request to one reply, both as JSON text.  Never raises on what a reader typed."""
    request: Any = None
    try:
        request = json.loads(message)
        reply = {"id": request.get("id"), "result": answer(request)}
    except PackNeeded as wanted:
        reply = {"needs": list(wanted.names)}
    except Problems as problems:
        reply = _failed(request, list(problems.errors))
    except CalcError as error:
        reply = _failed(request, [error])
    except (ValueError, AttributeError, RecursionError) as broken:
        reply = _failed(None, [CalcError("bad_request", "request", "a JSON object with a call", str(broken))])
    except (LookupError, TypeError, kinds.PartError) as broken:
        reply = _failed(request, [CalcError("bad_request", "request", "what the call needs", str(broken))])
    return json.dumps(reply, ensure_ascii=False, separators=(",", ":"))


def answer(request: Request) -> Any:
    """The result of a request.  Raises Problems or CalcError."""
    call = str(request.get("call"))
    if call not in CALLS:
        raise CalcError("unknown_call", "call", ", ".join(CALLS), call, did_you_mean(call, CALLS))
    return CALLS[call](request)


def _failed(request: Any, errors: list[CalcError]) -> dict[str, Any]:
    number = request.get("id") if isinstance(request, dict) else None
    said = [_for_readers(error) for error in errors]
    return {"id": number, "error": said[0], "errors": said}


def _for_readers(error: CalcError) -> dict[str, str]:
    """An error whose sentence is in the words of a page: a label says more than a name.  Scripts read the rest."""
    node = GRAPH.nodes.get(error.input)
    on_a_page = replace(error, expected=ON_A_PAGE.get(error.expected, error.expected))
    sentence = str(replace(on_a_page, input=node.label if node else error.input))
    return {**error.as_dict(), "message": sentence}


@lru_cache(maxsize=1)
def latest(known: Catalog) -> Latest:
    """The evaluations that the latest requests asked about."""
    return Latest(GRAPH, known)


def _evaluation(request: Request) -> Evaluation:
    raw = request.get("scenario")
    parsed = scenario.parse(GRAPH, catalog(), {} if raw is None else raw, request.get("as_of"))
    kept = scenario.changed(GRAPH, parsed.pins)
    return latest(catalog()).of(scenario.Scenario(kept, parsed.as_of), "reader")


def _edition(day: str) -> Evaluation:
    """What held on a day, whatever the reader's scenario."""
    return latest(catalog()).of(scenario.Scenario({}, day), "edition")


def _page_of(request: Request, evaluation: Evaluation) -> Page:
    return Page(evaluation, catalog().sources, request.get("root") or "", request.get("line_url") or "")


def _page(request: Request) -> dict[str, Any]:
    evaluation = _evaluation(request)
    page = _page_of(request, evaluation)
    dated: dict[str, Page] = {}

    def page_on(day: str | None) -> Page:
        """Parts of a dated edition stand on its own day and ignore the reader's scenario."""
        if not day:
            return page
        if day not in dated:
            dated[day] = _page_of(request, _edition(day))
        return dated[day]

    return {
        "parts": _rendered(request, page_on),
        "inputs": {name: input_state(evaluation, name) for name in request.get("inputs", ())},
        "scenario": scenario.to_json(evaluation.pins),
        "link": scenario.to_link(evaluation.pins),
        "status": results.words(evaluation, "verdict"),
    }


def _rendered(request: Request, page_on: Callable[[str | None], Page]) -> list[kinds.Part]:
    """The parts asked for; where some need packs, all that are missing are told at once."""
    found: list[kinds.Part] = []
    wanted: list[str] = []
    for part in request.get("parts", ()):
        try:
            found.append(kinds.render(page_on(part["args"].get("as_of")), part["kind"], part["args"]))
        except PackNeeded as more:
            wanted.extend(more.names)
    if wanted:
        raise PackNeeded(wanted)
    return found


def input_state(evaluation: Evaluation, name: str) -> dict[str, Any]:
    """What stands in the field of an input (of any node, for that matter), and whether the reader put it there."""
    node = scenario.find(GRAPH, name)
    value = evaluation.pins.get(node.name, results.shown(evaluation.get(node.name)))
    return {"text": text.field(value, node.name), "changed": node.name in evaluation.reader_pins}


def _explain(request: Request) -> dict[str, str]:
    args = request["args"]
    evaluation = _edition(args["as_of"]) if args.get("as_of") else _evaluation(request)
    if "fact" not in args:
        scenario.find(GRAPH, args["q"])
    return {"html": explain(_page_of(request, evaluation), args)}


def _step(request: Request) -> dict[str, str]:
    node = scenario.find(GRAPH, request["name"])
    value = typed.parse_value(node, request["value"], catalog())
    if isinstance(value, tuple | str | bool):
        raise CalcError("not_a_number", node.name, "one number to step from", str(request["value"]))
    low, high = typed.bounds(node)
    step = node.step or listing.step_for(value)
    moved = min(max(value + step * float(request["steps"]), low), high)
    return {"text": text.field(float(f"{moved:.10g}"), node.name)}


def _evaluate(request: Request) -> dict[str, Any]:
    node = scenario.find(GRAPH, request["quantity"])
    return results.result(_evaluation(request), node.name)


def _list(_request: Request) -> list[dict[str, Any]]:
    return listing.listing(GRAPH, catalog())


def _link(request: Request) -> dict[str, Any]:
    return {"scenario": scenario.from_link(request["query"])}


CALLS: dict[str, Callable[[Request], Any]] = {
    "page": _page,
    "explain": _explain,
    "step": _step,
    "evaluate": _evaluate,
    "list": _list,
    "link": _link,
}
