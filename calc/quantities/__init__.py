"""The quantities: plain functions, one subject a module, found by their mark."""
