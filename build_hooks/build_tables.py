"""The tables that only the build makes, by the name under which a page asks for them."""

from __future__ import annotations

from build_hooks import changes, editions, fresh
from build_hooks.generated.indexes import INDEX_TABLES
from build_hooks.pages import STATIC_TABLES
from build_hooks.proof import PROOF_TABLES

BUILD_TABLES = STATIC_TABLES | PROOF_TABLES | changes.TABLES | fresh.TABLES | editions.TABLES | INDEX_TABLES
# Tables that compare, prove or list what is in this edition; they stay with it whatever day a reader looks at.
OF_THE_EDITION = {"quantities", "inputs", "who_says_what", *PROOF_TABLES, *fresh.TABLES, *editions.TABLES}
