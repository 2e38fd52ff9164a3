"""Pages that the build makes itself: one per API model, piece of hardware, provider and region.

Each kind has a module that lists its pages and says what its template may name, and a template in `templates/`,
which is an ordinary page of the guide: Markdown with bound numbers.  No page is in the navigation; the indexes are.
"""
