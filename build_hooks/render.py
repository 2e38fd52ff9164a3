"""Renders the Markdown of a page: Jinja with [[ ]]; what goes wrong is told with its file and line."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, StrictUndefined, Template, TemplateError

from build_hooks.generated.page import GeneratedPage
from build_hooks.page_functions import PageFunctions
from build_hooks.site import Site
from build_hooks.slots import Rendered
from calc.errors import CalcError
from calc.parts import kinds


class RenderError(Exception):
    """A page that cannot be rendered; the message names the page, the line and the reason."""


def environment() -> Environment:
    """Jinja with delimiters that do not clash with Markdown, attribute lists or icons."""
    return Environment(
        undefined=StrictUndefined,
        autoescape=True,
        keep_trailing_newline=True,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )


@lru_cache(maxsize=16)
def _template(source: str) -> Template:
    """A page's template; generated pages of a kind share one."""
    return environment().from_string(source)


def render(
    site: Site,
    source: str,
    name: str,
    root: str = "",
    day: str = "",
    front_lines: int = 0,
    generated: GeneratedPage | None = None,
) -> Rendered:
    """The Markdown of a page with everything bound.  Raises RenderError.

    `day`: the page is of a dated edition.  `front_lines`: lines of front matter that `source` lacks.
    `generated`: the record that the page is about, where the build makes the page.
    """
    functions = PageFunctions(site, site.page(root, day), day)
    try:
        more = generated.names(functions, generated.record) if generated else {}
        markdown = _template(source).render(functions.names() | more)
        return Rendered(markdown, functions.blocks, functions.coming())
    except (TemplateError, CalcError, kinds.PartError, KeyError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None) or _line_of(error)
        raise RenderError(f"{name}:{line + front_lines}: {_reason(error)}") from error


def render_generated(site: Site, page: GeneratedPage) -> Rendered:
    """A generated page with everything bound.  Raises RenderError."""
    root = "../" * page.address.count("/")
    return render(site, page.template, f"{page.place} ({page.address})", root, generated=page)


def _reason(error: Exception) -> str:
    return str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)


def _line_of(error: Exception) -> int:
    """The line of the page that an error came from: Jinja's own frames carry the template's line numbers."""
    trace, found = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
