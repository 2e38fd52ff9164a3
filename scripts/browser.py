"""Finds the Chromium that the browser tests drive.

Run as a program it prints the path, and first installs a Chromium where it may.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# libatomic1 is what Playwright's driver wants besides; without a font the pages are boxes. Nothing that is merely
# recommended: that would put a time service and a network discovery service on the machine.
PACKAGES = ("chromium", "libatomic1", "fonts-liberation")
INSTALL = (
    ("apt-get", "update", "-qq"),
    ("apt-get", "install", "-qq", "--yes", "--no-install-recommends", *PACKAGES),
)
MENDING = (
    "no Chromium was found, and the browser tests are not skipped.\n"
    "  Install one: `apt-get install chromium` as root on Debian, elsewhere Chromium or Google Chrome,\n"
    "  or `.venv/bin/python -m playwright install chromium`; or name one: make test CHROMIUM=/path/to/it"
)
DRIVER_MENDING = (
    "the driver of Playwright does not start: `.venv/bin/python -m playwright --version` says why;\n"
    "  on Debian `apt-get install libatomic1` is what mends it, elsewhere `make clean setup`"
)


class BrowserMissingError(Exception):
    """No browser to test with; the message names the command that mends it."""


@cache
def chromium_path() -> str:
    """Return the path of a Chromium that starts, or raise; installs nothing."""
    if named := os.environ.get("CHROMIUM"):
        if starts(named):
            return named
        raise BrowserMissingError(f"CHROMIUM={named} does not start; unset it or name another")
    for path in candidates():
        if starts(path):
            return path
    raise BrowserMissingError(MENDING)


def candidates() -> Iterator[str]:
    """Yield where a Chromium may be, the cheapest to look for first."""
    yield "/usr/bin/chromium"
    for name in ON_PATH:
        if found := shutil.which(name):
            yield found
    yield from ON_MACOS
    yield from playwrights_own()


def playwrights_own() -> list[str]:
    """Return the browsers that `playwright install` has put in the reader's cache, newest first."""
    home = Path.home()
    caches = (
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH"),
        home / ".cache" / "ms-playwright",
        home / "Library/Caches/ms-playwright",
    )
    programs = ("chromium-*/chrome-*/chrome", "chromium-*/chrome-*/*.app/Contents/MacOS/*")
    found = [path for cache in caches if cache for program in programs for path in Path(cache).glob(program)]
    return [str(path) for path in sorted(found, reverse=True)]


def starts(path: str) -> bool:
    """Tell whether this is a browser that runs; some systems have a stand-in that only says so."""
    if not Path(path).is_file():
        return False
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def driver_starts() -> bool:
    """Tell whether Playwright's own program, which talks to the browser, runs here."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def may_install() -> bool:
    """Tell whether this is root on Debian, where one known command installs a Chromium."""
    release = Path("/etc/os-release")
    is_debian = release.exists() and "ID=debian" in release.read_text().splitlines()
    return is_debian and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    """Install Debian's Chromium and what goes with it."""
    for command in INSTALL:
        print(f"browser: {' '.join(command)}", file=sys.stderr, flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


def ready_browser() -> str:
    """Return the path of a Chromium that can be driven, or raise."""
    path = chromium_path()
    if not driver_starts():
        raise BrowserMissingError(DRIVER_MENDING)
    return path


def main() -> None:
    """Print the path of a Chromium, installing it first where that is allowed and nobody named one."""
    try:
        path = ready_browser()
    except BrowserMissingError:
        if os.environ.get("CHROMIUM") or not may_install():
            raise
        install()
        path = ready_browser()
    print(path)


if __name__ == "__main__":
    try:
        main()
    except (BrowserMissingError, subprocess.CalledProcessError) as error:
        sys.exit(f"browser: {error}")
