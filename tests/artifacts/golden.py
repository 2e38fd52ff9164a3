"""What is published, as lines of text: the addresses, and each key with its type.  `python -m tests.artifacts.golden`
adds what is new to tests/golden/data-v1/; it never takes a line out, and neither should you."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from build_hooks.artifacts import files
from build_hooks.artifacts.csv_files import CSV_FILES
from build_hooks.artifacts.head import HOME
from build_hooks.artifacts.schema import schemas
from build_hooks.site import ROOT, Site

FOLDER = ROOT / "tests" / "golden" / "data-v1"


def addresses(published: Iterable[str]) -> list[str]:
    """Every address below data/, and llms.txt."""
    return sorted(one for one in published if one.startswith(HOME) or one == "llms.txt")


def shapes() -> list[str]:
    """Every key of every kind of file with its type, and every column of the CSV files."""
    lines = [line for name, schema in schemas().items() for line in _keys(name, schema)]
    lines += [f"{name}: {column}" for name, file in CSV_FILES.items() for column in file.columns]
    return sorted(lines)


def _keys(name: str, schema: dict[str, Any]) -> Iterator[str]:
    for part, content in {name: schema, **schema.get("$defs", {})}.items():
        required = content.get("required", ())
        for key, value in content.get("properties", {}).items():
            yield f"{name}: {part}.{key}: {_type(value)}{', always there' if key in required else ''}"


def _type(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "anyOf" in value:
        return " or ".join(_type(one) for one in value["anyOf"])
    if "enum" in value or "const" in value:
        return "one of a list"
    if value.get("type") == "array":
        return f"list of {_type(value['items'])}"
    if isinstance(value.get("additionalProperties"), dict):
        return f"object of {_type(value['additionalProperties'])}"
    return str(value.get("type", "anything"))


def kept(name: str) -> list[str]:
    """The lines of one golden file."""
    path: Path = FOLDER / name
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def main() -> None:
    """Add what is new."""
    published = dict(files(Site.read(), []))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, now in (("addresses.txt", addresses(published)), ("shapes.txt", shapes())):
        lines = sorted({*kept(name), *now})
        (FOLDER / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
