"""What the data say: the records of `prices/`, the catalog compiled from them, and what held on a given day.

`catalog` is the entrance: `Catalog.at(day)` is the state of knowledge on a day.  The record types (`records*`) are
declared once, for the check of `prices/` as well; `packs` is the catalog as a browser loads it.
"""
