"""One file per rule; the docstring of the rule is the page people read."""
