"""The calculators of the local side: keys alone, a card and a model of one's own, hours by name, and no JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser import expected
from tests.browser.axe import ALL_RULES, violations

# Page, an input, the steps taken by key, and a result that follows it.
STEPPED = [
    ("will-it-fit", "context_tok", 1, "kv_cache_gib"),
    ("how-fast", "input_tok_per_request", -1, "ttft_s"),
    ("how-many-users", "concurrency", 1, "batch_tok_per_s"),
    ("energy-of-a-token", "power_cap_w", -1, "energy_j_per_tok"),
    ("the-chain", "requests_per_day", -1, "api_usd_per_month"),
]
SLUGS = [row[0] for row in STEPPED]
# Page, and what a card of one's own changes there.
OWN = {
    "hardware": "custom",
    "hardware_family": "ada-gddr",
    "memory_gb": "20",
    "memory_bandwidth_gb_per_s": "700",
    "shader_fp16_tflops": "40",
    "card_load_power_w": "250",
    "card_idle_power_w": "12",
}
OWN_MODEL = {
    "open_model": "custom",
    "model_file_gb": "8",
    "params_b": "14",
    "active_params_b": "14",
    "full_layers": "40",
    "kv_heads": "8",
    "head_width": "128",
}


def unfold(guide):
    """Open every group of the form, as a reader looking for a field does."""
    folded = guide.page.locator("details.group:not([open]) > summary")
    while folded.count():
        folded.first.click()


@pytest.mark.parametrize(("slug", "field", "steps", "result"), STEPPED, ids=SLUGS)
def test_keys_alone_change_an_input_and_the_result_follows(guide, slug, field, steps, result):
    guide.open(f"calculators/{slug}/")
    guide.shows(result, expected.number(result))
    guide.field(field).focus()
    guide.page.keyboard.press("ArrowUp" if steps > 0 else "ArrowDown")
    moved = expected.stepped(field, expected.default(field), steps)
    expect(guide.field(field)).to_have_value(moved)
    assert expected.number(result, **{field: moved}) != expected.number(result)
    guide.shows(result, expected.number(result, **{field: moved}))


@pytest.mark.parametrize(
    ("slug", "result"),
    [
        ("will-it-fit", "memory_usable_gib"),
        ("how-fast", "decode_tok_per_s"),
        ("how-many-users", "batch_tok_per_s"),
        ("energy-of-a-token", "energy_j_per_tok"),
    ],
)
def test_a_card_of_ones_own_is_described_by_its_fields(guide, slug, result):
    guide.open(f"calculators/{slug}/")
    unfold(guide)
    fill(guide, OWN)
    guide.shows(result, expected.number(result, **OWN))


def test_a_model_of_ones_own_is_described_by_its_fields(guide):
    guide.open("calculators/will-it-fit/")
    unfold(guide)
    fill(guide, OWN_MODEL)
    guide.shows("kv_cache_gib", expected.number("kv_cache_gib", **OWN_MODEL))
    guide.shows("memory_needed_gib", expected.number("memory_needed_gib", **OWN_MODEL))


def fill(guide, values):
    """Type or choose each value in its field."""
    for name, value in values.items():
        field = guide.field(name)
        if field.evaluate("(node) => node.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)


def test_hours_by_name_replace_each_other_and_leave_the_workload_alone(guide):
    guide.open("calculators/the-chain/?active_hours_per_day=3&tariff=de/residential")
    tools = guide.page.locator(".calc .tools").first
    tools.get_by_role("button", name="A support desk").click()
    tools.get_by_role("button", name="Office hours").click()
    desk = {"requests_per_day": "5000", "output_tok_per_request": "200", "tariff": "de/residential"}
    office = {**desk, "hours_profile": "office", "peak_to_mean": "2"}
    guide.shows("electricity_usd_per_month", expected.number("electricity_usd_per_month", **office))
    expect(guide.field("active_hours_per_day")).to_have_value(
        expected.ask("page", scenario={"hours_profile": "office"}, inputs=["active_hours_per_day"])["inputs"][
            "active_hours_per_day"
        ]["text"]
    )
    tools.get_by_role("button", name="Around the clock").click()
    expect(guide.field("active_hours_per_day")).to_have_value("24")
    guide.shows("electricity_usd_per_month", expected.number("electricity_usd_per_month", **desk))


@pytest.mark.parametrize(("slug", "result"), [(slug, result) for slug, _, _, result in STEPPED])
def test_without_javascript_the_defaults_stand(open_guide, slug, result):
    guide = open_guide(java_script_enabled=False)
    guide.open(f"calculators/{slug}/")
    assert guide.number(result).inner_text() == expected.number(result)
    assert guide.page.locator(".calc noscript").count() > 0


@pytest.mark.parametrize("slug", SLUGS)
def test_unfolded_forms_can_be_used_by_all_and_fit_a_small_screen(open_guide, slug):
    guide = open_guide(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    guide.open(f"calculators/{slug}/")
    unfold(guide)
    assert guide.page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert list(violations(guide, ALL_RULES)) == []
    guide.page.set_viewport_size({"width": 1280, "height": 900})
    assert list(violations(guide, ALL_RULES)) == []
