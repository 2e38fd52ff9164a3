"""The HTML of widgets: escaped, labelled, one line in sentences, no style attributes."""

import pytest
from markdown import markdown
from markupsafe import Markup

from build_hooks import icons, widgets
from build_hooks.widgets import ColumnView, EvidenceView, FieldView, RowView

REQUESTS = FieldView("requests_per_day", "Requests a day", "How many.", "", "number", "2,000", (), 100, "2,000")
CARDS = (("nvidia/rtx-3090", "RTX 3090"), ("amd/rx-7900-xtx", "RX 7900 XTX"))
HARDWARE = FieldView("hardware", "Hardware", kind="choice", text="nvidia/rtx-3090", choices=CARDS)


def test_a_field_has_its_label_its_help_and_room_for_an_error():
    html = widgets.field(REQUESTS)
    assert '<label for="f-requests_per_day">Requests a day</label>' in html
    assert 'aria-describedby="f-requests_per_day-help f-requests_per_day-error"' in html
    assert 'id="f-requests_per_day-error" data-error hidden' in html
    assert 'data-reset="requests_per_day"' in html


def test_texts_are_escaped_and_ready_html_is_not():
    assert "&lt;b&gt;" in widgets.field(FieldView("x_usd", "<b>"))
    rows = (RowView(("<i>", Markup("<b>1</b>"))),)
    html = widgets.table("A < B", (ColumnView("Name"), ColumnView("Value", numeric=True)), rows)
    assert "&lt;i&gt;" in html and "<b>1</b>" in html and 'aria-label="A &lt; B"' in html


def test_an_input_in_a_sentence_is_one_line_and_stays_in_it():
    starred = FieldView("hardware", "Hardware", kind="choice", text="a/b", choices=(("a/b", "*new* card"),))
    inline = widgets.choice(starred)
    assert "\n" not in inline
    html = markdown(f"I run {inline} at home.")
    assert html.count("<p>") == 1 and "<em>" not in html


def test_a_choice_without_options_is_refused():
    with pytest.raises(ValueError, match="hardware: expected a choice with its options"):
        widgets.choice(FieldView("hardware", "Hardware", kind="choice"))


def test_the_current_value_is_listed_even_when_the_list_lacks_it():
    html = widgets.options(FieldView("hardware", "Hardware", kind="choice", text="old/card", choices=CARDS))
    assert '<option value="old/card" selected>old/card</option>' in html
    assert html.count("<option") == 3


def test_a_choice_of_ones_own_is_listed_last_and_has_a_field_to_be_written_in():
    html = widgets.field(
        FieldView("hours_profile", "Hours", kind="choice", text="a", choices=(("a", "A"),), own="mon 9-17")
    )
    assert '<option value="mon 9-17" data-own>hours of your own</option></select>' in html
    assert html.count('data-input="hours_profile"') == 2
    assert 'aria-label="Hours, in your own words"' in html
    assert "data-own" not in widgets.field(
        FieldView("hours_profile", "Hours", kind="choice", text="a", choices=(("a", "A"),))
    )


def test_choices_stand_under_their_group_headings():
    groups = {"nvidia/rtx-3090": "NVIDIA", "amd/rx-7900-xtx": "AMD"}
    html = widgets.options(FieldView("hardware", "Hardware", kind="choice", choices=CARDS, choice_groups=groups))
    assert html.count("<optgroup") == html.count("</optgroup>") == 2


def test_a_row_with_a_missing_cell_is_refused():
    with pytest.raises(ValueError, match="expected 2 cells, got 1"):
        widgets.table("t", (ColumnView("a"), ColumnView("b")), (RowView(("x",)),))


def test_a_claim_that_the_data_no_longer_bear_out_says_so():
    evidence = (EvidenceView("Score", Markup("<b>7</b>"), "Somebody", "https://example.org", "1 Nov 2026"),)
    view = widgets.ClaimView("capability", "api", "More for the money", evidence, "1 Feb 2027", "23 Nov 2026", "fails")
    assert "no longer bear this out" in widgets.claim(view)
    assert "no longer" not in widgets.claim(
        widgets.ClaimView("capability", "api", "x", (), "1 Feb 2027", "23 Nov 2026")
    )


def test_a_calculator_carries_no_style_attribute_and_no_blank_line():
    groups = (widgets.GroupView("Workload", (REQUESTS, HARDWARE)),)
    presets = (widgets.PresetView('A "desk"', {"requests_per_day": "5000"}),)
    html = widgets.calculator(widgets.CalculatorView("bill", "What will it cost?", groups, presets=presets))
    assert "style=" not in html and "\n\n" not in html
    assert 'data-preset="{&#34;requests_per_day&#34;: &#34;5000&#34;}"' in html


def test_an_unknown_icon_names_those_there_are():
    with pytest.raises(KeyError, match="expected one of api"):
        icons.icon("unicorn")
    assert icons.icon("shield").startswith('<span class="icon" aria-hidden="true"><svg')
