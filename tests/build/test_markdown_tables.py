"""Markdown tables scroll in a named region and align by class."""

from markdown import Markdown

TABLE = "| | b |\n|--|--:|\n| 1 | 2 |\n"


def rendered(text: str) -> str:
    settings: dict[str, dict[str, object]] = {"tables": {"use_align_attribute": True}, "toc": {"permalink": "#"}}
    extensions = ["tables", "toc", "admonition", "build_hooks.markdown_tables"]
    return Markdown(extensions=extensions, extension_configs=settings).convert(text)


def test_a_table_stands_in_a_focusable_region_named_after_its_heading():
    html = rendered(f"## Power *drawn*\n\n{TABLE}")
    assert '<div aria-label="Power drawn" class="scroll" role="region" tabindex="0">' in html


def test_alignment_is_a_class_and_no_attribute():
    html = rendered(TABLE)
    assert '<td class="to-right">2</td>' in html
    assert "align=" not in html and "style=" not in html


def test_a_header_without_words_is_a_plain_cell():
    assert '<th class="to-right" scope="col">b</th>' in rendered(TABLE)
    assert rendered(TABLE).count("<th") == 2  # thead, and one header


def test_tables_on_one_heading_have_names_of_their_own():
    html = rendered(f"## Power\n\n{TABLE}\n\nAnd\n\n{TABLE}")
    assert 'aria-label="Power"' in html and 'aria-label="Power, table 2"' in html
