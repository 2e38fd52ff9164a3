"""MkDocs adapter: calls plain functions at the right moments and holds no logic of its own."""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
STATE: dict[str, Any] = {"serving": False}


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether the site is served: then nothing strict is written, and code is loaded anew."""
    STATE["serving"] = command == "serve"
    # Most objects of a build live to its end; looking through them over and over was a tenth of it.  Under serve each
    # build leaves the one before it behind, so that there must be an end to what is kept.
    gc.set_threshold(*(50_000, 3, 3) if STATE["serving"] else (200_000, 20, 20))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the code anew, so that an edited formula shows, and the data, so that an edited price does."""
    # The packages too: a package that stays keeps its old modules as attributes.
    for name in [name for name in sys.modules if name.split(".")[0] in ("calc", "build_hooks")]:
        del sys.modules[name]
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from build_hooks import build

    repo_address = config.extra.get("repo_address") or ""
    STATE["build"] = _said(build.start, repo_address, STATE["serving"], config.site_url or "")
    config.extra.update(STATE["build"].theme_values())
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files of the browser's Python and those written for scripts; styles and scripts go without comments."""
    _join_styles(files, config)
    _strip_scripts(files, config)
    config.extra.update(_said(STATE["build"].runtime_values))
    for address, path in _said(STATE["build"].runtime_files).items():
        files.append(File.generated(config, address, abs_src_path=str(path)))
    for address, text in STATE["build"].written_files().items():
        files.append(File.generated(config, address, content=text))
    for source, content in STATE["build"].generated_files().items():
        files.append(File.generated(config, source, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Generated pages stand below their index without being listed: the menu of each page would hold them all."""
    for source, index in STATE["build"].parents().items():
        page, parent = files.src_uris[source].page, files.src_uris[index].page
        if page is not None and parent is not None:
            page.parent = parent.parent
    return nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Now that every page is rendered; and a place where the theme keeps menus that pages share, new for each build."""
    _said(STATE["build"].publish, Path(config.site_dir))
    env.globals["menus"] = {}
    return env


def _join_styles(files: Files, config: MkDocsConfig) -> None:
    from build_hooks import styles

    sources = [file for path in config.extra_css if (file := files.get_file_from_path(path))]
    sheet = styles.bundle(file.content_string for file in sources)
    for file in sources:
        files.remove(file)
    files.append(File.generated(config, styles.address(sheet), content=sheet))
    config.extra_css = [styles.address(sheet)]


def _strip_scripts(files: Files, config: MkDocsConfig) -> None:
    from build_hooks import lean

    for file in [one for one in files if one.src_uri.startswith("assets/js/") and one.is_javascript()]:
        files.remove(file)
        files.append(File.generated(config, file.src_uri, content=lean.script(file.content_string)))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Bind everything on a page, and point at its source where the repository is known."""
    page.edit_url = STATE["build"].edit_url(page.file.src_uri)
    bound = str(_said(STATE["build"].page, markdown, page.file.src_uri, page.url, dict(page.meta)))
    page.update_date = config.extra["edition_date"]  # not the day of the build, which would change the sitemap's bytes
    page.meta["coming"] = STATE["build"].coming(page.file.src_uri)
    return bound


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the blocks that were kept away from Markdown into their places; links may lead to what stands in them."""
    page.present_anchor_ids = (page.present_anchor_ids or set()) | STATE["build"].anchors(page.file.src_uri)
    return str(STATE["build"].content(html, page.file.src_uri))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put the blocks of generated pages into their places, and leave out what only lays out the source."""
    from build_hooks import lean

    return lean.page(STATE["build"].whole(output, page.file.src_uri))


def on_build_error(*, error: Exception) -> None:
    """Remember what stopped a build: MkDocs goes on with no more than the word that something did."""
    STATE["error"] = error


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Show in the browser what stops a rebuild: MkDocs would let every page wait.  Of the last build nothing stays."""

    def build() -> None:
        STATE.pop("error", None)
        try:
            builder()
        except Exception as stopped:  # whatever it is, the next save may have mended it
            from build_hooks import fault_page

            error = STATE.get("error", stopped)
            if not isinstance(stopped, SystemExit):  # which has been said in the terminal already
                traceback.print_exc()
            utils.clean_directory(config.site_dir)
            utils.write_file(fault_page.page(error).encode(), str(Path(config.site_dir, "404.html")))

    server.builder = build
    return server


def on_post_build(config: MkDocsConfig) -> None:
    """Write the files for machines, and the content security policy; not under serve, whose live reload is inline."""
    _said(STATE["build"].finish, Path(config.site_dir))


def _said(function: Any, *args: Any) -> Any:
    """Call; turn what our own code refuses into the message that MkDocs shows."""
    from build_hooks.errors import BuildError

    try:
        return function(*args)
    except BuildError as error:
        raise PluginError(str(error)) from error
