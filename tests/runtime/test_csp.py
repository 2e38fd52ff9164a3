"""The policy allows exactly what the pages hold, and refuses what would need 'unsafe-inline'."""

import base64
import hashlib

import pytest

from build_hooks.csp import CspError, apply

PAGE = "<!doctype html><html><head><meta charset=utf-8><title>t</title>{head}</head><body>{body}</body></html>"


def site(tmp_path, **pages):
    for name, html in pages.items():
        (tmp_path / f"{name}.html").write_text(html)
    return tmp_path


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_each_page_allows_the_inline_scripts_of_all(tmp_path):
    one, two = 'x = "../"', 'x = "../../"'
    folder = site(
        tmp_path,
        a=PAGE.format(head=f"<script>{one}</script>", body=""),
        b=PAGE.format(head="", body=f"<script>{two}</script>"),
    )
    policy = apply(folder)
    assert digest(one) in policy and digest(two) in policy
    for name in "ab":
        html = (folder / f"{name}.html").read_text()
        assert f'<meta charset=utf-8><meta http-equiv="Content-Security-Policy" content="{policy}">' in html


def test_inline_style_sheets_are_allowed_by_hash(tmp_path):
    policy = apply(site(tmp_path, a=PAGE.format(head="<style>a{color:red}</style>", body="")))
    assert f"style-src 'self' {digest('a{color:red}')}" in policy


def test_data_blocks_and_linked_scripts_need_no_hash(tmp_path):
    body = '<script type="application/json">{"a": 1}</script><script src="x.js"></script>'
    assert "sha256" not in apply(site(tmp_path, a=PAGE.format(head="", body=body)))


def test_nothing_unsafe_is_ever_allowed(tmp_path):
    policy = apply(site(tmp_path, a=PAGE.format(head="", body="<p>x</p>")))
    assert "'unsafe-inline'" not in policy and "'unsafe-eval'" not in policy and "http" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")


@pytest.mark.parametrize(
    "body",
    ['<p style="color:red">x</p>', '<button onclick="x()">x</button>', '<a href="javascript:x()">x</a>'],
)
def test_what_no_hash_can_allow_is_named_with_its_place(tmp_path, body):
    with pytest.raises(CspError, match=r"a\.html:2: <(p style|button onclick|a href)="):
        apply(site(tmp_path, a=PAGE.format(head="\n", body=body)))


def test_a_page_without_a_character_set_is_refused(tmp_path):
    with pytest.raises(CspError, match="meta charset"):
        apply(site(tmp_path, a="<html><head></head></html>"))


def test_running_twice_changes_nothing(tmp_path):
    folder = site(tmp_path, a=PAGE.format(head="<script>1</script>", body=""))
    apply(folder)
    first = (folder / "a.html").read_text()
    apply(folder)
    assert (folder / "a.html").read_text() == first


def test_hosts_that_read_headers_get_the_same_policy(tmp_path):
    folder = site(tmp_path, a=PAGE.format(head="<script>1</script>", body=""))
    policy = apply(folder)
    assert policy in (folder / "_headers").read_text()
    assert "immutable" in (folder / "_headers").read_text()
