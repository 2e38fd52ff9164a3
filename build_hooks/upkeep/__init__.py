"""Keeping figures true: what a change does, new prices, other people's price lists, what is due to be checked."""
