"""The build: reads prices/, computes every number with calc, and hands pages to MkDocs."""
