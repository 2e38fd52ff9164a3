"""What every published file says first: edition, day, licence, and a hash of the data it was made from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from build_hooks.site import Site

Data = dict[str, Any]
HOME = "data/v1/"
VERSION = "v1"
LICENCE = {
    "id": "CC-BY-4.0",
    "url": "https://creativecommons.org/licenses/by/4.0/",
    "attribution": "Local or API, with a link to the guide; each source named keeps its own terms",
}


@dataclass(frozen=True)
class Head:
    """The edition and the hash of all its data; `document` puts them on top of a file."""

    edition: str
    data_hash: str

    def document(self, address: str, schema: str, body: Data, as_of: str = "") -> Data:
        """A whole file: where its schema is, seen from `address` below data/v1/, what every file says, and its body."""
        up = "../" * address.count("/")
        return {
            "$schema": f"{up}schema/{schema}.json",
            "version": VERSION,
            "edition": self.edition,
            "as_of": as_of or self.edition,
            "licence": LICENCE,
            "data_hash": self.data_hash,
            **body,
        }


def history_body(site: Site) -> Data:
    """Everything known, with all dates: the body of history.json, and what the hash of the data is taken of."""
    return {
        "tables": site.catalog.at(site.catalog.edition).tables,
        "sources": site.catalog.sources,
        "corrections": site.corrections,
        "claims": site.claims,
    }


def head_of(site: Site) -> Head:
    """The head of all files of a build."""
    return Head(site.catalog.edition, data_hash(history_body(site)))


def data_hash(body: Data) -> str:
    """SHA-256 of `tables`, `sources`, `corrections` and `claims` as JSON with sorted keys and no spaces, in UTF-8."""
    return f"sha256:{hashlib.sha256(as_json(body)).hexdigest()}"


def as_json(data: Any) -> bytes:
    """JSON as small as it gets, the same bytes for the same data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def as_readable_json(data: Any) -> bytes:
    """JSON for eyes too, in the order given."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
