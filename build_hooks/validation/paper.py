"""A published break-even study, cell by cell: which of its figures follow from its own inputs."""

from __future__ import annotations

from dataclasses import dataclass

from calc.facts.catalog import Catalog, Snapshot
from calc.units import TOK_PER_MTOK

API, BOX, LOAD = "breakeven-paper-api-", "breakeven-paper-box-", "breakeven-paper-load"
FAMOUS = ("exaone-4-0-32b", "gpt-5")  # box, API


@dataclass(frozen=True)
class Cell:
    """One box against one API, in months: printed, recomputed at the box's full capacity, and at the small load."""

    box: str
    api: str
    printed: float
    places: int  # decimal places of the printed figure
    recomputed: float
    at_small_load: float | None  # None: never, the API bill is below the electricity

    @property
    def reproduces(self) -> bool:
        """Whether rounding explains the difference, with one unit of the last place to spare."""
        return abs(self.recomputed - self.printed) <= 1.05 * 10.0**-self.places


def cells(catalog: Catalog) -> tuple[Cell, ...]:
    """All cells, in the order of the data."""
    snapshot = catalog.at(catalog.edition)
    ids = list(snapshot.ids("figure"))
    boxes = [one for one in ids if one.startswith(BOX)]
    apis = [one for one in ids if one.startswith(API)]
    return tuple(_cell(snapshot, box, api) for box in boxes for api in apis)


def famous(catalog: Catalog) -> Cell:
    """The cell that is quoted most: the smallest box against the model that the paper leads with."""
    return next(one for one in cells(catalog) if (one.box, one.api) == FAMOUS)


def _value(snapshot: Snapshot, record: str, name: str) -> float:
    fact = snapshot.fact("figure", record, name)
    if fact is None:
        raise KeyError(f"figure.{record}.{name}")
    return fact.number


def _cell(snapshot: Snapshot, box: str, api: str) -> Cell:
    name = api.removeprefix(API)
    field = f"{name.replace('-', '_')}_months"
    printed = snapshot.fact("figure", box, field)
    if printed is None:
        raise KeyError(f"figure.{box}.{field}")
    full = _value(snapshot, box, "capacity_tok_per_month")
    at_full = _months(snapshot, box, api, full)
    if at_full is None:
        raise ValueError(f"{box}: at full capacity the API bill is below the electricity")
    small = _months(snapshot, box, api, _value(snapshot, LOAD, "small_tok_per_month"))
    places = len(printed.value.partition(".")[2])
    return Cell(box.removeprefix(BOX), name, printed.number, places, at_full, small)


def _months(snapshot: Snapshot, box: str, api: str, tok_per_month: float) -> float | None:
    share_in = _value(snapshot, LOAD, "input_frac")
    rate_in = _value(snapshot, api, "input_usd_per_mtok")
    rate_out = _value(snapshot, api, "output_usd_per_mtok")
    bill = tok_per_month / TOK_PER_MTOK * (share_in * rate_in + (1 - share_in) * rate_out)
    busy = tok_per_month / _value(snapshot, box, "capacity_tok_per_month")  # the paper counts power at work only
    saved = bill - busy * _value(snapshot, box, "electricity_usd_per_month")
    return _value(snapshot, box, "purchase_usd") / saved if saved > 0 else None
