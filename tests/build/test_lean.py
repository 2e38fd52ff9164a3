"""Pages and scripts as they travel: nothing that a reader or a browser sees has changed."""

from build_hooks import lean


def test_a_page_loses_its_indentation_and_blank_lines_and_no_space_between_words():
    html = "<p>\n    One\n\n\n  <b>two</b>\n\tthree  four\n</p>\n"
    assert lean.page(html) == "<p>\nOne\n<b>two</b>\nthree  four\n</p>\n"


def test_where_white_space_is_shown_it_stays():
    code = "<pre><code>def f():\n    return 1\n\n\n    # end</code></pre>"
    text = '<textarea rows="2">a\n  b</textarea>'
    assert lean.page(f"<div>\n  {code}\n  {text}\n  <p>x</p>\n</div>") == f"<div>\n{code}\n{text}\n<p>x</p>\n</div>"


def test_an_element_whose_name_only_begins_like_one_is_not_taken_for_it():
    assert lean.page("<preview>\n  a\n</preview>\n  <pre>\n  b</pre>") == "<preview>\na\n</preview>\n<pre>\n  b</pre>"


def test_a_script_loses_lines_of_comment_and_keeps_its_lines_numbers():
    text = '// What it does.\nfunction f() {\n  // why\n  return "// text"; // here\n}\n'
    assert lean.script(text) == '\nfunction f() {\n\nreturn "// text"; // here\n}\n'
