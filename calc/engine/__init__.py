"""How values come about: nodes and their rules, the graph of them, its evaluation for one scenario on one day.

Nothing here knows a price, a card or a page; what there is to compute is declared in `calc/inputs/`, `calc/lookups/`,
`calc/wiring/` and `calc/quantities/`.
"""
