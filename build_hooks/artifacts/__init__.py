"""What the site publishes for machines: JSON, CSV, schemas, feeds, a calendar, llms.txt and Markdown twins of pages.

files(site, pages)  ->  {address in the site: its bytes}, made without a clock and without MkDocs
"""

from build_hooks.artifacts.publish import files, write
from build_hooks.artifacts.twins import PageText

__all__ = ["PageText", "files", "write"]
