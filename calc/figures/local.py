"""Charts of the local side: memory by part, speed by context, speed by users, energy of a token."""

from __future__ import annotations

from calc import results
from calc.chart import Axis, Bar, Chart, Mark, Point, Series, line, stacked_bar
from calc.chart.model import Role
from calc.engine.evaluate import Evaluation
from calc.engine.gaps import Unknown
from calc.engine.sweep import number
from calc.facts.fact import Fact
from calc.figures.owning import BOUNDARIES
from calc.figures.pieces import Draw, behind, plain, stack
from calc.parts.markup import Args, Page
from calc.ranges import speed_ends
from calc.results import choice_label

MEMORY = (
    ("Weights", "weights_gib"),
    ("Cache", "kv_cache_gib"),
    ("Buffer", "compute_buffer_gib"),
    ("Driver", "runtime_gib"),
    ("Draft", "draft_gib"),
)
CACHE_TYPES = ("f16", "q8_0", "q4_0")
CONTEXT_STEPS = 8
USERS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)


def memory_stack(page: Page, _args: Args) -> Chart | None:
    """Memory by part for each way of storing the cache, beside what is usable."""
    ev = page.evaluation
    own = ev.get("kv_type")
    found = []
    for kind in CACHE_TYPES:
        branch = ev if kind == own else ev.overlay({"kv_type": kind})
        found.append(stack(branch, f"Cache as {kind}", _role(kind == own), "memory_needed_gib", MEMORY))
    usable = number(ev.get("memory_usable_gib"))
    label = f"Usable on {choice_label(ev, 'hardware')}"
    found.append(Bar(label, "rental", usable, text=results.words(ev, "memory_usable_gib")))
    return stacked_bar("memory-stack", _memory_title(ev), tuple(found), Axis("GiB", plain("gib")))


def _role(own: bool) -> Role:
    return "local" if own else "other"


def _memory_title(ev: Evaluation) -> str:
    fits = ev.get("memory_fits")
    if isinstance(fits, Unknown):
        return "How much memory it takes is not known"
    return "It fits" if fits else "It does not fit"


def speed_by_context(page: Page, _args: Args) -> Chart | None:
    """Generation speed as the cache that each token reads grows."""
    ev = page.evaluation
    longest = number(ev.get("longest_context_tok")) or number(ev.get("max_context_tok"))
    if longest is None or number(ev.get("decode_tok_per_s")) is None:
        return None
    sizes = [longest * step / CONTEXT_STEPS for step in range(CONTEXT_STEPS + 1)]
    points = tuple(_banded(ev.overlay({"mean_context_tok": size}), "decode_tok_per_s", size) for size in sizes)
    asked = number(ev.get("mean_context_tok")) or 0.0
    marks = (Mark(asked, number(ev.get("decode_tok_per_s")), "you", "you"),)
    series = (Series(choice_label(ev, "open_model"), "local", points, label_text="one user"),)
    return line("speed-by-context", "The longer the context, the slower each token", series,
                Axis("tokens of context", plain("tok")), Axis("tok/s", plain("tok_per_s")), marks)  # fmt: skip


def _banded(ev: Evaluation, q: str, x: float) -> Point:
    value = number(ev.get(q))
    around = [one for end in speed_ends(ev, q) if (one := number(end.get(q))) is not None]
    if value is None or not around:
        return Point(x, value)
    return Point(x, value, min(value, *around), max(value, *around))


def speed_by_users(page: Page, _args: Args) -> Chart | None:
    """Total speed and the speed of each user against how many are served at once."""
    ev = page.evaluation
    branches = [(users, ev.overlay({"concurrency": users}, ("concurrency_gain_ratio",))) for users in USERS]
    lines = []
    sides: tuple[tuple[str, str, Role], ...] = (
        ("all together", "batch_tok_per_s", "local"),
        ("each user", "user_tok_per_s", "api"),
    )
    for label, q, role in sides:
        points = tuple(_banded(branch, q, users) for users, branch in branches)
        if any(point.y is not None for point in points):
            lines.append(Series(label, role, points))
    if not lines:
        return None
    marks = (Mark(number(ev.get("concurrency")) or 1.0, number(ev.get("batch_tok_per_s")), "you", "you"),)
    axis = Axis("users at once", plain("count"), ticks=USERS, scale="log")
    return line(
        "speed-by-users",
        "More users at once: more in all, less for each",
        tuple(lines),
        axis,
        Axis("tok/s", plain("tok_per_s")),
        marks,
    )


def energy_of_a_token(page: Page, _args: Args) -> Chart | None:
    """Energy for a million tokens, by what it goes to, for the boundaries of power."""
    ev = page.evaluation
    own = ev.get("power_boundary")
    parts = (("Writing", "energy_kwh_per_mtok"),)
    found = []
    for boundary, label in BOUNDARIES.items():
        branch = ev if boundary == own else ev.overlay({"power_boundary": boundary})
        found.append(stack(branch, label, _role(boundary == own), "energy_kwh_per_mtok", parts))
    axis = Axis("kWh", plain("kwh_per_mtok"))
    return stacked_bar("energy-of-a-token", "Energy for a million written tokens", tuple(found), axis)


def facts(page: Page, args: Args) -> list[Fact]:
    """The facts behind what a chart shows."""
    return behind(page, RESTS_ON[args["chart"]])


RESTS_ON = {
    "memory_stack": "memory_needed_gib",
    "speed_by_context": "decode_tok_per_s",
    "speed_by_users": "batch_tok_per_s",
    "energy_of_a_token": "energy_kwh_per_mtok",
}
CHARTS: dict[str, Draw] = {
    "memory_stack": memory_stack,
    "speed_by_context": speed_by_context,
    "speed_by_users": speed_by_users,
    "energy_of_a_token": energy_of_a_token,
}
