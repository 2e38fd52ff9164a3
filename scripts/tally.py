"""Adds up pytest's reports for .ci/run: `python scripts/tally.py FOLDER BROKEN_STEPS` prints `N passed, N failed`.

Exits with 1 when a test or a step failed, or when no test passed. Runs on any Python 3, since it also has to
tell that setup failed.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def tally(folder: Path) -> tuple[int, int, int]:
    """Return how many tests passed, failed and were skipped in the JUnit reports of the folder."""
    passed = failed = skipped = 0
    for report in sorted(folder.glob("*.xml")):
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            ran, bad, left_out = (
                int(suite.get("tests", 0)),
                int(suite.get("failures", 0)) + int(suite.get("errors", 0)),
                int(suite.get("skipped", 0)),
            )
            passed += ran - bad - left_out
            failed += bad
            skipped += left_out
    return passed, failed, skipped


def main() -> None:
    """Print the closing line and exit by it."""
    passed, failed, skipped = tally(Path(sys.argv[1]))
    broken_steps = int(sys.argv[2])
    if broken_steps and not failed:
        failed = broken_steps
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
