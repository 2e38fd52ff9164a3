"""`python -m build_hooks add-price`: append a price row, check the result, write it, and say what it does."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from build_hooks.dataset import Dataset, DatasetError, Fault, dates, load
from build_hooks.dataset.compile import shipped_text
from build_hooks.dataset.faults import did_you_mean
from build_hooks.dataset.nodes import Listed, Mapped, Node, Scalar
from build_hooks.dataset.records import decimal_of, text_of
from build_hooks.dataset.yaml_lines import read_yaml
from build_hooks.errors import BuildError
from build_hooks.upkeep import editions, row_text, source_text
from build_hooks.upkeep.states import copy_plain
from calc.facts.moments import begins


@dataclass(frozen=True)
class NewPrice:
    """What was asked for, as typed."""

    model: str
    since: str
    source: source_text.Wanted
    rates: Mapping[str, str]  # rate -> decimal text, in the order of a row
    checked: str
    how: str
    until: str = ""
    basis: str = ""
    note: str = ""
    announced: bool = False
    promotion: bool = False
    keep_conditions: bool = False


@dataclass
class Plan:
    """What will be written: files by their path in the project, and what to say about it."""

    files: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


def plan(root: Path, price: NewPrice) -> Plan:
    """The files after the change.  Raises BuildError with everything that is wrong with what was typed."""
    wrong = list(_mistakes(price))
    before = load(root / "prices")
    models = before.catalog["tables"]["api_model"]
    if price.model not in models:
        wrong.append(f"MODEL: expected the id of a model, got {price.model}; {_nearest(price.model, models)}")
    try:
        cited = source_text.cite(price.source, before.catalog["sources"], _biller(root, price.model), price.checked)
    except BuildError as error:
        wrong.append(str(error))
    if wrong:
        raise BuildError("\n".join(wrong))
    made = Plan()
    _put_row(root, made, price, cited.id, models[price.model])
    _put_source(root, made, cited)
    _put_edition(root, made, price, before)
    return made


def faults_of(root: Path, made: Plan) -> list[Fault]:
    """Every fault that the data would have with the plan carried out; nothing is written."""
    with tempfile.TemporaryDirectory() as scratch:
        copy_plain(root, Path(scratch))
        for name, text in made.files.items():
            put(Path(scratch, name), text)
        try:
            load(Path(scratch, "prices"))
        except DatasetError as error:
            return list(error.faults)
    return []


def carry_out(root: Path, made: Plan) -> None:
    """Write the files, and the compiled catalog with them."""
    for name, text in made.files.items():
        put(root / name, text)
    put(root / "calc" / "catalog.json", shipped_text(load(root / "prices").catalog))


def put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(path)


def _mistakes(price: NewPrice) -> list[str]:
    found = []
    for name, text in price.rates.items():
        if decimal_of(text) is None:
            option = name.removesuffix("_usd_per_mtok").replace("_", "-")
            hint = "US dollars per million tokens, digits and one point only; money is text here, never a float"
            found.append(f"--{option}: expected a decimal such as 0.15, got {text}; {hint}")
    moments = {"--from": (price.since, dates.MOMENT), "--until": (price.until, dates.MOMENT)}
    for option, (text, expected) in moments.items():
        if text and dates.moment(text) is None:
            found.append(f"{option}: expected {expected}, got {text}; the order is year, month, day")
    if not price.how:
        hint = "read (you saw it on that page), cross-checked (two sources agree), imported (a data set says so)"
        found.append(f"--how: expected what you did to check the price, got nothing; {hint}")
    if not dates.is_day(price.checked):
        found.append(f"--checked: expected {dates.DAY}, got {price.checked}; the order is year, month, day")
    if not price.announced and not found and begins(price.since)[:10] > price.checked:
        hint = "add --announced for a price that has not come yet, or check it again once it has"
        found.append(f"--from: expected a day up to {price.checked}, when it was checked, got {price.since}; {hint}")
    return found


def _biller(root: Path, model: str) -> tuple[str, str]:
    """Who bills for a model: the first half of its id, and what readers call them where their file is there."""
    first = model.partition("/")[0]
    path = root / "prices" / "api" / f"{first}.yml"
    tree = read_yaml(path, path.name, []) if re.fullmatch(r"[a-z0-9.-]+", first) and path.is_file() else None
    return first, (text_of(tree, "name") if isinstance(tree, Mapped) else None) or ""


def _nearest(model: str, models: Mapping[str, object]) -> str:
    same = [one for one in models if one.partition("/")[2] == model]
    if same:
        return "did you mean " + " or ".join(same) + "?"
    return did_you_mean(model, models, "see prices/api/; a new model is a record of its own, written by hand")


def _put_row(root: Path, made: Plan, price: NewPrice, source: str, record: Mapping[str, object]) -> None:
    name = str(record["file"])
    text, tree = _read(root / name, name)
    short = _short(tree, price.model)
    last = row_before(tree, short, price.since)
    place = row_text.place_of(text, tree, short, name, last)
    since = text_of(last, "since") or ""
    if dates.moment(since) and begins(since) >= begins(price.since):
        raise BuildError(_too_early(name, last, since, price))
    kept, names = row_text.conditions(text, place, last)
    lost = [key for key in (*row_text.CONDITIONS, *_RATES) if key in last.entries and key not in price.rates]
    made.files[name] = row_text.insert(
        text, place, row_text.row_lines(place, _values(price, source), kept if price.keep_conditions else [])
    )
    made.said.append(f"{name}:{place.after + 1}: a row of {price.model} from {price.since}")
    if price.keep_conditions and names:
        made.said.append(f"carried over from the row before, word for word: {', '.join(names)}")
        if "tiers" in names:
            made.said.append("the rates of tiers are amounts, not ratios: compare them with the page as well")
    left = [key for key in lost if not (price.keep_conditions and key in names)]
    if left:
        made.said.append(f"not carried over, so unknown from {price.since} on: {', '.join(left)}")


_RATES = ("cache_read_usd_per_mtok", "cache_write_usd_per_mtok", "cache_write_1h_usd_per_mtok")


def _too_early(name: str, last: Mapped, since: str, price: NewPrice) -> str:
    place = f"{name}:{last.line} {price.model}"
    hint = "new rows come after the last one; what was wrong from the start goes through prices/corrections.yml"
    if text_of(last, "announced") == "true":
        hint = "that row is only announced: once its day has come, take out `announced` and renew `checked` there"
    return f"{place}: expected --from after {since}, when the last row begins, got {price.since}; {hint}"


def _values(price: NewPrice, source: str) -> dict[str, str | bool]:
    """The keys of the row in the order in which rows are written."""
    values: dict[str, str | bool] = {"since": price.since}
    if price.until:
        values["until"] = price.until
    values |= price.rates
    values |= {"source": source, "checked": price.checked, "how": price.how}
    if price.basis:
        values["basis"] = price.basis
    for name, flag in (("promotion", price.promotion), ("announced", price.announced)):
        if flag:
            values[name] = True
    if price.note:
        values["note"] = price.note
    return values


def _put_source(root: Path, made: Plan, cited: source_text.Cited) -> None:
    if not cited.lines:
        made.said.append(f"source: {cited.id}")
        return
    name = "prices/sources.yml"
    made.files[name] = source_text.append((root / name).read_bytes().decode("utf-8"), cited.lines)
    made.said.append(f"{name}: a new source, {cited.id}")


def _put_edition(root: Path, made: Plan, price: NewPrice, before: Dataset) -> None:
    """Move the edition's day where the row or its check is newer: nothing is dated after it unless announced."""
    days = [price.checked] if price.announced else [price.checked, begins(price.since)[:10]]
    newest = max(days)
    if newest <= before.edition:
        return
    made.files |= editions.moved(root, newest)
    left = before.edition
    made.said.append(f"{editions.FILE}: the edition moves from {left} to {newest}, because nothing is dated after it")
    if editions.place_of(left) in made.files:
        made.said.append(f"{editions.place_of(left)}: a record of the edition that is left, so that its file stays")


def _read(path: Path, name: str) -> tuple[str, Mapped]:
    faults: list[Fault] = []
    tree = read_yaml(path, name, faults)
    if not isinstance(tree, Mapped):
        raise BuildError("\n".join(map(str, faults)))
    return path.read_bytes().decode("utf-8"), tree


def _short(tree: Mapped, model: str) -> str:
    """The model's key in its file: the id without what the file says for all of its records."""
    first = tree.entries.get("id")
    return model.removeprefix(f"{first.text}/") if isinstance(first, Scalar) else model


def last_row(tree: Mapped, model: str) -> Mapped:
    """The newest price row of a model, by its key in the file."""
    return _rows(tree, model)[-1]


def row_before(tree: Mapped, model: str, since: str) -> Mapped:
    """The row below which a new one goes: the newest, but for those only announced that begin later than it does."""
    rows = _rows(tree, model)
    kept = [row for row in rows if not (text_of(row, "announced") == "true" and _begins_after(row, since))]
    return kept[-1] if kept else rows[-1]


def _begins_after(row: Mapped, since: str) -> bool:
    told = text_of(row, "since") or ""
    return dates.moment(told) is not None and begins(told) > begins(since)


def _rows(tree: Mapped, model: str) -> list[Mapped]:
    node: Node = tree
    for key in ("items", model, "prices"):
        node = node.entries[key] if isinstance(node, Mapped) else node
    rows = node.items if isinstance(node, Listed) else [node]
    for row in rows:
        if not isinstance(row, Mapped):
            raise BuildError(f"expected a row of rates in the prices of {model}, got {row.shown}")
    return [row for row in rows if isinstance(row, Mapped)]
