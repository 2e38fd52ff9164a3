"""One chart of each kind and of each difficulty, for golden files and for checks that hold for all charts."""

from calc.chart import Axis, Bar, Chart, Mark, Point, Range, Segment, Series, bars, line, range_chart, stacked_bar
from calc.chart.model import Role


def usd(value: float) -> str:
    return f"−${-value:,.0f}" if value < 0 else f"${value:,.0f}" if value >= 1 or value == 0 else f"${value:.2f}"


def count(value: float) -> str:
    return f"{value:,.0f}"


MONEY, VOLUME = Axis("$ a month", usd), Axis("requests a day", count)
STEPS = [500.0 * step for step in range(25)]
COSTS = (
    Series(
        "Own card, with its share of the purchase",
        "local",
        tuple(Point(x, 38 + x / 2500, 30 + x / 3000, 55 + x / 2000) if x < 9100 else Point(x, None) for x in STEPS),
        label_text="own card",
    ),
    Series("A small-tier API", "api", tuple(Point(x, 0.0081 * x) for x in STEPS), label_text="small-tier API"),
    Series("The same model, hosted", "twin", tuple(Point(x, 3 + 0.0069 * x) for x in STEPS), label_text="hosted twin"),
    Series("A rented card", "rental", tuple(Point(x, 66.0) for x in STEPS), label_text="rented card"),
)
MARKS = (
    Mark(9000.0, None, "the box is full", "limit"),
    Mark(2000.0, 16.2, "you", "you"),
    Mark(5000.0, 40.0, "tipping point", "tip"),
    Mark(8500.0, None, "the price rises", "rule"),
)


def cost_by_volume() -> Chart:
    """The chart of the first page: four lines of 25 points, a band, and every kind of mark."""
    return line("cost", "The card catches up at 5,000 requests a day", COSTS, VOLUME, MONEY, MARKS)


def log_axes() -> Chart:
    """Both axes logarithmic; a point at zero has no place there."""
    places = [100 * 10 ** (step / 8) for step in range(25)]
    series = (
        Series("Own card", "local", (Point(0, 38), *(Point(x, 38 + x / 2500) for x in places))),
        Series("API", "api", (Point(0, 0), *(Point(x, 0.0081 * x) for x in places))),
    )
    x, y = Axis("requests a day", count, scale="log"), Axis("$ a month", usd, scale="log")
    return line("log", "Ten times the volume, ten times the bill", series, x, y, (Mark(0, 38, "never", "you"),))


def gaps() -> Chart:
    """Below zero, with a gap, a lonely point and a series that is unknown throughout."""
    saving = (Point(0, -1200), Point(6, -700), Point(12, None), Point(18, 100), Point(24, None), Point(30, 800))
    unknown = Series("Rented", "rental", (Point(0, None), Point(30, None)))
    months = Axis("months", count)
    return line("gaps", "Paid back after 18 months", (Series("Saving", "local", saving), unknown), months, MONEY)


def plain_bars() -> Chart:
    """Whiskers, an unknown value and one below zero."""
    items = (
        Bar("A small-tier API", "api", 16.2, text="$16.20"),
        Bar("Own card", "local", 40.1, 31.0, 58.0, "$40.10"),
        Bar("A rented card", "rental", 190.0, 150.0, 260.0, "$190.00"),
        Bar("The same model, hosted", "twin", None, text="unknown"),
        Bar("Heat in winter", "other", -12.0, -20.0, -5.0, "−$12.00"),
    )
    return bars("bars", "The API costs least", items, MONEY)


def stack() -> Chart:
    """Parts of two sides, one of zero, one unknown, one below zero."""
    own = (
        Segment("Electricity", "local", 19.32, "$19.32"),
        Segment("Share of the purchase", "local", 20.9, "$20.90"),
        Segment("Care", "local", 0.0, "$0.00"),
        Segment("Overflow to the API", "api", 4.2, "$4.20"),
        Segment("Resale", "local", -4.3, "−$4.30"),
    )
    called = (Segment("Fresh input", "api", 7.2, "$7.20"), Segment("Output", "api", 9.0, "$9.00"))
    items = (
        Bar("Own card", "local", 40.12, text="$40.12 a month", segments=own),
        Bar("API", "api", 16.2, text="$16.20 a month", segments=(*called, Segment("Fee", "api", None, "unknown"))),
    )
    return stacked_bar("stack", "Half of it is electricity", items, MONEY)


def ranges() -> Chart:
    """Grouped dots: with and without a range, a range without a middle, nothing known."""
    items = (
        Range("A small API", "api", None, 140.0, None, "140 tok/s"),
        Range("A dense 27B model, RTX 3090", "local", 33.0, 36.0, 38.0, "33–38 tok/s"),
        Range("The same with speculative decoding", "local", 41.0, None, 103.0, "41–103 tok/s"),
        Range("Hosted", "twin", 40.0, 60.0, 90.0, "40–90 tok/s"),
        Range("Nobody measured it", "other", None, None, None, "unknown"),
    )
    groups: dict[Role, str] = {"local": "Own hardware", "api": "APIs", "twin": "Hosted open models", "other": "Others"}
    return range_chart("ranges", "The API is faster", items, Axis("tok/s", count), groups)


def log_ranges() -> Chart:
    """Three orders of magnitude on one axis, without headings."""
    items = (
        Range("Electricity, mixture of experts", "local", 0.08, 0.12, 0.17, "$0.08–$0.17"),
        Range("A small API", "api", 0.9, 0.9, 0.9, "$0.90"),
        Range("A frontier API", "api", None, 75.0, None, "$75"),
    )
    return range_chart("log-ranges", "The frontier costs hundreds of times as much", items, Axis("$", usd, scale="log"))


def nothing() -> Chart:
    """No point is known."""
    return line("nothing", "Nothing is known", (Series("API", "api", (Point(1, None),)),), VOLUME, MONEY)


EXAMPLES = {
    "cost-by-volume": cost_by_volume,
    "log-axes": log_axes,
    "gaps": gaps,
    "bars": plain_bars,
    "stack": stack,
    "ranges": ranges,
    "log-ranges": log_ranges,
    "nothing": nothing,
}
