"""What an editor shows beside a key of prices/: what it means, what each choice means, and an example.

The comment behind a field of a record type is its help as well; what stands here says more, or is no field's comment.
A key of `HELP` is a field's name, or `Record.name` where a name means different things.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import cache

from build_hooks.dataset import dates

_COMMENTED = re.compile(r"^    (\w+): .*?  # (.+)$")

HELP: Mapping[str, str] = {
    "since": "Holds from this date on (YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD; prices also from an instant, "
    "2026-09-10T04:00Z), until the next value.",
    "checked": "The day on which the value was last compared with its source (YYYY-MM-DD).",
    "source": "An id of prices/sources.yml.",
    "how": "What was done to check it, and never more.",
    "value": "A quoted decimal; its unit is the end of the key. Leave it out where only a range is known.",
    "low": "Low end of the range, a quoted decimal.",
    "high": "High end of the range, a quoted decimal.",
    "announced": "true for what is only announced: it is not applied until somebody has checked it and removes this.",
    "until": "The first moment at which it no longer holds, a date or an instant; left out, it holds until the next.",
    "promotion": "true for introductory or temporary rates whose end the maker has named in `until`.",
    "cancelled": "The day on which the announcement was taken back. The row stays, with its source, and never applies.",
    "tiers": "Other rates for long prompts, in order of size.",
    "Tier.when": "Whether the tier begins above the size or at it.",
    "prompt_tok": "All tokens of the prompt of one request, those read from the cache included.",
    "scope": "Which tokens of a request pay these rates.",
    "batch": "What batch processing multiplies each rate by; what is left out is unknown.",
    "windows": "Hours of the week in which all rates are multiplied.",
    "hours_utc": 'Spans such as "01:00-04:00", in UTC; over midnight it is two spans.',
    "weekdays": "The days of the week (UTC) on which the hours hold.",
    "Window.id": "What the window is called: peak, night.",
    "except_calendar": "An id of prices/calendars/: on its days the window does not hold.",
    "regions": "What it costs where requests must stay in one region: a rate_ratio, or rates of its own.",
    "fees": "What comes on top of the tokens.",
    "gateway_fee_frac": "Share of the bill that whoever stands between adds; left out, nobody does.",
    "tool_usd_per_1000_calls": "A thousand calls of the tool that the note names, such as web search.",
    "aliases": "Other ids of the same biller that meant this very model, each for its time; exact, never a prefix.",
    "Alias.id": "The other id, exactly as it is sent.",
    "utc_offset_hours": "How many hours the calendar's days begin before those of UTC.",
    "covers_from": "The first day for which the list is complete.",
    "covers_through": "The last day for which the list is complete; beyond it nobody knows.",
    "days": "The days, each once, in order.",
    "count": "How many observations stand behind the value.",
    "basis": "How the date in `since` is known.",
    "note": 'What a reader should know. "step: ..." explains a big change, "rate order: ..." unusual rates.',
    "name": "What readers call it.",
    "ApiModel.tier": "How much the model can do, for choosing one of its kind; a judgement.",
    "prices": "The rates, a row for each time they changed, oldest first. Each row is complete.",
    "status": "Whether it can still be called: active, deprecated, retired. A price never ends because a model does.",
    "open_model": "The id of the open model (prices/models/) whose weights this host serves.",
    "modalities": "What goes in and what comes out, in words.",
    "Hardware.kind": "Whether it goes into a host, or is a whole machine.",
    "market": "For whom it is made.",
    "family": "An id of prices/families.yml: how well hardware of this kind reaches its memory bandwidth.",
    "OpenModel.licence": "The licence of the weights.",
    "default_quant": "The quantisation that the guide starts from; one of `files`.",
    "files": "For each quantisation the size of its file, in gigabytes of 10^9 bytes.",
    "hosted_twin": "The id of the API model (prices/api/) that serves the same weights.",
    "common": "Whether it is offered where somebody asks what fits.",
    "scenario": "With what it was measured: names of inputs and values as a reader would type them.",
    "Tariff.region": "The state, province or country, as readers call it.",
    "sector": "Who pays this rate; the second half of the id.",
    "provider": "Who rents it out.",
    "benchmark": "What readers call the benchmark.",
    "Benchmark.model": "What readers call the model that was tested.",
    "reporter": "Who says so.",
    "lower_is_better": "true where a low score is the good one, such as a rate of errors.",
    "fits_24_gb": "Whether the model runs on a card of 24 GB in a usual quantisation.",
    "open_weights": "Whether anybody can download the model.",
    "values": "Keys that end in their unit, each with its dated values.",
    "Source.title": "What it is called, with its version where it has one.",
    "publisher": "Who published it.",
    "url": "Its address, or the path of a page below docs/.",
    "Source.licence": "Under which licence, or what was done in its stead: single figures cited.",
    "read": "The day on which the copy we used was taken up here (YYYY-MM-DD).",
    "side": "Which side the sentence speaks for.",
    "Claim.title": "The sentence in a few words.",
    "review_by": "The day by which somebody looks at the sentence again (YYYY-MM-DD).",
    "Claim.evidence": "The facts that bear it out: table.id.field.",
    "holds_if": "A comparison over quantities and facts that must stay true; no figure is typed into it.",
    "Edition.edition": "The day the guide speaks for (YYYY-MM-DD); `python -m build_hooks edition DATE` moves it.",
    "Correction.id": "A short name, each once.",
    "Correction.when": "The day on which it was mended (YYYY-MM-DD).",
    "what": "What was wrong, in words that a reader understands.",
    "old": "What was said.",
    "new": "What is said now.",
    "why": "How the error came about, or how it was found.",
    "pages": "The pages that showed it, by their address.",
    "reported_by": "Who found it, if they want to be named.",
    "keys": "The facts (table.id.field) or records (table.id) whose history this mends; without it none may be edited.",
    "Dispute.model": "The id of the API model.",
    "Dispute.key": "The rate, as the cross-check names it; of batch with `batch.` before it.",
    "ours": "Our rate, a quoted decimal.",
    "theirs": "Theirs, a quoted decimal.",
    "dataset": "Which price list says so.",
    "version": "The version of the list.",
    "seen": "The day on which the difference was last looked at (YYYY-MM-DD).",
    "reason": "Why ours stands, in one sentence.",
    "Dispute.evidence": "What shows it: who says so, where, from when.",
    "expires": "The day after which somebody looks again (YYYY-MM-DD), at most 180 days after `seen`.",
}

# What each choice means; the keys as in HELP.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "how": {
        "read": "you saw it on the maker's own page",
        "cross-checked": "two named sources agree; the note says which",
        "imported": "taken from one data set",
        "measured": "somebody measured it; the source says who",
    },
    "basis": {
        "documented": "the source states it",
        "first-observed": "the first day on which it was seen; it may be older",
        "inferred": "concluded from something else; the note says from what",
    },
    "Tier.when": {">": "above the size, not at it", ">=": "from the size on"},
    "scope": {
        "all-tokens": "the whole request pays these rates",
        "excess": "only the prompt above the size does, like a tax bracket; the output pays the last tier reached",
    },
    "ApiModel.tier": {
        "small": "quick and cheap, for simple work",
        "mid": "for most work",
        "frontier": "the best that its maker has",
    },
    "Hardware.kind": {"card": "goes into a host", "machine": "a whole machine; its power is that of all of it"},
    "market": {
        "consumer": "cards for games",
        "workstation": "cards for work, with more memory",
        "datacentre": "cards for servers",
        "unified": "machines whose processor and graphics share one memory",
    },
    "embeddings": {"tied": "one matrix reads words and writes them", "untied": "one matrix for each"},
    "sector": {"residential": "households, taxes included where the source does", "commercial": "businesses"},
    "reporter": {
        "independent": "who ran the benchmark, and made none of the models",
        "vendor": "the maker of the model",
        "secondary": "somebody who cites another",
    },
    "side": {"api": "the API does better", "local": "the own machine does better"},
    "dataset": {
        "genai-prices": "by Pydantic",
        "litellm": "the price file of litellm",
        "model-prices": "by wakamex",
    },
    "weekdays": {
        "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
        "sun": "Sunday",
    },
}  # fmt: skip

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "since": ("2026-11-23", "2026-11", "2026-Q4"),
    "until": ("2026-12-01", "2026-12-01T08:00Z"),
    "value": ("0.1805",),
    "source": ("genai-prices",),
    "hours_utc": ("01:00-04:00",),
    "note": ("step: the maker cut the price twenty times",),
    "Claim.evidence": ("hardware.nvidia/rtx-3090.memory_gb",),
    "holds_if": ("api_usd_per_month < local_total_usd_per_month",),
    "keys": ("tariff.us/residential.electricity_usd_per_kwh",),
    "Dispute.key": ("output_usd_per_mtok", "batch.cache_read_usd_per_mtok"),
    "open_model": ("qwen/qwen3.8-27b",),
    "hosted_twin": ("deepinfra/qwen3.8-27b",),
    "url": ("https://example.org/prices", "method/limits.md"),
}

MOMENT_PATTERN = r"^\d{4}(-Q[1-4]|-\d{2}(-\d{2}(T\d{2}:\d{2}Z)?)?)?$"
DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
PATTERNS = {dates.DAY: DAY_PATTERN, dates.ANY: MOMENT_PATTERN, dates.MOMENT: MOMENT_PATTERN}


def of[T](table: Mapping[str, T], record: str, name: str) -> T | None:
    """The entry of a field, that of its own record first; None where there is none."""
    return table.get(f"{record}.{name}", table.get(name))


@cache
def comments(record: type) -> dict[str, str]:
    """The comments behind the fields of a record type, as sentences."""
    lines = inspect.getsource(record).splitlines()
    found = {match[1]: match[2] for line in lines if (match := _COMMENTED.match(line))}
    return {name: f"{text[0].upper()}{text[1:]}" + ("" if text.endswith(".") else ".") for name, text in found.items()}
