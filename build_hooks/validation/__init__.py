"""How right the guide is: what it computes beside what others measured, at build time only."""
