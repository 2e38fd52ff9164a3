"""What axe finds on the page that is open."""

from axe_playwright_python.sync_playwright import Axe

ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(guide, rules):
    """What axe finds, a line each."""
    for violation in Axe().run(guide.page, options={"runOnly": rules}).response["violations"]:
        places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        yield f"{violation['id']}: {violation['help']}: {places}"
