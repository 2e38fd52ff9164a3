"""Suggest a correction: every fact of an explanation leads to its line in the editor and to a filled-in form."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from calc import results
from calc.door import catalog
from calc.engine.grounds import facts_of
from calc.model import GRAPH
from calc.parts.explain import explain
from calc.parts.markup import Page
from calc.parts.suggest import FORM
from calc.scenario import Scenario

ROOT = Path(__file__).parents[2]
REPOSITORY = "https://github.com/someone/local-or-api"
LINE = f"{REPOSITORY}/blob/main/{{path}}#L{{line}}"
LINK = re.compile(r'<a class="suggest__(edit|form)" href="([^"]*)"')


def page(line_url: str) -> Page:
    evaluation = results.evaluation(GRAPH, catalog(), Scenario({}, catalog().edition))
    return Page(evaluation, catalog().sources, "", line_url)


def links(html: str) -> list[tuple[str, str]]:
    return [(kind, unescape(address)) for kind, address in LINK.findall(html)]


@pytest.mark.parametrize("q", ["electricity_usd_per_month", "api_usd_per_month"])
def test_every_fact_that_went_in_can_be_corrected(q: str) -> None:
    on = page(LINE)
    html = explain(on, {"q": q})
    shown = re.findall(r'<a class="line" href="([^"]*)"', html)  # where each fact is said to come from
    edits = [address for kind, address in links(html) if kind == "edit"]
    assert edits == [address.replace("/blob/", "/edit/") for address in shown]
    assert {*edits} <= {f"{REPOSITORY}/edit/main/{fact.file}#L{fact.line}" for fact in facts_of(on.evaluation, q)}
    assert edits and len(links(html)) == 2 * len(edits)


def test_the_line_is_there_and_the_form_is_filled_in() -> None:
    key = "tariff.us/residential.electricity_usd_per_kwh"
    (_, edit), (_, form) = links(explain(page(LINE), {"fact": key}))
    file, line = urlsplit(edit).path.partition("/edit/main/")[2], int(urlsplit(edit).fragment.removeprefix("L"))
    assert '"0.1805"' in (ROOT / file).read_text(encoding="utf-8").splitlines()[line - 1]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(form).query).items()}
    assert form.startswith(f"{REPOSITORY}/issues/new?")
    assert (asked["template"], asked["figure"]) == (FORM, key)
    assert asked["ours"] == f"0.1805 $/kWh, from 2026-02 ({file}:{line})"
    assert asked["source"].startswith("https://")


def test_the_title_says_what_the_figure_is() -> None:
    """In the words of its record: an id of several parts is named part by part."""
    for key, title in (
        ("api_model.openai/gpt-6-luna.input_usd_per_mtok", "GPT-6 Luna, input: $0.10"),
        ("hardware.nvidia/rtx-3090.used_usd", "GeForce RTX 3090, price of a used one: $700–$900"),
        (
            "speed.qwen/qwen3.8-27b@q4_k_m@nvidia/rtx-3090@none.prefill_tok_per_s",
            "Qwen3.8 27B, Q4_K_M, GeForce RTX 3090, prefill: 1,025–1,158 tok/s",
        ),
        (
            "figure.batching.streams_1_tok_per_s",
            "Total speed of two RTX 3090 by number of streams, one stream: 87 tok/s",
        ),
    ):
        assert f">{title}</h2>" in explain(page(LINE), {"fact": key})


@pytest.mark.parametrize(
    ("args", "figure", "ours"),
    [
        ({"q": "labour_usd_per_month"}, "labour_usd_per_month", "$0.00, as of 2026-11-23"),
        ({"q": "context_tok"}, "context_tok", " tokens, as of 2026-11-23"),
        (
            {"fact": "tariff.us/residential.no_such_usd"},
            "tariff.us/residential.no_such_usd",
            "unknown, as of 2026-11-23",
        ),
    ],
)
def test_what_no_line_holds_can_still_be_told_us(args: dict[str, str], figure: str, ours: str) -> None:
    ((kind, form),) = links(explain(page(LINE), args))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(form).query).items()}
    assert (kind, asked["template"], asked["figure"]) == ("form", FORM, figure)
    assert asked["ours"].endswith(ours)
    assert links(explain(page(""), args)) == []


def test_the_form_has_the_fields_that_are_filled_in() -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / FORM).read_text(encoding="utf-8"))
    ids = {field["id"] for field in form["body"] if "id" in field}
    (_, _), (_, address) = links(explain(page(LINE), {"fact": "host.desktop-pc.host_idle_power_w"}))
    filled = set(parse_qs(urlsplit(address).query)) - {"template", "title"}
    assert filled == {"figure", "ours", "source"} < ids
    assert "theirs" in ids


def test_without_the_repository_there_are_no_such_links() -> None:
    assert "uggest" not in explain(page(""), {"q": "api_usd_per_month"})
    assert "uggest" not in explain(page(""), {"fact": "host.desktop-pc.host_idle_power_w"})
