"""What pages show of an evaluation, as HTML: numbers that explain themselves, facts, sentences, cells, lists.

`kinds` is the entrance: a kind of part and its arguments.  Whole tables are in `calc/tables/`, charts in
`calc/figures/`; `markup` has the elements that all of them are made of.
"""
