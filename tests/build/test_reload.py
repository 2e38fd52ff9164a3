"""Under serve an edited formula shows: each build loads the code anew, packages included."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TWO_BUILDS = """
import sys
from mkdocs.config import load_config
from build_hooks import hooks

def ours():
    return {name: module for name, module in sys.modules.items() if name.split(".")[0] in ("calc", "build_hooks")}

config = load_config("mkdocs.yml")
hooks.on_startup(command="build", dirty=False)
hooks.on_config(config)
before = ours()
hooks.on_config(config)
after = ours()
stale = sorted(name for name, module in before.items() if after.get(name) is module)
assert "build_hooks.render" in after and "calc.quantities.energy" in after
assert not stale, stale
"""


def test_the_second_build_runs_none_of_the_first_builds_code() -> None:
    run = subprocess.run([sys.executable, "-c", TWO_BUILDS], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr
