"""One style sheet from several: order kept, nothing changed in meaning."""

from build_hooks import styles


def test_sheets_are_joined_in_order_without_comments_and_white_space():
    first = "/* one */\n.a {\n  color: red; /* two */\n}\n"
    second = ".b > .c,\n.d :is(i, b) { margin: 0 auto; }"
    assert styles.bundle([first, second]) == ".a{color:red}.b>.c,.d :is(i,b){margin:0 auto}\n"


def test_what_stands_in_a_string_stays():
    assert styles.bundle(['.a::before { content: "no , comment : here ;  }"; }']) == (
        '.a::before{content:"no , comment : here ;  }"}\n'
    )


def test_spaces_that_mean_something_stay():
    sheet = "@media (min-width: 60em) { [dir] .a .b:not(.c, .d) { width: calc(100% - 2rem); } }"
    assert styles.bundle([sheet]) == "@media (min-width: 60em){[dir] .a .b:not(.c,.d){width:calc(100% - 2rem)}}\n"


def test_numbers_lose_only_a_leading_zero():
    assert styles.bundle([".a { margin: 0 0.5rem -0.25em 10.5px; color: rgb(0 0 0 / 14%) !important; }"]) == (
        ".a{margin:0 .5rem -.25em 10.5px;color:rgb(0 0 0 / 14%)!important}\n"
    )


def test_the_address_follows_the_content():
    assert styles.address("a{}") == styles.address("a{}")
    assert styles.address("a{}") != styles.address("b{}")
