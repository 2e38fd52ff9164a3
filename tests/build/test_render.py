"""Pages are bound: what each function writes, and what a page that cannot be rendered says."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from build_hooks.claims import ClaimError, holds
from build_hooks.prerender import write
from build_hooks.render import RenderError, render
from build_hooks.site import ROOT, Site
from build_hooks.slots import Rendered
from calc import door
from calc.model import GRAPH
from tests.pinned import DAY


def page(site: Site, source: str, day: str = "") -> Rendered:
    return render(site, source, "docs/page.md", "../", day)


def text_of(made: Rendered) -> str:
    return unescape(re.sub(r"<[^>]+>", "", made.fill(made.markdown)))


def test_a_number_is_a_link_with_its_recipe_its_tip_and_its_text(site: Site) -> None:
    made = page(site, '[[ n("api_usd_per_month", requests_per_day=4000) ]]', DAY).markdown

    assert text_of(Rendered(made, [])) == "$32.40"
    assert 'href="../reference/quantities/#api_usd_per_month"' in made
    args = json.loads(unescape(re.search(r'data-args="([^"]*)"', made)[1]))  # type: ignore[index]
    assert args == {"q": "api_usd_per_month", "with": {"requests_per_day": 4000.0}, "as_of": DAY}
    assert "As of 23 Nov 2026 · Pydantic" in unescape(made)


def test_a_number_leads_to_where_its_name_is_explained(site: Site) -> None:
    there = {where: page(site, f'[[ part("table", table="{where}") ]]').anchors() for where in ("inputs", "quantities")}
    names = [name for name, node in GRAPH.nodes.items() if not node.hidden]
    made = page(site, " ".join(f'[[ n("{name}") ]]' for name in names)).markdown
    links = re.findall(r'href="../reference/(inputs|quantities)/#([^"]*)"', made)

    assert [name for _, name in links] == names
    assert [name for where, name in links if name not in there[where]] == []


def test_the_browser_would_write_the_same_text(site: Site) -> None:
    made = page(site, '[[ n("verdict") ]] [[ n("energy_kwh_per_month", load_power_w=[350, 450]) ]]').markdown
    recipes = [json.loads(unescape(found)) for found in re.findall(r'data-args="([^"]*)"', made)]
    request = {"id": 1, "call": "page", "scenario": {}, "parts": [{"kind": "number", "args": args} for args in recipes]}

    answers = json.loads(door.handle(json.dumps(request)))["result"]["parts"]

    assert re.findall(r">([^<]+)</a>", made) == [answer["html"] for answer in answers]


def test_spans_and_handy_numbers_of_the_first_edition(site: Site) -> None:
    watts = 'load_power_w=fact_range("edition.2026-05-16.load_power_w"), busy_hours_per_day=24'
    rate = 'electricity_usd_per_kwh=fact_range("edition.2026-05-16.electricity_usd_per_kwh")'
    source = f'[[ span("energy_kwh_per_month", {watts}) ]] [[ about("electricity_usd_per_month", {watts}, {rate}) ]]'

    assert text_of(page(site, source, "2026-05-16")) == "252–324 kWh $25–$100"


def test_ranges_as_the_first_edition_printed_them(site: Site) -> None:
    money, speed = "edition.2026-05-16.electricity_usd_per_month", "edition.2026-05-16.decode_tok_per_s"
    source = f'about [[ fact("{money}", "about") ]] or [[ fact("{money}", "range") ]]; [[ fact("{speed}", "bare") ]]+'
    assert text_of(page(site, source, "2026-05-16")) == "about $25–$100 or $25.00–$100.00; 50–150+"


def test_a_dated_page_stands_on_its_own_day(site: Site) -> None:
    key = '"api_model.anthropic/claude-3-haiku.output_usd_per_mtok"'

    assert text_of(page(site, f"[[ fact({key}) ]] [[ edition_date ]]", "2026-05-16")) == "$1.25 16 May 2026"


def test_blocks_wait_in_slots_and_fill_them(site: Site) -> None:
    made = page(site, 'Before\n\n[[ part("verdict") ]]\n\nAfter')

    assert made.markdown == 'Before\n\n<div data-slot="0"></div>\n\nAfter'
    assert '<section class="part part--verdict" data-part="verdict"' in made.fill(made.markdown)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('One.\n[[ n("api_usd_per_mnth") ]]', "docs/page.md:2: api_usd_per_mnth: expected a name from `list`"),
        ('[[ n("api_usd_per_month", batch_frac=3) ]]', "docs/page.md:1: batch_frac: expected a number from 0% to 100%"),
        ('[[ fact("hardware.nvidia/rtx-3090.memry_gb") ]]', ":1: hardware.nvidia/rtx-3090.memry_gb: no such fact"),
        ('\n\n[[ part("chart", chart="cost") ]]', "docs/page.md:3: no chart 'cost'"),
        ("[[ nothing ]]", "docs/page.md:1: 'nothing' is undefined"),
        ("[% if %]", "docs/page.md:1: "),
        ('[[ claim("nope") ]]', "docs/page.md:1: claim('nope'): there are"),
        ('[[ fact("hardware.nvidia/rtx-3090.memory_gb", "range") ]]', "has no low and high"),
    ],
)
def test_a_page_that_cannot_be_rendered_says_where_and_why(site: Site, source: str, reason: str) -> None:
    with pytest.raises(RenderError) as caught:
        page(site, source)

    assert reason in str(caught.value)


def test_claims_are_evaluated_on_quantities_and_facts(site: Site) -> None:
    ev = site.evaluation

    assert holds("api_usd_per_month < local_total_usd_per_month", ev)
    assert not holds("api_usd_per_month > local_total_usd_per_month", ev)
    assert holds('fact("hardware.nvidia/rtx-3090.memory_gb") >= fact("hardware.nvidia/rtx-4090.memory_gb")', ev)
    for broken in ("api_usd_per_month", "api_usd_per_month < 5", "import os", "nope < 1", 'fact("a.b.c") > 0'):
        with pytest.raises(ClaimError):
            holds(broken, ev)


def test_prerendered_pages_hold_no_placeholder(tmp_path: Path) -> None:
    assert write(ROOT, tmp_path) > 15

    for made in tmp_path.rglob("*.md"):
        assert not re.search(r"\[\[|\[%|data-slot", made.read_text(encoding="utf-8")), made


def test_a_name_leads_to_the_page_of_its_record(site: Site) -> None:
    made = page(site, '[[ page_of("hardware.nvidia/rtx-3090", "RTX 3090") ]]').markdown

    assert made == '<a href="../hardware/nvidia/rtx-3090/">RTX 3090</a>'
    assert "GPT-6 Luna</a>" in page(site, '[[ page_of("api_model.openai/gpt-6-luna") ]]').markdown


@pytest.mark.parametrize("key", ["hardware.nvidia/rtx-1", "open_model.qwen/qwen3-8b", "hardware"])
def test_a_name_without_a_page_is_refused(site: Site, key: str) -> None:
    with pytest.raises(RenderError, match="no page of that record"):
        page(site, f'[[ page_of("{key}") ]]')


def test_links_may_lead_into_the_blocks_of_a_page(site: Site) -> None:
    anchors = page(site, '[[ part("table", table="inputs") ]]').anchors()

    assert "api_price_change_frac_per_year" in anchors and "requests_per_day" in anchors
    assert page(site, "No block.").anchors() == set()
