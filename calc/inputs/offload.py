"""What goes to the host's memory where a model does not fit on the card, and how fast that memory is."""

from __future__ import annotations

from calc.engine.gaps import Unknown
from calc.engine.nodes import Node
from calc.engine.rules import Literal, Lookup, Rule, Switch
from calc.inputs.declare import choice, number

GROUP = "memory"
OFFLOADS = (
    ("none", "nothing: it must fit"),
    ("layers", "whole layers"),
    ("experts", "experts of a mixture"),
)
HOSTS = (
    ("unknown", "not known"),
    ("ddr4-dual", "DDR4, two channels"),
    ("ddr5-dual", "DDR5, two channels"),
    ("ddr5-quad", "DDR5, four channels"),
    ("ddr4-octa", "DDR4, eight channels (server)"),
    ("ddr5-dodeca", "DDR5, twelve channels (server)"),
)
ASK = Literal(Unknown("say what memory the host has, or how fast it is"))


def nodes() -> list[Node]:
    """The inputs of this group, in the order of forms."""
    kinds: dict[str, Rule] = {
        key: Lookup("figure", "host_law", f"{key.replace('-', '_')}_gb_per_s") for key, _ in HOSTS if key != "unknown"
    }
    return [
        choice(
            "offload",
            "Kept in host memory",
            "What goes to the memory of the host where the model does not fit on the card.",
            "none",
            OFFLOADS,
            group=GROUP,
        ),
        choice(
            "host_memory",
            "Memory of the host",
            "Kind of memory of the machine around the card.",
            "unknown",
            HOSTS,
            group=GROUP,
        ),
        number(
            "host_memory_gb_per_s",
            "Bandwidth of the host",
            "Peak bandwidth of the host's memory.",
            Switch("host_memory", kinds | {"unknown": ASK}),
            within=(1, 1e4),
            step=10,
            group=GROUP,
        ),
        number(
            "host_link_gb_per_s",
            "Link to the card",
            "Bytes a second at which a step of a prompt fetches weights from the host.",
            Lookup("figure", "host_law", "host_link_gb_per_s"),
            within=(0.1, 1e3),
            step=1,
            group=GROUP,
        ),
    ]
