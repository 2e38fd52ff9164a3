"""Generated pages: one for each record, at addresses that never change, whose every number the browser would repeat."""

import json
import re
from collections import Counter
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_hooks.build import Build
from build_hooks.generated import every, redirects
from build_hooks.generated.page import GeneratedPage
from build_hooks.generated.workloads import NAMES, POPULAR, TIER_MODELS, overrides
from build_hooks.recipes import as_sent
from build_hooks.render import render_generated
from build_hooks.site import ROOT, Site
from calc import door
from calc.calculators import PRESETS
from calc.facts.billers import is_over, with_biller
from tests.pinned import DAY

GOLDEN = Path(__file__).parents[1] / "golden" / "addresses.txt"
VOID = {"br", "img", "input", "meta", "link", "hr", "wbr"}


@pytest.fixture(scope="module")
def pages(site) -> dict[str, GeneratedPage]:
    return {page.address: page for page in every.pages(site)}


@pytest.fixture(scope="module")
def rendered(site, pages) -> dict[str, str]:
    """Address to what MkDocs gets of each page, blocks in place."""
    made = {address: render_generated(site, page) for address, page in pages.items()}
    return {address: one.fill(one.markdown) for address, one in made.items()}


class Reader(HTMLParser):
    """Finds the live parts of a page with their recipes and what stands in them; parts in parts are the outer's."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.parts: list[tuple[str, dict, str]] = []
        self.text: list[str] = []
        self.lines = [0]
        for line in html.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.depth = 0
        self.open: tuple = ()
        self.feed(html)

    def place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        self.depth += 1
        values = dict(attrs)
        if "data-part" in values and not self.open:
            begins = self.place() + len(self.get_starttag_text() or "")
            self.open = (self.depth, begins, values["data-part"], json.loads(values["data-args"]))

    def handle_endtag(self, tag):
        if self.open and self.open[0] == self.depth:
            _, begins, kind, args = self.open
            self.parts.append((kind, args, self.html[begins : self.place()]))
            self.open = ()
        self.depth -= 1

    def handle_data(self, data):
        self.text.append(data)


def answers(parts: list, root: str, as_of: str | None = None, **scenario: Any) -> list[str]:
    request = {
        "call": "page",
        "scenario": scenario,
        "as_of": as_of,
        "root": root,
        "parts": [{"kind": k, "args": a} for k, a, _ in parts],
    }
    reply = json.loads(door.handle(json.dumps(as_sent(request))))
    return [answer["html"] for answer in reply["result"]["parts"]]


def root_of(address: str) -> str:
    return "../" * address.count("/")


def words(html: str) -> str:
    """What a reader sees, pictures included, remarks from the data left out."""
    bare = re.sub(r'<span class="missing">.*?</span>|<[^>]+>', " ", html)
    return unescape(bare)


def test_every_record_has_its_page(site, pages):
    snapshot = site.evaluation.snapshot
    expected = {("model", one) for one in snapshot.ids("api_model")}
    expected |= {("hardware", one) for one in snapshot.ids("hardware")}
    hosted = (one for one in snapshot.ids("open_model") if snapshot.attribute("open_model", one, "hosted_twin"))
    expected |= {("open", one) for one in hosted}
    expected |= {("provider", one.split("/")[0]) for one in snapshot.ids("api_model")}
    expected |= {("region", one.split("/")[0]) for one in snapshot.ids("tariff")}
    assert Counter((page.kind, page.record) for page in pages.values()) == Counter(expected)


def test_published_addresses_never_go_away(site, pages):
    frozen = GOLDEN.read_text(encoding="utf-8").splitlines()
    now = [*pages, *(path.removesuffix("index.html") for path in redirects.files(site))]
    gone = sorted(set(frozen) - set(now))
    assert gone == [], "an address that was published leads nowhere: keep the record, or send on in redirects.MOVED"
    # The page of a new record needs no second file: the report on a change asks for every record that goes.
    records = tuple({f"{one.partition('/')[0]}/" for one in pages})
    new = sorted(one for one in set(now) - set(frozen) if not one.startswith(records))
    assert new == [], f"new addresses are promises: add them to {GOLDEN.name}"


def test_what_the_browser_computes_is_what_the_build_wrote_on_every_page(rendered):
    different = []
    for address, html in rendered.items():
        parts = Reader(html).parts
        assert parts, address
        for (kind, args, static), live in zip(parts, answers(parts, root_of(address)), strict=True):
            if static != live:
                different.append((address, kind, args, static[:200], live[:200]))
    assert different == []


def test_no_page_says_that_something_is_unknown_none_or_no_number(rendered):
    found = {}
    for address, html in rendered.items():
        slips = re.findall(r"\b(?:unknown|None|nan|inf|undefined|null|Unknown)\b", words(html))
        if slips or "num--unknown" in html:
            found[address] = slips or re.findall(r'num--unknown"[^>]*>', html)[:3]
    assert found == {}


def test_a_page_is_about_its_record_whatever_the_reader_has_chosen(rendered):
    parts = Reader(rendered["models/openai/gpt-6-luna/"]).parts
    bill = next(one for one in parts if one[1].get("q") == "api_usd_per_month" and len(one[1]["with"]) == 1)

    assert answers([bill], "", as_of=DAY) == ["$16.20"]
    chosen: dict[str, Any] = {
        "api_model": "openai/gpt-6-astra",
        "api_output_usd_per_mtok": 99,
        "open_model": "meta/llama-3.1-8b",
    }
    assert answers([bill], "", as_of=DAY, **chosen) == ["$16.20"]
    assert answers([bill], "", as_of=DAY, requests_per_day=4000) == ["$32.40"]
    assert answers([bill], "", as_of=DAY, api_output_usd_per_mtok=0) == ["$7.20"], (
        "a rate of this very model is the reader's"
    )


def test_the_explanation_of_a_number_in_a_part_is_about_the_record_too(rendered):
    parts = Reader(rendered["hardware/nvidia/rtx-4090/"]).parts
    verdict = next(html for kind, _, html in parts if kind == "verdict")
    recipes = [json.loads(unescape(found)) for found in re.findall(r'data-args="([^"]*)"', verdict)]
    assert recipes and all(one["with"]["hardware"] == "nvidia/rtx-4090" for one in recipes)


def test_a_number_of_another_box_leaves_the_readers_own_speed_behind():
    number = ("number", {"q": "decode_tok_per_s", "with": {"hardware": "nvidia/rtx-4090"}}, "")
    assert answers([number], "", decode_tok_per_s=5) == ["47 tok/s"]
    assert answers([number], "", hardware="nvidia/rtx-4090", decode_tok_per_s=5) == ["5 tok/s"]


def workloads(parts: list) -> tuple:
    """The live table of the named workloads on a model's page."""
    return next(one for one in parts if one[1].get("table") == "workloads")


def test_the_three_workloads_are_those_of_the_buttons(site, rendered):
    table = workloads(Reader(rendered["models/openai/gpt-6-luna/"]).parts)
    args, [html] = table[1], answers([table], "", as_of=DAY)
    for preset, one in zip(PRESETS, args["workloads"], strict=True):
        label, under = one["label"], one["under"]
        assert label == preset.label and under == overrides(preset, site.catalog)
        assert set(under) == set(NAMES)
        [bill] = answers([("number", {"q": "api_usd_per_month"}, "")], "", as_of=DAY, **preset.values)
        assert f">{bill}</a>" in html.split(escape(label))[1].split("</tr>")[0]


def test_a_workload_takes_back_what_another_button_has_set(rendered):
    table = workloads(Reader(rendered["models/openai/gpt-6-luna/"]).parts)
    [changed] = answers([table], "../../../", batch_frac="100%", cached_input_frac="80%")
    assert re.findall(r">(\$[^<]*)<", changed) == re.findall(r">(\$[^<]*)<", table[2])


def test_on_an_earlier_day_a_page_shows_what_held_then(rendered):
    """Numbers, rows and links of a model, a provider and a region: by the day, not by the edition."""
    model = {one[1].get("table"): one for one in Reader(rendered["models/anthropic/claude-opus-4-6/"]).parts}
    [prices] = answers([model["every_price"]], "../../../", as_of="2025-06-01")
    assert prices.count('<tr class="later"') == prices.count("<tr") - 1 and "in force" not in prices
    provider = {one[1].get("table"): one for one in Reader(rendered["providers/openai/"]).parts}
    [now], [then] = (answers([provider["provider_models"]], "../../", as_of=day) for day in (None, "2025-06-01"))
    assert "GPT-6 Luna" in now and "GPT-6 Luna" not in then and "GPT-4o mini" in then
    [happened] = answers([provider["provider_events"]], "../../", as_of="2025-06-01")
    assert ">later<" in happened and ">later<" not in provider["provider_events"][2]


def test_models_that_stand_for_tiers_are_of_that_tier_and_to_be_had(site):
    snapshot = site.evaluation.snapshot
    tiers = [snapshot.attribute("api_model", model, "tier") for _, model in TIER_MODELS]
    assert tiers == ["small", "mid", "frontier"]
    assert not any(is_over(snapshot, model) for _, model in TIER_MODELS)
    assert all(snapshot.has("open_model", model) for model in POPULAR)


def test_every_provider_and_maker_has_a_name(site):
    snapshot = site.evaluation.snapshot
    for table in ("api_model", "hardware", "open_model"):
        assert {one.split("/")[0] for one in snapshot.ids(table)} == set(snapshot.names[table])
    assert snapshot.maker("api_model", "xai/grok-4.7") == "xAI"
    assert snapshot.maker("hardware", "nvidia/rtx-3090") == "NVIDIA"
    assert snapshot.maker("hardware", "somebody/card") == "somebody"


def test_a_host_is_named_once(site):
    snapshot = site.evaluation.snapshot
    assert with_biller(snapshot, "openai/gpt-6-luna") == "GPT-6 Luna at OpenAI"
    assert with_biller(snapshot, "deepinfra/qwen3.8-27b") == "Qwen3.8 27B on DeepInfra"


def test_the_browser_gets_the_names_of_billers_and_of_makers_of_hardware_and_no_others():
    assert set(door.catalog().names) == {"api_model", "hardware"}


def test_titles_and_descriptions_tell_pages_apart_and_are_not_cut_short(pages):
    for field in ("title", "description"):
        counted = Counter(getattr(page, field) for page in pages.values())
        assert [text for text, count in counted.items() if count > 1] == []
    assert [page.address for page in pages.values() if not 60 <= len(page.description) <= 260] == []
    assert [page.address for page in pages.values() if len(page.title) > 75] == []


def test_the_edit_link_leads_to_the_records_own_lines(site, pages):
    build = Build(Site(site.catalog, [], {}, "https://example.org/r"), serving=False)
    for page in pages.values():
        url = build.edit_url(page.source)
        assert url == f"https://example.org/r/edit/main/{page.file}#L{page.line}"
        lines = (ROOT / page.file).read_text(encoding="utf-8").splitlines()
        assert page.line <= len(lines)
        if page.kind in ("model", "hardware", "open"):
            own = page.record.split("/")[1]
            above = [line.strip().rstrip(":") for line in lines[: page.line] if re.match(r"  \S+:$", line)]
            assert above[-1].strip("\"'") == own


def test_hand_written_pages_are_still_edited_where_they_lie(site):
    build = Build(Site(site.catalog, [], {}, "https://example.org/r"), serving=False)
    assert build.edit_url("index.md") == "https://example.org/r/edit/main/docs/index.md"
    assert Build(site, serving=False).edit_url("models/openai/gpt-6-luna.md") is None


def test_front_matter_is_yaml_and_names_the_page(pages):
    for page in pages.values():
        front = yaml.safe_load(page.markdown.split("---\n")[1])
        assert front["title"] == page.title and front["description"] == page.description


def test_addresses_that_send_on_lead_to_pages(site, pages):
    for path, html in redirects.files(site).items():
        [target] = re.findall(r"url=([^\"#]*)", html)
        climbed = [part for part in target.split("/") if part and part != ".."]
        assert target.count("../") == path.count("/")
        address = "/".join([*climbed, ""])
        assert address in pages or (ROOT / "docs" / address / "index.md").is_file(), path


def test_other_ids_of_a_model_stand_on_its_page_with_their_days(rendered):
    said = words(rendered["models/mistral/mistral-large-2512/"])
    assert "`mistral-large-latest` from 2 Dec 2025 until 6 Oct 2026" in said
    assert "Other ids" not in words(rendered["models/openai/gpt-6-luna/"])
