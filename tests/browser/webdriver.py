"""Firefox and WebKit, driven by the commands of W3C WebDriver, which both know.

Playwright drives only browsers that it has built itself, besides Chromium.  Firefox takes the commands at a socket of
its own (Marionette), WebKit through its driver over HTTP; a test sees no difference.
"""

import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from scripts import engines

DEADLINE_S = 60  # machines that run tests are often busy
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how WebDriver names an element in JSON
COMMANDS = {  # in Firefox, and over HTTP
    "open": ("WebDriver:Navigate", "/url"),
    "reload": ("WebDriver:Refresh", "/refresh"),
    "run": ("WebDriver:ExecuteScript", "/execute/sync"),
    "find": ("WebDriver:FindElement", "/element"),
    "click": ("WebDriver:ElementClick", "/element/{id}/click"),
    "clear": ("WebDriver:ElementClear", "/element/{id}/clear"),
    "keys": ("WebDriver:ElementSendKeys", "/element/{id}/value"),
    "size": ("WebDriver:SetWindowRect", "/window/rect"),
}
NO_ERROR = "ResizeObserver loop"  # a size is told of in the next frame, which browsers say as if it were one
ERRORS_OF_FIREFOX = """
const found = Services.console.getMessageArray()
  .filter((one) => one instanceof Ci.nsIScriptError && !(one.flags & Ci.nsIScriptError.warningFlag))
  .filter((one) => (one.sourceName + one.errorMessage).includes(arguments[0]))
  .map((one) => one.sourceName + ": " + one.errorMessage);
Services.console.reset();
return found;
"""
# WebKit tells nobody what it writes on its console; a page can hear some of it, from when it has loaded.
LISTEN = """
window.heard = [];
const lost = ({src, href}) => `not loaded: ${src ?? href}`;
addEventListener("error", ({message, target}) => heard.push(message ?? lost(target)), true);
addEventListener("unhandledrejection", ({reason}) => heard.push(String(reason)));
addEventListener("securitypolicyviolation", (event) => heard.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""
HEARD = "return (window.heard ?? []).splice(0).map((said) => `${location.href}: ${said}`)"


class Refused(Exception):  # noqa: N818
    """The browser said no to a command."""


class Reader(ABC):
    """A reader with one page open, in whichever engine."""

    @abstractmethod
    def ask(self, command: str, **what: Any) -> Any:
        """The browser's answer to one of COMMANDS."""

    @abstractmethod
    def leave(self) -> None:
        """End the visit."""

    @abstractmethod
    def errors(self, site: str) -> list[str]:
        """What the browser has complained of on pages of a site since this was last asked."""

    def open(self, address: str) -> None:
        """Go to a page."""
        self.ask("open", url=address)

    def run(self, script: str, *args: Any) -> Any:
        """What JavaScript returns on the page."""
        return self.ask("run", script=script, args=list(args))

    def find(self, selector: str) -> str:
        """The browser's name of the first element that fits."""
        return str(self.ask("find", using="css selector", value=selector)[ELEMENT])

    def click(self, selector: str) -> None:
        """Click an element; one that cannot be seen or is covered is refused."""
        self.ask("click", id=self.find(selector))

    def type(self, selector: str, text: str, clear: bool = True) -> None:
        """Type keys into a field."""
        element = self.find(selector)
        if clear:
            self.ask("clear", id=element)
        self.ask("keys", id=element, text=text)

    def until(self, script: str, *args: Any) -> Any:
        """Wait until JavaScript returns something that holds."""
        end = time.monotonic() + DEADLINE_S
        while not (found := self.run(script, *args)):
            assert time.monotonic() < end, f"waited in vain for: {script} {args}"
            time.sleep(0.1)
        return found


class Firefox(Reader):
    """Firefox, at its own socket: each message is its length, a colon and JSON."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=2 * DEADLINE_S)
        self._stream = self._socket.makefile("rb")
        self._last = 0
        self._message()  # it says who it is
        self._send("WebDriver:NewSession")

    def _message(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            assert byte, "Firefox has ended"
            length += byte
        return json.loads(self._stream.read(int(length)))

    def _send(self, command: str, **what: Any) -> Any:
        self._last += 1
        text = json.dumps([0, self._last, command, what]).encode()
        self._socket.sendall(b"%d:%b" % (len(text), text))
        _, _, error, answer = self._message()
        if error:
            raise Refused(f"{command}: {error['error']}: {error['message']}")
        return answer.get("value", answer) if isinstance(answer, dict) else answer

    def ask(self, command: str, **what: Any) -> Any:
        """The browser's answer to one of COMMANDS."""
        return self._send(COMMANDS[command][0], **what)

    def errors(self, site: str) -> list[str]:
        """What the browser has complained of on pages of a site."""
        self._send("Marionette:SetContext", value="chrome")
        found = self.run(ERRORS_OF_FIREFOX, site)
        self._send("Marionette:SetContext", value="content")
        return [one for one in found if NO_ERROR not in one]

    def leave(self) -> None:
        """Hang up; Firefox itself is ended as a program."""
        self._stream.close()
        self._socket.close()


class WebKit(Reader):
    """WebKit's small browser behind its driver."""

    def __init__(self, port: int) -> None:
        self._home = f"http://127.0.0.1:{port}/session"
        self._home += "/" + self._send("", capabilities={})["sessionId"]
        self._heard: list[str] = []

    def _send(self, path: str, **what: Any) -> Any:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._home + path, json.dumps(what).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=2 * DEADLINE_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Refused(f"{path}: {error.read().decode()}") from error

    def ask(self, command: str, **what: Any) -> Any:
        """The browser's answer to one of COMMANDS."""
        leaves = command in ("open", "reload")
        if leaves:
            self._heard += self.run(HEARD)
        answer = self._send(COMMANDS[command][1].format(id=what.pop("id", "")), **what)
        if leaves:
            self.run(LISTEN)
        return answer

    def errors(self, site: str) -> list[str]:
        """What the pages have heard the browser complain of."""
        found, self._heard = [*self._heard, *self.run(HEARD)], []
        return [one for one in found if site in one and NO_ERROR not in one]

    def leave(self) -> None:
        """Have the driver end the browser that it has started."""
        urllib.request.urlopen(urllib.request.Request(self._home, method="DELETE"), timeout=DEADLINE_S).close()


@contextmanager
def reader(name: str) -> Iterator[Reader]:
    """A reader who has never been here, in an engine."""
    with ExitStack() as ends:
        home = Path(ends.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        found = {"firefox": _firefox, "webkit": _webkit}[name](home, ends)
        ends.callback(found.leave)
        yield found


def _firefox(home: Path, ends: ExitStack) -> Firefox:
    (home / "user.js").write_text('user_pref("marionette.port", 0);\n')
    arguments = ["--headless", "--marionette", "--remote-allow-system-access", "--profile", str(home)]
    _start([engines.path("firefox"), *arguments], home, ends)
    port = home / "MarionetteActivePort"
    _wait(lambda: port.exists() and port.read_text().strip())
    return Firefox(int(port.read_text()))


def _webkit(home: Path, ends: ExitStack) -> WebKit:
    read, write = os.pipe()
    screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    _start(screen, home, ends, pass_fds=[write])
    os.close(write)
    with os.fdopen(read) as said:
        display = said.readline().strip()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {"DISPLAY": f":{display}", "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
    _start([engines.path("webkit"), f"--port={port}"], home, ends, env=os.environ | surroundings)
    _wait(lambda: _listens(port))
    return WebKit(port)


def _start(command: list[str], home: Path, ends: ExitStack, **how: Any) -> None:
    log = ends.enter_context((home / "log").open("ab"))
    program = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **how)
    ends.callback(program.wait)
    ends.callback(program.terminate)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _wait(what: Callable[[], object]) -> None:
    end = time.monotonic() + DEADLINE_S
    while not what():
        assert time.monotonic() < end, "the browser does not start"
        time.sleep(0.05)
