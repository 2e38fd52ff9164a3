"""Work that is done beside the build: in a process of its own, so that a second core has something to do."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

from build_hooks.errors import BuildError


class Aside:
    """A function at work on what there is now; its outcome is in files.  Where nothing can be forked it runs at once.

    Not for a process with threads, such as a server: a fork copies their locks and not them.
    """

    def __init__(self, function: Callable[..., object], *args: Any) -> None:
        self._process = None
        if "fork" in multiprocessing.get_all_start_methods():
            self._process = multiprocessing.get_context("fork").Process(target=function, args=args)
            self._process.start()
        else:
            function(*args)

    def wait(self, what: str) -> None:
        """Until it has ended.  Raises BuildError where it failed; its own words stand in the terminal by then."""
        if self._process is None:
            return
        self._process.join()
        if self._process.exitcode:
            raise BuildError(f"{what}: not done, for the reason above (exit code {self._process.exitcode})")
