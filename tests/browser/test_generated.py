"""Pages of single records and their indexes: they follow the reader, can be sorted by keyboard, and are found."""

import re
from unicodedata import normalize
from urllib.parse import urljoin

from playwright.sync_api import expect

from tests.browser import expected

BILL = "api_usd_per_month"
LUNA = "models/openai/gpt-6-luna/"
ASTRA = "openai/gpt-6-astra"
MENU = re.compile(r'<nav class="md-nav md-nav--primary.*?(?=data-md-type="toc")', re.DOTALL)


def headline(guide):
    return guide.page.locator(".verdict__headline .num")


def names(guide):
    """The first cells of the rows that can be seen."""
    return guide.page.locator("[data-sortable] tbody tr:visible th").all_inner_texts()


def months(guide):
    """The second column, as numbers."""
    shown = guide.page.locator("[data-sortable] tbody tr:visible td:nth-child(2)").all_inner_texts()
    return [float(text.strip("$").replace(",", "")) for text in shown if text]


def test_a_models_page_follows_the_readers_volume_and_not_their_model(guide):
    guide.open(f"?api_model={ASTRA}")
    guide.shows(BILL, expected.number(BILL, api_model=ASTRA))
    guide.open(LUNA)
    guide.type("requests_per_day", "5,000")
    bill = expected.number(BILL, api_model="openai/gpt-6-luna", requests_per_day="5000")
    expect(headline(guide)).to_have_text(bill)
    expect(guide.page.locator('[data-part="verdict"]')).to_contain_text(bill)


def test_a_number_of_a_record_explains_itself_for_that_record(guide):
    guide.open("hardware/nvidia/rtx-4090/")
    headline(guide).click()
    said = guide.page.locator(".explanation__text")
    expect(said).to_contain_text("GeForce RTX 4090")
    expect(said).to_contain_text(expected.number("local_total_usd_per_month", hardware="nvidia/rtx-4090"))


def test_the_index_sorts_by_keyboard_both_ways_and_says_so(guide):
    guide.open("models/")
    head = guide.page.locator("[data-sortable] thead th", has_text="Your month")
    expect(head).to_have_attribute("aria-sort", "none")
    head.get_by_role("button").focus()

    guide.page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    up = months(guide)
    assert len(up) > 40 and up == sorted(up)

    guide.page.keyboard.press("Space")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert months(guide) == sorted(up, reverse=True)
    expect(guide.page.locator("[aria-sort=descending], [aria-sort=ascending]")).to_have_count(1)
    sign = "head => getComputedStyle(head.querySelector('button'), '::after').content"
    assert [one.evaluate(sign) for one in guide.page.locator("[data-sortable] thead th").all()[:3]] == [
        '"↕"',
        '"↓"',
        '"↕"',
    ]


def test_the_order_is_that_of_the_readers_own_figures(guide):
    guide.open("models/")
    guide.type("input_tok_per_request", "100,000")
    bill = expected.number(BILL, api_model="openai/gpt-6-luna", input_tok_per_request="100000")
    expect(guide.page.get_by_role("row", name="GPT-6 Luna").locator("td").first).to_have_text(bill)
    sort = guide.page.get_by_role("button", name="Your month")
    sort.click()
    mine = months(guide)
    assert mine == sorted(mine) and mine[0] > 50


def test_rows_without_a_figure_come_last_either_way(guide):
    guide.open("hardware/")
    sort = guide.page.locator("[data-sortable] thead th", has_text="A month").get_by_role("button")
    for _ in range(2):
        sort.click()
        for body in guide.page.locator("[data-sortable] tbody").all():
            cells = body.locator("tr td:nth-child(2)").all_inner_texts()
            known = [cell.startswith("$") for cell in cells]
            assert known == sorted(known, reverse=True)
        assert False in known and True in known  # what is known in part only is nothing to compare by


def test_a_table_that_follows_the_reader_as_a_whole_stays_sorted_and_filtered(guide):
    guide.open("open-models/")
    head = guide.page.locator("[data-sortable] thead th", has_text="Needs")
    head.get_by_role("button").click()
    guide.page.get_by_role("searchbox", name="Filter the open models").fill("qwen3")
    before = guide.page.locator("[data-sortable] tbody tr:visible").count()
    first = guide.page.locator("[data-sortable] tbody:visible").first.locator("tr:visible td").first
    was = first.inner_text()

    guide.type("context_tok", "200,000")
    expect(first).not_to_have_text(was)
    expect(head).to_have_attribute("aria-sort", "ascending")
    names = guide.page.locator("[data-sortable] tbody tr:visible:not(.heads) th").all_inner_texts()
    assert before > 10 and names and all("Qwen3" in name for name in names)
    for body in guide.page.locator("[data-sortable] tbody:visible").all():
        needed = body.locator("tr:visible td:nth-child(2)").all_inner_texts()
        gib = [float(text.split()[0]) for text in needed if text[0].isdigit()]
        assert gib == sorted(gib)


def test_the_memory_of_a_card_is_one_jump_away(guide):
    guide.open("open-models/")
    guide.page.get_by_role("link", name="24 GB", exact=True).click()
    expect(guide.page.locator("#card-24-gb")).to_be_in_viewport()


def test_names_sort_as_words(guide):
    guide.open("regions/")
    guide.page.locator("[data-sortable] thead button").first.click()
    found = [normalize("NFKD", name).encode("ascii", "ignore") for name in names(guide)]
    assert len(found) > 50 and found == sorted(found, key=bytes.lower)


def test_filtering_hides_the_rest_and_says_how_many_are_left(guide):
    guide.open("models/")
    guide.page.get_by_role("searchbox", name="Filter the models").fill("openai small")
    left = names(guide)
    assert left and all("GPT" in name for name in left)
    expect(guide.page.locator(".filter [role=status]")).to_have_text(re.compile(rf"^{len(left)} of \d+ models$"))


def test_without_javascript_an_index_is_a_plain_table_with_links(open_guide):
    guide = open_guide(java_script_enabled=False)
    guide.open("models/")
    assert guide.page.locator("[data-sortable] tbody a[href$='gpt-6-luna/']").count() == 1
    assert guide.page.locator("[data-sortable] button, .filter").count() == 0
    guide.follow("gpt-6-luna/")
    assert guide.page.url.endswith(LUNA)


def test_pages_without_such_a_table_load_no_sorting(open_guide):
    guide = open_guide()
    guide.open(LUNA).wait_for_load_state("networkidle")
    assert guide.served("assets/js/sorting.mjs") == []
    guide.open("models/").wait_for_load_state("networkidle")
    assert guide.served("assets/js/sorting.mjs") != []


def test_a_model_is_found_by_its_name_and_its_id(guide):
    page = guide.open()
    page.keyboard.press("/")
    for typed in ("GPT-6 Luna", "gpt-6-luna"):
        page.locator("[data-md-component=search-query]").fill(typed)
        expect(page.locator(f'.md-search-result__item a[href*="{LUNA}"]:visible').first).to_be_visible()


def test_the_way_back_leads_to_the_index_and_the_tab_is_lit(guide):
    page = guide.open(LUNA)
    expect(page.locator(".md-tabs__item--active")).to_have_text("Prices")
    page.get_by_role("navigation", name="Breadcrumbs").get_by_text("OpenAI").click()
    page.wait_for_url("**/providers/openai/")
    page.get_by_role("navigation", name="Breadcrumbs").get_by_text("Providers").click()
    page.wait_for_url("**/providers/")


def test_an_old_address_sends_on(guide):
    page = guide.open("reference/hardware/")
    page.wait_for_url(f"{guide.server.url}hardware/")
    expect(page.locator("h1")).to_contain_text("Hardware")


def test_the_menu_of_every_page_leads_to_the_same_pages(server):
    menus = {}
    for page in server.folder.rglob("index.html"):
        address = f"/{page.parent.relative_to(server.folder).as_posix()}/"
        menu = MENU.search(page.read_text("utf-8"))
        if menu:  # pages that only send on have none
            links = re.findall(r'href="([^"#]*)"', menu[0])
            menus[address] = {urljoin(address.replace("/./", "/"), link).rstrip("/") for link in links}
    assert len(menus) > 200 and len(menus["/./"]) > 40
    assert {address for address, leads in menus.items() if leads != menus["/./"]} == set()
