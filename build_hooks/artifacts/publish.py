"""All files for machines of one build, by address, and writing them into the built site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from build_hooks.artifacts import calendars, csv_files, events, feeds, llms, openapi, schema, states, twins
from build_hooks.artifacts.head import HOME, Data, Head, as_json, as_readable_json, head_of, history_body
from build_hooks.artifacts.shapes import SHAPES
from build_hooks.artifacts.states import FOLDERS
from build_hooks.artifacts.twins import PageText
from build_hooks.site import Site
from calc import listing
from calc.model import GRAPH


def write(site: Site, pages: Sequence[PageText], out: Path) -> None:
    """Write every file below the folder of a built site."""
    for address, content in files(site, pages):
        target = out / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def files(site: Site, pages: Sequence[PageText]) -> Iterator[tuple[str, bytes]]:
    """Address in the site and bytes of each file."""
    head = head_of(site)
    for address, content in _data(site, head):
        yield f"{HOME}{address}", content
    sources = {page.url: page.source for page in pages}
    for page in pages:
        yield page.source, twins.twin(page, sources, head.edition, site.site_url).encode()
    yield "llms.txt", llms.text(pages, head, site.site_url).encode()


def _data(site: Site, head: Head) -> Iterator[tuple[str, bytes]]:
    """The files below data/v1/."""
    tables = states.States(site)
    yield "index.json", as_readable_json(head.document("index.json", "index", _index(site)))
    yield "catalog.json", as_json(head.document("catalog.json", "catalog", _catalog(site, tables)))
    yield "history.json", as_json(head.document("history.json", "history", history_body(site)))
    quantities = {"quantities": listing.listing(GRAPH, site.catalog)}
    yield "quantities.json", as_json(head.document("quantities.json", "quantities", quantities))
    for day in states.editions(site):
        address = f"editions/{day}.json"
        yield address, as_json(head.document(address, "edition", states.edition_body(site, tables, day), day))
    for address, record in states.record_files(site, head):
        yield address, as_readable_json(record)
    for name, made in schema.schemas().items():
        yield f"schema/{name}.json", as_readable_json(made)
    yield from _tables(site, head)
    yield from _feeds(site, head)
    yield "openapi.json", as_readable_json(_openapi(site, head))


def _catalog(site: Site, tables: states.States) -> Data:
    return {"tables": tables.on(site.catalog.edition), "sources": site.catalog.sources}


def _tables(site: Site, head: Head) -> Iterator[tuple[str, bytes]]:
    for name, file in csv_files.CSV_FILES.items():
        yield name, csv_files.text_of(file, site, head).encode()
    yield "csv-metadata.json", as_readable_json(csv_files.metadata(head))


def _feeds(site: Site, head: Head) -> Iterator[tuple[str, bytes]]:
    found = events.events(site)
    yield "feed.atom", feeds.atom(found, head, site.site_url)
    yield "feed.json", feeds.json_feed(found, head, site.site_url)
    yield "calendar.ics", calendars.calendar(found, head, site.site_url)


def _ids(site: Site) -> dict[str, list[str]]:
    snapshot = site.catalog.at(site.catalog.edition)
    return {table: list(snapshot.ids(table)) for table in FOLDERS}


def _openapi(site: Site, head: Head) -> Data:
    server = f"{site.site_url}{HOME}" if site.site_url else "./"
    return openapi.description(head, states.editions(site), _ids(site), server)


def _index(site: Site) -> Data:
    """Where everything is, relative to the index."""
    return {
        "files": dict(_single_files()),
        "editions": {day: f"editions/{day}.json" for day in states.editions(site)},
        "records": {
            table: {one: states.record_address(table, one) for one in ids} for table, ids in _ids(site).items()
        },
    }


def _single_files() -> Iterable[tuple[str, Data]]:
    for name, (_, title) in openapi.SINGLE.items():
        yield name, _entry(name, openapi.JSON, title)
    for name, (kind, title) in openapi.FEEDS.items():
        yield name, _entry(name, kind, title)
    for name, file in csv_files.CSV_FILES.items():
        yield name, _entry(name, "text/csv", file.title)
    for name in SHAPES:
        yield f"schema/{name}.json", _entry(f"schema/{name}.json", "application/schema+json", f"JSON Schema: {name}")
    yield "csv-metadata.json", _entry("csv-metadata.json", openapi.JSON, "The columns of the CSV files (W3C CSVW)")
    yield "openapi.json", _entry("openapi.json", openapi.JSON, "OpenAPI description of all addresses")
    yield "llms.txt", _entry("../../llms.txt", "text/plain", "What the site holds, for programs that read text")
    lock = "../pyodide/pyodide-lock.json"
    yield "pyodide-lock.json", _entry(lock, openapi.JSON, "Lock file that gives a Pyodide the wheel of calc")


def _entry(href: str, kind: str, title: str) -> Data:
    return {"href": href, "type": kind, "title": title}
