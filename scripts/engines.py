"""Finds the browsers beside Chromium that the tests drive: Firefox, and WebKit as Debian and its kin build it.

Run as a program it names them, and first installs them where it may.  ENGINES says which are wanted.
"""

import os
import shutil
import subprocess
import sys

from scripts.browser import BrowserMissingError, may_install, starts

KNOWN = ("firefox", "webkit")
FIREFOX = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
WEBKIT_DRIVER = "WebKitWebDriver"
SCREEN = "Xvfb"  # WebKit wants a screen; on one of its own it is in nobody's way
PACKAGES = {"firefox": ("firefox-esr",), "webkit": ("webkit2gtk-driver", "xvfb")}
MENDING = (
    "not found: {missing}; the tests in Firefox and WebKit are not skipped by themselves.\n"
    "  On Debian install them as root: `apt-get install firefox-esr webkit2gtk-driver xvfb`\n"
    "  (on Ubuntu Firefox comes as `firefox`), or say what there is: make test ENGINES=firefox, or ENGINES=none"
)


def wanted() -> tuple[str, ...]:
    """The engines to test in: those that ENGINES names, else all that this system can have."""
    said = os.environ.get("ENGINES", "")
    if not said:
        return KNOWN if sys.platform == "linux" else ("firefox",)  # WebKit's driver is to be had for Linux only
    names = tuple(said.replace(",", " ").split())
    if names == ("none",):
        return ()
    if unknown := set(names) - set(KNOWN):
        raise BrowserMissingError(f"ENGINES={said}: expected some of {', '.join(KNOWN)}, or none; got {unknown}")
    return names


def firefox_path() -> str:
    """Where a Firefox is that starts; empty where there is none."""
    found = (shutil.which(name) for name in FIREFOX)
    return next((path for path in found if path and starts(path)), "")


def webkit_path() -> str:
    """Where the driver of WebKit is; empty where it, its browser or a screen for it is missing."""
    driver = shutil.which(WEBKIT_DRIVER)
    return driver if driver and shutil.which(SCREEN) else ""


def path(name: str) -> str:
    """Where an engine is, or raise; installs nothing."""
    found = {"firefox": firefox_path, "webkit": webkit_path}[name]()
    if not found:
        raise BrowserMissingError(MENDING.format(missing=name))
    return found


def missing() -> list[str]:
    """The engines that are wanted and are not here."""
    return [name for name in wanted() if not {"firefox": firefox_path, "webkit": webkit_path}[name]()]


def install(names: list[str]) -> None:
    """Install Debian's packages of these engines."""
    packages = [package for name in names for package in PACKAGES[name]]
    for command in (("update", "-qq"), ("install", "-qq", "--yes", "--no-install-recommends", *packages)):
        print(f"engines: apt-get {' '.join(command)}", file=sys.stderr, flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(("apt-get", *command), env=environment, stdout=subprocess.DEVNULL, check=True)


def main() -> None:
    """Name the engines that will be tested in, installing those that are missing where that is allowed."""
    if (lacking := missing()) and may_install():
        install(lacking)
    for name in KNOWN:
        print(f"{name}: {path(name) if name in wanted() else 'not tested in, by choice or because this is not Linux'}")


if __name__ == "__main__":
    try:
        main()
    except (BrowserMissingError, subprocess.CalledProcessError) as error:
        sys.exit(f"engines: {error}")
