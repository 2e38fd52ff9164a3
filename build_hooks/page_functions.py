"""What a page may call between [[ and ]]: the functions that bind numbers, facts, inputs, parts and claims."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from markupsafe import Markup

from build_hooks import recipes, views, widgets
from build_hooks.build_tables import BUILD_TABLES, OF_THE_EDITION
from build_hooks.icons import icon
from build_hooks.proof import PROVED
from build_hooks.site import Site
from build_hooks.slots import Rendered, slot
from calc import scenario, text, typed
from calc.calculators import CALCULATORS, PRESETS, calculator
from calc.engine.nodes import Node
from calc.facts.fact import Fact
from calc.model import GRAPH
from calc.parts import kinds, markup
from calc.parts.addresses import PAGES
from calc.parts.explain import RANGES, split_key
from calc.parts.markup import Page, attributes, compact


class PageFunctions:
    """The functions that a page may call."""

    def __init__(self, site: Site, page: Page, day: str) -> None:
        self.site = site
        self.page = page
        self.day = day
        self.scopes = 0
        self.blocks: list[str] = []
        self.models: dict[str, None] = {}  # API models that the page names, in the order of their first mention
        self.alive = False  # whether anything here follows the reader's scenario
        self.coming_placed = False
        self.stays_said = False

    def coming(self) -> str:
        """What comes for the models of this page, for its head; empty where the page has a place of its own for it."""
        if self.coming_placed or self.day or not self.alive:
            return ""
        return self.live("coming", models=list(self.models)) if self.models else self.live("coming")

    def names(self) -> dict[str, Any]:
        """What the page's template knows."""
        called: list[Callable[..., Any]] = [
            self.n,
            self.span,
            self.about,
            self.bare,
            self.fact,
            self.fact_range,
            self.blank,
            self.choice,
            self.part,
            self.calculator,
            self.claim,
            self.presets,
            self.tools,
            self.calculators,
            self.page_of,
            self.keep,
            self.published,
            self.proved,
            icon,
        ]
        return {function.__name__: function for function in called} | {"edition_date": self._edition_date()}

    def _edition_date(self) -> Markup:
        day = self.day or self.site.catalog.edition
        return Markup('<time datetime="{}">{}</time>').format(day, text.day(day))

    def n(self, q: str, style: str = "exact", as_of: str = "", **overrides: Any) -> Markup:
        """A quantity, input or lookup as a live number."""
        node = scenario.find(GRAPH, q)
        checked = {name: self._checked(name, value) for name, value in overrides.items()}
        args: dict[str, Any] = {"q": node.name}
        if checked:
            args["with"] = checked
        if style != "exact":
            args["style"] = style
        page = self.page
        self.alive = True
        if isinstance(checked.get("api_model"), str):
            self.models[checked["api_model"]] = None
        if as_of or self.day:
            args["as_of"] = as_of or self.day
            page = self.site.page(self.page.root, args["as_of"])
        return self._number(page, node, args)

    def _number(self, page: Page, node: Node, args: dict[str, Any]) -> Markup:
        """The element of a number: its default text, and the recipe to compute it anew."""
        made = kinds.render(page, "number", args)
        classes = "num num--unknown" if made["unknown"] else "num"
        if node.value_kind in markup.WORDY:
            classes += " num--words"
        return Markup(
            f"<a{attributes(class_=classes, data_part='number', data_args=compact(args), data_tip=made['tip'])}"
            f"{attributes(data_follows=recipes.follows('number', args))}"
            f' href="{escape(markup.meaning(page, node.name))}">{made["html"]}</a>'
        )

    def _checked(self, name: str, value: Any) -> Any:
        """An override, checked as a reader's value would be, as JSON; None takes a reader's pin back."""
        node = scenario.find(GRAPH, name)
        if value is None:
            return None
        parsed = typed.parse_value(node, value, self.site.catalog)
        return list(parsed) if isinstance(parsed, tuple) else parsed

    def span(self, q: str, **overrides: Any) -> Markup:
        """A quantity over a range of inputs: "252–324 kWh"."""
        return self.n(q, **overrides)

    def about(self, q: str, **overrides: Any) -> Markup:
        """A quantity rounded to a handy number: "$25–$100"."""
        return self.n(q, style="about", **overrides)

    def bare(self, q: str, **overrides: Any) -> Markup:
        """A quantity without its unit, for sentences that write it."""
        return self.n(q, style="bare", **overrides)

    def _fact(self, key: str, as_of: str = "") -> Fact:
        day = as_of or self.day or self.site.catalog.edition
        fact = self.site.on(day).snapshot.fact(*split_key(key))
        if fact is None:
            raise LookupError(f"{key}: no such fact on {day}; `python -m build_hooks check` lists the keys")
        return fact

    def fact(self, key: str, part: str = "value", as_of: str = "") -> Markup:
        """A fact: its value, low, high, range, date, source or text."""
        fact = self._fact(key, as_of)
        if part == "source":
            source = self.site.catalog.sources[fact.source]
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(source["url"], source["publisher"])
        if part == "text":
            return Markup(escape(fact.value))
        if part not in ("value", "low", "high", "date", *RANGES):
            raise ValueError(
                f"fact({key!r}, {part!r}): expected value, low, high, range, about, bare, date, source or text"
            )
        if part in RANGES and (fact.low is None or fact.high is None):
            raise ValueError(f"fact({key!r}, {part!r}): this fact has no low and high")
        table, record, _ = split_key(fact.key)
        if table == "api_model":
            self.models[record] = None
        args = {"fact": fact.key}
        if part != "value":
            args["part"] = part
        if as_of or self.day:
            args["as_of"] = as_of or self.day
        page = self.site.page(self.page.root, as_of or self.day)
        return Markup(markup.fact_link(args, kinds.render(page, "fact", args)))

    def fact_range(self, key: str) -> tuple[float, float]:
        """Low and high of a fact, for use as an override."""
        fact = self._fact(key)
        if fact.low is None or fact.high is None:
            raise ValueError(f"fact_range({key!r}): this fact has no low and high")
        return float(fact.low), float(fact.high)

    def block(self, html: str) -> Markup:
        """A slot for a block of HTML."""
        self.blocks.append(html)
        return slot(len(self.blocks) - 1)

    def keep(self, html: Markup) -> Markup:
        """A slot for HTML that a template has written itself, parts and all: Markdown need not look for text in it."""
        return self.block(Rendered("", self.blocks).fill(html))

    def _scope(self) -> str:
        self.scopes += 1
        return f"s{self.scopes}"

    def blank(self, name: str) -> Markup:
        """An input inside a sentence."""
        return self._in_sentence(widgets.blank, name)

    def choice(self, name: str) -> Markup:
        """A choice inside a sentence."""
        return self._in_sentence(widgets.choice, name)

    def _in_sentence(self, widget: Callable[[widgets.FieldView], Markup], name: str) -> Markup:
        """A field of running text.  It has no id, so that it is the same on every page, and is made once."""
        scope, key = self._scope(), (widget.__name__, name)
        if key not in self.site.fields:
            self.site.fields[key] = widget(views.field(self.site, name, scope))
        return self.site.fields[key]

    def part(self, kind: str, **args: Any) -> Markup:
        """A block that is made in Python, at build and in the browser alike; tables of the whole data at build only."""
        if kind == "table" and args.get("table") in BUILD_TABLES:
            name = args.pop("table")
            said = self._stays() if name in OF_THE_EDITION else ""
            return self.block(said + BUILD_TABLES[name](self.site, self.page, **args))
        return self.block(self.live(kind, **args))

    def _stays(self) -> str:
        """A note, once a page, that shows where a reader looks at another day than the edition's."""
        if self.stays_said or self.day:
            return ""
        self.stays_said = True
        day = text.day(self.site.catalog.edition)
        return f'<p class="note stays">What is listed here is of the edition of {day}, whatever day you look at.</p>'

    def live(self, kind: str, **args: Any) -> str:
        """The element of a live block with what stands in it by default."""
        if self.day:
            args["as_of"] = self.day
        if kind == "coming":
            self.coming_placed = True
        return recipes.block(self.page, kind, **args)

    def calculator(self, slug: str) -> Markup:
        """A whole calculator."""
        spec = calculator(slug)
        view = views.calculator(self.site, spec, lambda kind, **args: Markup(self.live(kind, **args)), self._scope())
        return self.block(str(widgets.calculator(view)))

    def calculators(self) -> Markup:
        """The calculators as a list of questions with links."""
        items = "".join(
            f'<li><a href="{escape(self.page.root)}calculators/{one.slug}/">{escape(one.question)}</a></li>'
            for one in CALCULATORS
        )
        return self.block(f'<ul class="questions">{items}</ul>')

    def page_of(self, key: str, words: str = "") -> Markup:
        """A link to the page of a record, by table and id: page_of("hardware.nvidia/rtx-3090", "RTX 3090")."""
        table, _, record = key.partition(".")
        snapshot = self.page.evaluation.snapshot
        name = words or str(snapshot.attribute(table, record, "name"))
        link = markup.page_link(self.page, table, record, name) if snapshot.has(table, record) else ""
        if not link.startswith("<a "):
            raise LookupError(f"page_of({key!r}): no page of that record; {', '.join(PAGES)} have some")
        return Markup(link)

    def published(self, address: str) -> str:
        """Where a file of the site lies: its whole address where the site knows its own, else the way from here."""
        return f"{self.site.site_url or self.page.root}{address}"

    def proved(self, name: str) -> Markup:
        """A number of the proof, made from the data at every build."""
        if name not in PROVED:
            raise LookupError(f"proved({name!r}): expected one of {', '.join(PROVED)}")
        return Markup(escape(PROVED[name](self.site)))

    def claim(self, claim_id: str) -> Markup:
        """The box behind one of the ten claims."""
        if claim_id not in self.site.claims:
            raise LookupError(f"claim({claim_id!r}): there are {', '.join(self.site.claims)}")
        return self.block(str(widgets.claim(views.claim(self.site, self.page, claim_id))))

    def presets(self) -> Markup:
        """The named workloads, as buttons with link and reset."""
        return self.block(str(widgets.tools(tuple(map(views.preset, PRESETS)))))

    def tools(self) -> Markup:
        """Link and reset, without presets."""
        return self.block(str(widgets.tools()))
