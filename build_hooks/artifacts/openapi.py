"""The OpenAPI 3.1 description of all addresses below data/v1/: GET only, and every answer is a file."""

from __future__ import annotations

from typing import Any

from build_hooks.artifacts.csv_files import CSV_FILES
from build_hooks.artifacts.head import LICENCE, Data, Head
from build_hooks.artifacts.schema import components
from build_hooks.artifacts.states import FOLDERS

JSON = "application/json"
FEEDS = {
    "feed.atom": ("application/atom+xml", "Changes of prices, corrections and announcements, as an Atom feed"),
    "feed.json": ("application/feed+json", "The same as a JSON Feed"),
    "calendar.ics": ("text/calendar", "Announced changes and retirements of models, as a calendar"),
}
SINGLE = {
    "index.json": ("index", "Where everything is"),
    "catalog.json": ("catalog", "Every record as it stands on the edition's day"),
    "history.json": ("history", "Every record with all dated rows, sources, corrections and claims"),
    "quantities.json": ("quantities", "Every name that a scenario may set or ask for"),
}
RECORDS = {
    "api_model": ("model of an API", ("biller", "model"), "openai/gpt-4o-mini"),
    "hardware": ("card or machine", ("maker", "hardware"), "nvidia/rtx-3090"),
    "open_model": ("model with open weights", ("maker", "model"), "qwen/qwen3.8-27b"),
    "tariff": ("price of electricity", ("region", "sector"), "us-ca/residential"),
    "rental": ("price of rented hardware", ("maker", "hardware"), "nvidia/rtx-4090"),
}


def description(head: Head, days: list[str], ids: dict[str, list[str]], server: str) -> Data:
    """The description; `server` is the address of data/v1/, or "./" where the site's is not set."""
    paths: Data = {f"/{name}": _get(title, JSON, _ref(schema)) for name, (schema, title) in SINGLE.items()}
    paths["/editions/{date}.json"] = _get(
        "One edition: what it said, and what held on its day",
        JSON,
        _ref("edition"),
        [_parameter("date", days, days[0], "The day of the edition.")],
    )
    for table, (title, names, example) in RECORDS.items():
        paths[f"/{FOLDERS[table]}/{{{names[0]}}}/{{{names[1]}}}.json"] = _record(
            title, names, ids.get(table, []), example
        )
    for name, (kind, title) in FEEDS.items():
        paths[f"/{name}"] = _get(title, kind, {"type": "string"})
    for name, file in CSV_FILES.items():
        paths[f"/{name}"] = _get(file.title, "text/csv", {"type": "string"})
    paths["/csv-metadata.json"] = _get("The columns of the CSV files (W3C CSVW)", JSON, {"type": "object"})
    paths["/schema/{name}.json"] = _get(
        "The JSON Schema of a kind of file",
        "application/schema+json",
        {"type": "object"},
        [_parameter("name", ["catalog", "edition", "history", "index", "quantities", "record"], "record", "Which.")],
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Local or API: prices, hardware and tariffs, dated and sourced",
            "version": f"1.0.0+{head.edition}",
            "summary": "Files that do not change between editions. Addresses are never removed.",
            "description": "Numbers are decimal strings. A rate that is left out is unknown, never zero. "
            f"Edition {head.edition}, data {head.data_hash}.",
            "license": {"name": LICENCE["id"], "url": LICENCE["url"]},
        },
        "servers": [{"url": server, "description": "This folder of the site"}],
        "paths": paths,
        "components": {"schemas": components()},
    }


def _record(title: str, names: tuple[str, str], ids: list[str], example: str) -> Data:
    example = example if example in ids else (ids or [example])[0]
    halves = example.split("/")
    known = sorted({one.split("/")[0] for one in ids})
    return _get(
        f"One {title}: how it stands and how it came to that",
        JSON,
        _ref("record"),
        [
            _parameter(names[0], known, halves[0], "The first half of its id."),
            _parameter(names[1], [], halves[1], "The second half of its id."),
        ],
        missing=True,
    )


def _ref(schema: str) -> Data:
    return {"$ref": f"#/components/schemas/{schema.title()}File"}


def _get(title: str, kind: str, schema: Data, parameters: list[Data] | None = None, missing: bool = False) -> Data:
    answers: Data = {"200": {"description": title, "content": {kind: {"schema": schema}}}}
    if missing:
        answers["404"] = {"description": "No such record"}
    operation: dict[str, Any] = {"summary": title, "responses": answers}
    return {"get": {**operation, "parameters": parameters} if parameters else operation}


def _parameter(name: str, known: list[str], example: str, words: str) -> Data:
    schema: Data = {"type": "string", "enum": known} if known else {"type": "string"}
    return {"name": name, "in": "path", "required": True, "description": words, "schema": schema, "example": example}
