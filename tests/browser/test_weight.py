"""What the first page weighs before a touch: all that it fetches by itself, compressed as it travels."""

MOST_KB = 112


def test_the_first_page_is_light_and_loads_no_python_before_a_touch(open_guide):
    guide = open_guide()  # a reader whose browser has kept nothing
    guide.open().wait_for_load_state("networkidle")
    assert guide.server.kilobytes() <= MOST_KB
    assert guide.served("rt/") == []
    assert len(guide.server.files()) > 10  # the styles and scripts were seen
