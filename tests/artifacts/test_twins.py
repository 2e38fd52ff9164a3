"""Markdown twins and llms.txt: every number in place, nothing of the machinery, and links that lead somewhere."""

from __future__ import annotations

import posixpath
import re

import pytest

from build_hooks.artifacts.twins import PageText, twin
from calc import results

LINK = re.compile(r"\[[^\]\[]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
HTML = re.compile(r"</?[a-zA-Z][^>\n]*>")


def made(text: str, url: str = "guide/one/", source: str = "guide/one.md") -> str:
    page = PageText(source, url, "One", "", text)
    sources = {url: source, "glossary/": "glossary.md", "": "index.md"}
    return twin(page, sources, "2026-11-23").split("\n\n---\n\n")[0]


@pytest.fixture(scope="module")
def twins(published):
    return {name: text.decode() for name, text in published.items() if name.endswith(".md")}


def test_every_page_has_one(twins, pages):
    assert set(twins) == {page.source for page in pages}
    assert len(twins) > 200


def test_they_hold_no_html_no_placeholders_and_no_machinery(twins):
    for name, text in twins.items():
        bare = CODE.sub("", text)
        assert HTML.findall(bare) == [], name
        assert "data-slot" not in bare, name
        assert "[[" not in bare, name
        assert not re.search("[\ue000-\ue002]", text), name
        assert len(re.findall(r"^# ", bare, re.MULTILINE)) == 1, name


def test_every_number_is_in_place(twins, site):
    for name in ("api_usd_per_month", "local_usd_per_month", "hosted_twin_usd_per_month"):
        assert results.words(site.evaluation, name) in twins["guide/cost-math.md"]
    assert "2,000 requests a day" in twins["index.md"]
    assert results.words(site.evaluation, "verdict").split(".")[0] in twins["index.md"]


def test_links_between_them_lead_to_one_another(twins, published):
    seen = 0
    for name, text in twins.items():
        for target in LINK.findall(CODE.sub("", text)):
            path = target.split("#")[0].split("?")[0]
            if not path or "://" in path or path.startswith("mailto:"):
                continue
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            page = path.endswith("/")  # the page itself, in the colophon
            assert page or whole in published, f"{name}: {target}"
            seen += 1
    assert seen > 50


def test_the_colophon_leads_to_the_page(twins, pages, published_at):
    for page in pages:
        link = LINK.findall(twins[page.source].split("\n\n---\n\n")[-1])[0]
        where = posixpath.normpath(posixpath.join(posixpath.dirname(page.source), link))
        assert where == (page.url.rstrip("/") or ".")
        assert f"(https://guide.example/{page.url})" in published_at[page.source].decode()


def test_every_link_of_llms_txt_leads_to_a_file(published, published_at):
    text = published["llms.txt"].decode()
    assert text.startswith("# Local or API\n\n> ")
    links = LINK.findall(text)
    assert len(links) > 30
    assert [link for link in links if link not in published] == []
    assert {link for link in links if link.endswith(".md")} == {name for name in published if name.endswith(".md")}
    absolute = LINK.findall(published_at["llms.txt"].decode())
    assert absolute == [f"https://guide.example/{link}" for link in links]


def test_a_live_number_is_its_text():
    assert made('# A\n\nIt costs <a class="num" data-args="{}" href="../../reference/">$5.00</a> a month.') == (
        "# A\n\nIt costs $5.00 a month."
    )


def test_a_field_is_its_value_and_a_choice_the_one_chosen():
    field = '<span class="blank"><input value="1,200"><button>↺</button><span hidden>error</span></span>'
    chosen = '<select><option value="a">A</option><option value="b" selected>B &amp; C</option></select>'
    assert made(f"# A\n\nI send {field} to {chosen}.") == "# A\n\nI send 1,200 to B & C."


def test_a_chart_is_the_table_behind_it():
    chart = "<figure><figcaption>Cost</figcaption><svg><text>12</text></svg><table><tr><th>x</th><th>a|b</th></tr>"
    assert made(f"# A\n\n<div>{chart}<tr><td>1</td></tr></table></figure></div>\n\nEnd.") == (
        "# A\n\nCost\n\n| x | a\\|b |\n| --- | --- |\n| 1 | |\n\nEnd."
    )


def test_code_is_left_alone():
    text = "# A\n\n```sh\ncurl <address> | jq '.a  .b' { .x }\n```\n\nUse `<b>{.x}` here.{ .class }"
    assert made(text) == text.removesuffix("{ .class }")


def test_a_fence_keeps_its_language_and_loses_its_marks():
    assert made("# A\n\n```{ .sh .no-copy }\nls {x}\n```") == "# A\n\n```sh\nls {x}\n```"


@pytest.mark.parametrize(
    ("href", "wanted"),
    [
        ("../../glossary/#kv", "../glossary.md#kv"),
        ("../../", "../index.md"),
        ("../../?as_of=2026-05-16", "../?as_of=2026-05-16"),
        ("?as_of=2026-05-16#a", "one/?as_of=2026-05-16#a"),
        ("../../data/v1/index.json", "../data/v1/index.json"),
        ("https://example.org/a", "https://example.org/a"),
        ("#here", "#here"),
    ],
)
def test_links_of_a_page_become_links_of_its_twin(href, wanted):
    assert made(f'# A\n\n<p><a href="{href}">b</a></p>') == f"# A\n\n[b]({wanted})"


def test_lists_and_headings_of_html_become_markdown():
    assert made("# A\n\n<section><h2>B</h2><p>c\n d</p><ul><li>e</li><li><b>f</b></li></ul></section>") == (
        "# A\n\n## B\n\nc d\n\n- e\n- **f**"
    )


def test_a_list_of_terms_stays_in_pairs():
    assert made("# A\n\n<dl><div><dt>In</dt><dd><b>$2</b></dd></div><div><dt>Out</dt><dd>$3</dd></div></dl>") == (
        "# A\n\n- In: **$2**\n\n- Out: $3"
    )


def test_marks_for_the_site_builder_are_left_out():
    assert made("# A { #a }\n\n## B { data-search-exclude }\n\nC { .d }") == "# A\n\n## B\n\nC"


def test_a_page_without_a_title_gets_one():
    assert made("Text.") == "# One\n\nText."
