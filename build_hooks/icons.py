"""Icons that carry meaning, as inline SVG from the theme's own set: no image is fetched, no font is loaded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import material
from markupsafe import Markup

# What the icon means in this guide -> its file in Material's bundled set.
FILES = {
    "api": "cloud-outline",
    "capability": "brain",
    "control": "tune-variant",
    "cost": "cash",
    "current": "update",
    "latency": "timer-outline",
    "local": "desktop-tower",
    "multimodal": "image-multiple-outline",
    "offline": "access-point-off",
    "operations": "wrench-outline",
    "rental": "server-network",
    "shield": "shield-lock-outline",
    "volume": "chart-line",
}


@lru_cache(maxsize=len(FILES))
def icon(name: str) -> Markup:
    """An icon by its meaning, hidden from screen readers: the words beside it say the same.

    Raises KeyError with the known names for any other.
    """
    if name not in FILES:
        raise KeyError(f"icon {name!r}: expected one of {', '.join(FILES)}")
    path = Path(material.__file__).parent / "templates" / ".icons" / "material" / f"{FILES[name]}.svg"
    svg = path.read_text(encoding="utf-8").strip()
    return Markup('<span class="icon" aria-hidden="true">{}</span>').format(Markup(svg))
