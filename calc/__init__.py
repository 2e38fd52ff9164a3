"""The arithmetic of the guide: standard library only, the same at build time and in the browser.

For notebooks, scripts and the site's console (nothing is loaded before one of them is asked for):

- `compute(name, as_of=None, **changes)`: any quantity for a scenario, with its text, range, day and facts.
- `vary(name, over, values, **changes)`: the same for several values of one input.
- `names(word)`, `about(name)`: what there is, and what a name means, its default and its choices.
- `fact(key, as_of=None)`: a dated, sourced value of the data set.

Inside, from the ground up: `facts` (what the data say); `engine` (nodes and their evaluation); `quantities`, `lookups`,
`wiring` and `inputs` (what there is to compute); `chart`, `parts`, `tables`, `figures` and `calculators` (pages).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from calc.notebook import about, compute, fact, names, vary

__all__ = ["about", "compute", "fact", "names", "vary"]


def __getattr__(name: str) -> Any:
    """The names above, loaded when first asked for: the site's pages never need them."""
    if name in __all__:
        from calc import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What completion offers."""
    return [*__all__, *globals()]
