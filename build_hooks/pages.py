"""Tables of the whole data set, made when the site is built: quantities, inputs, prices, hardware, sources, log."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from build_hooks import options
from build_hooks.fresh import note
from build_hooks.site import ROOT, Site
from build_hooks.upkeep.who_says_what import who_says_what
from calc import text
from calc.engine.nodes import Node
from calc.engine.rules import Literal
from calc.model import GRAPH
from calc.parts import kinds
from calc.parts.addresses import record_link
from calc.parts.dated import fact_cell, missing
from calc.parts.markup import Page, Row, attributes, compact, meaning, number, table
from calc.results import choice_label
from calc.typed import choices

StaticTable = Callable[..., str]
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
RATE_FIELDS = (
    ("input_usd_per_mtok", "Input"),
    ("cache_read_usd_per_mtok", "Cache read"),
    ("output_usd_per_mtok", "Output"),
)


def _fact(page: Page, table: str, record: str, field: str) -> str:
    """A fact as a cell, or that it is not known."""
    return fact_cell(page, table, record, field) or missing("not known")


def quantities(site: Site, page: Page) -> str:
    """Every quantity and lookup: sentence, formula, what it reads, its value by default."""
    nodes = [node for node in GRAPH.nodes.values() if node.kind != "input" and not node.hidden]
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(node.group, []).append(node)
    return "".join(_quantity_group(page, group, found) for group, found in groups.items())


def _quantity_group(page: Page, group: str, nodes: list[Node]) -> str:
    title = group.replace("_", " ").capitalize().replace("Api", "API")
    items = "".join(_quantity(page, node) for node in nodes)
    return f'<h2 id="group-{escape(group)}">{escape(title)}</h2>{items}'


def _quantity(page: Page, node: Node) -> str:
    formula = f'<p class="quantity__formula">= {escape(node.formula)}</p>' if node.formula else ""
    deps = [dep for dep in dict.fromkeys(node.rule.reads()) if not GRAPH.nodes[dep].hidden]
    links = ", ".join(f'<a href="{escape(meaning(page, dep))}">{escape(dep)}</a>' for dep in deps)
    from_ = f'<p class="quantity__from">Reads {links}.</p>' if links else ""
    unit = f' <span class="quantity__unit">{escape(node.unit.label)}</span>' if node.unit else ""
    return (
        f'<section class="quantity" id="{escape(node.name)}"><h3><code>{escape(node.name)}</code></h3>'
        f'<p class="quantity__value"><b>{escape(node.label)}</b>: {number(page, node.name)}{unit}</p>'
        f"<p>{escape(node.help)}</p>{formula}{from_}</section>"
    )


def inputs(site: Site, page: Page) -> str:
    """Every input: what it means, its default and where that comes from, its range."""
    nodes = [node for node in GRAPH.nodes.values() if node.kind == "input"]
    return "".join(_input(site, page, node) for node in nodes)


def _input(site: Site, page: Page, node: Node) -> str:
    default = choice_label(page.evaluation, node.name)
    rule = "a plain value" if isinstance(node.rule, Literal) else "follows other values or a fact"
    bounds = ""
    if node.low is not None and node.high is not None:
        bounds = f" From {escape(text.field(node.low, node.name))} to {escape(text.field(node.high, node.name))}."
    unit = f' <span class="quantity__unit">{escape(node.unit.label)}</span>' if node.unit else ""
    listed = _options(site, page, node)
    return (
        f'<section class="quantity" id="{escape(node.name)}"><h3><code>{escape(node.name)}</code></h3>'
        f'<p class="quantity__value"><b>{escape(node.label)}</b>: {escape(default)}{unit}</p>'
        f"<p>{escape(node.help)}</p><p>Default: {rule}.{bounds}</p>{listed}</section>"
    )


def _options(site: Site, page: Page, node: Node) -> str:
    if node.value_kind != "choice":
        return ""
    known = choices(node, site.catalog)
    if len(known) > options.MOST_LISTED:
        return f"<p>One of {len(known)} ids, which the field offers as you type.</p>"
    ids = "".join(f"<li><code>{escape(key)}</code></li>" for key in known)
    own = f'<p>Or <a href="{escape(page.root)}calculators/api-bill/#hours-of-use">a week of your own</a>.</p>'
    return f"<details><summary>Choices</summary><ul>{ids}</ul></details>{own if node.own else ''}"


def prices(site: Site, page: Page) -> str:
    """API prices, tariffs and rentals on the page's day."""
    return _api_prices(site, page) + _tariffs(page) + _rentals(page)


def _api_prices(site: Site, page: Page) -> str:
    """Every API model with its rates and conditions; of very many only where they are."""
    snapshot = page.evaluation.snapshot
    if site.contenders.are_many:
        where = f'<a href="{escape(page.root)}models/">their index</a>'
        file = f'<a href="{escape(page.root)}data/v1/api_prices.csv">a file</a>'
        return f'<h2 id="api-models">API models</h2><p>There are too many for one page: see {where}, or {file}.</p>'
    rows = []
    for model in snapshot.ids("api_model"):
        name = str(snapshot.attribute("api_model", model, "name"))
        cells = [_fact(page, "api_model", model, field) for field, _ in RATE_FIELDS]
        name = record_link(page.root, "api_model", model, name)
        rows.append(Row((f"{name}<br><code>{escape(model)}</code>", *cells, _conditions(page, model))))
    columns = ("Model", *(f"{label}, per 1M" for _, label in RATE_FIELDS), "Conditions")
    return (
        '<h2 id="api-models">API models</h2>'
        + note(page)
        + table("API models, US dollars per million tokens", columns, rows, (1, 2, 3))
    )


def _conditions(page: Page, model: str) -> str:
    """The conditions of a price; they follow the day that the reader picks, as the price does."""
    made = kinds.render(page, "conditions", {"model": model})
    return f"<span{attributes(data_part='conditions', data_args=compact({'model': model}))}>{made['html']}</span>"


def _tariffs(page: Page) -> str:
    snapshot = page.evaluation.snapshot
    rows = []
    for tariff in snapshot.ids("tariff"):
        name = str(snapshot.attribute("tariff", tariff, "name"))
        cells = [_fact(page, "tariff", tariff, field) for field in ("electricity_usd_per_kwh", "carbon_g_per_kwh")]
        rows.append(Row((record_link(page.root, "tariff", tariff, name), *cells)))
    return (
        '<h2 id="electricity">Electricity</h2>'
        + note(page)
        + table("Mean price of a kilowatt-hour and carbon of the grid", ("Region", "Price", "Carbon"), rows, (1, 2))
    )


def _rentals(page: Page) -> str:
    snapshot = page.evaluation.snapshot
    rows = []
    for hardware in snapshot.ids("rental"):
        name = str(snapshot.attribute("hardware", hardware, "name") or hardware)
        rows.append(
            Row(
                (
                    record_link(page.root, "hardware", hardware, name),
                    _fact(page, "rental", hardware, "rental_usd_per_hour"),
                    escape(str(snapshot.attribute("rental", hardware, "provider"))),
                )
            )
        )
    return (
        '<h2 id="rentals">Rented hardware</h2>'
        + note(page)
        + table("Price of an hour of rented hardware", ("Hardware", "An hour", "Provider"), rows, (1,))
    )


def sources(site: Site, page: Page) -> str:
    """Every source with publisher, licence and the day it was read."""
    items = "".join(_source(page, key, source) for key, source in site.catalog.sources.items())
    return f'<div class="sources">{items}</div>'


def _source(page: Page, key: str, source: Any) -> str:
    url = source["url"]
    title = escape(source["title"])
    href = url if url.startswith("http") else page.root + url
    note = f" {escape(source['note'])}" if source.get("note") else ""
    return (
        f'<section class="source" id="{escape(key)}"><h3><a href="{escape(href)}" rel="noreferrer">{title}</a></h3>'
        f"<p>{escape(source['publisher'])}. Licence: {escape(source['licence'])}. "
        f"Read {text.day(source['read'])}.{note}</p></section>"
    )


def corrections(site: Site, page: Page, edition: str = "") -> str:
    """The log of corrections, newest first; `edition`: only those that touch the page of that edition."""
    found = [one for one in site.corrections if not edition or any(edition in where for where in one["pages"])]
    found.sort(key=lambda one: one["when"], reverse=True)
    return f'<div class="corrections">{"".join(_correction(page, one) for one in found)}</div>'


def _correction(page: Page, one: dict[str, Any]) -> str:
    where = ", ".join(
        f'<a href="{escape(page.root + address_of(path))}">{escape(_title(path))}</a>' for path in one["pages"]
    )
    thanks = f" Reported by {escape(one['reported_by'])}." if one.get("reported_by") else ""
    what, old, new, why = (DAY.sub(lambda day: text.day(day[0]), one[part]) for part in ("what", "old", "new", "why"))
    return (
        f'<article class="correction" id="{escape(one["id"])}"><h3>{escape(what)}</h3>'
        f'<p class="correction__when"><time datetime="{escape(one["when"])}">{text.day(one["when"])}</time></p>'
        f"<p><del>{escape(old)}</del> <ins>{escape(new)}</ins></p>"
        f'<p>{escape(why)}{thanks}</p><p class="correction__pages">Touches {where}.</p></article>'
    )


def _title(path: str) -> str:
    """What a page of the site calls itself; a page that is not in docs/ stands by its address."""
    address = address_of(path)
    for source in (ROOT / "docs" / f"{address.rstrip('/')}.md", ROOT / "docs" / address / "index.md"):
        if source.is_file():
            found = re.search(r'^title: "?(.+?)"?$', source.read_text("utf-8"), re.MULTILINE)
            return found[1] if found else address
    return address


def address_of(path: str) -> str:
    """The site's address of a page given by its file or address: guide/cost-math.md -> guide/cost-math/."""
    bare = path.removeprefix("docs/").removesuffix(".md").removesuffix("index").strip("/")
    return f"{bare}/" if bare else ""


STATIC_TABLES: dict[str, StaticTable] = {
    "quantities": quantities,
    "inputs": inputs,
    "prices": prices,
    "sources": sources,
    "corrections": corrections,
    "who_says_what": who_says_what,
}
