"""The guide as a reader's hands and eyes: what tests do on a page, by the names that pages use."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from tests.browser.serving import StaticServer

DEADLINE_MS = 30_000  # machines that run tests are often busy; a reader's wait is measured elsewhere
Expected = str | re.Pattern[str]


class Guide:
    """A reader with one page open.  Notes requests to other hosts and errors on the console."""

    def __init__(self, context: BrowserContext, server: StaticServer) -> None:
        self.context = context
        self.server = server
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        self.expected_errors: list[str] = []
        context.set_default_timeout(DEADLINE_MS)
        context.on("request", self._note)
        context.on("page", self._watch)
        self.page: Page = context.new_page()

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.server.url, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.errors.append(f"{said.location.get('url')}: {said.text}")

    def finish(self) -> None:
        """Leave, and fail when the page asked anyone else or complained."""
        self.context.remove_listener("request", self._note)
        self.context.remove_listener("page", self._watch)
        for page in self.context.pages:
            page.close()
        unexpected = [one for one in self.errors if not any(part in one for part in self.expected_errors)]
        assert self.elsewhere == [], f"requests to other hosts: {self.elsewhere}"
        assert unexpected == [], f"errors on the console: {unexpected}"

    def open(self, path: str = "") -> Page:
        """Open a page of the site; its modules have run when this returns."""
        self.page.goto(self.server.url + path, wait_until="load")
        return self.page

    def follow(self, path: str) -> None:
        """Click a link to a page of the site that can be seen."""
        self.page.locator(f'a[href$="{path}"]:visible').first.click()

    def field(self, name: str) -> Locator:
        """The first control of an input on the page."""
        return self.page.locator(f'[data-input="{name}"]').first

    def wrapper(self, name: str) -> Locator:
        """What stands around that control: error, reset."""
        return self.page.locator(f'[data-field="{name}"]').first

    def number(self, name: str) -> Locator:
        """The first live number on the page that shows a quantity as the reader's scenario has it."""
        return self.page.locator(f"""a.num[data-args='{{"q":"{name}"}}']""").first

    def type(self, name: str, text: str) -> None:
        """Type into a field as a reader does, without leaving it."""
        self.field(name).fill(text)

    def ready(self) -> None:
        """Wait until what was asked has been answered: nothing loads, nothing is stale."""
        expect(self.page.locator("#live-progress")).to_be_hidden(timeout=DEADLINE_MS)
        expect(self.page.locator("[data-stale]")).to_have_count(0)

    def shows(self, name: str, text: Expected) -> None:
        """Wait until a number reads like this."""
        expect(self.number(name)).to_have_text(text)

    def served(self, prefix: str) -> list[str]:
        """Addresses below a prefix that have been asked for."""
        return [address for address in self.server.served if address.startswith(prefix)]
