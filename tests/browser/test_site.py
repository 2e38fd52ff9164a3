"""The built site as files: every link leads somewhere, and each page says what it is."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

HOST = "http://here/"


class Reader(HTMLParser):
    """What a page links to, where one can link to in it, and what it calls itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.headings = 0
        self.names: dict[str, str] = {}
        self.relations: set[str] = set()
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.links += [given[name] for name in ("href", "src") if given.get(name)]
        self.anchors |= {given["id"]} if "id" in given else set()
        self.headings += tag == "h1"
        self.relations |= set(given.get("rel", "").split()) if tag == "link" else set()
        self._in_title = tag == "title" and "title" not in self.names
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.names[name] = given["content"]

    def handle_data(self, data):
        if self._in_title:
            self.names["title"] = data
        self._in_title = False


@pytest.fixture(scope="module")
def pages(server) -> dict[str, Reader]:
    """Every page by its address, those that only send on left out."""
    found = {}
    for file in sorted(server.folder.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in html:
            found[file.relative_to(server.folder).as_posix().removesuffix("index.html")] = Reader(html)
    assert len(found) > 200
    return found


def lost(folder: Path, pages: dict[str, Reader], address: str, link: str) -> bool:
    """Whether a link into this site leads nowhere."""
    whole = urlsplit(urljoin(HOST + address, link))
    if f"{whole.scheme}://{whole.netloc}/" != HOST:
        return False
    path, anchor = unquote(whole.path).lstrip("/"), unquote(whole.fragment)
    if path in pages and anchor:
        return anchor not in pages[path].anchors
    return not (folder / path / "index.html" if path.endswith("/") or not path else folder / path).is_file()


def test_every_link_leads_to_a_page_and_to_a_place_in_it(server, pages):
    here = {address: page for address, page in pages.items() if address != "404.html"}  # its links begin at the root
    own = server.url
    found = {
        f"{address} -> {link}"
        for address, page in here.items()
        for link in {one.replace(own, HOST) for one in page.links}
        if lost(server.folder, pages, address, link)
    }
    assert sorted(found) == []


def test_a_lost_link_would_be_found(server, pages):
    assert lost(server.folder, pages, "guide/hybrid/", "../cost-maths/")
    assert lost(server.folder, pages, "guide/hybrid/", "../cost-math/#row-7")
    assert not lost(server.folder, pages, "guide/hybrid/", "../cost-math/#row-6")


def test_each_page_has_one_heading_and_a_name_of_its_own(pages):
    assert {address for address, page in pages.items() if page.headings != 1} == set()
    for name in ("title", "description", "og:title"):
        called = {address: page.names.get(name, "") for address, page in pages.items() if address != "404.html"}
        twice = {address: said for address, said in called.items() if list(called.values()).count(said) > 1}
        assert twice == {} and all(called.values()), name
    assert pages[""].names["title"].count("Local or API") == 1


def test_no_page_has_a_browser_fetch_another(pages):
    """Firefox fetches what a page calls the next one."""
    wanting = {"next", "prefetch", "prerender"}
    assert {address: found for address, page in pages.items() if (found := page.relations & wanting)} == {}


def test_the_sitemap_lists_the_pages_and_knows_no_clock(server, pages):
    sitemap = (server.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert sitemap.count("<loc>") == len(pages) - 1
    assert "lastmod" not in sitemap


def test_the_picture_for_messengers_is_there(server, pages):
    """Every page names it by its whole address, and the file is in the site."""
    pictures = {page.names.get("og:image", "") for address, page in pages.items() if address != "404.html"}
    assert len(pictures) == 1
    address = pictures.pop()
    assert address.startswith(server.url)
    assert (server.folder / address.removeprefix(server.url)).read_bytes().startswith(b"\x89PNG")
