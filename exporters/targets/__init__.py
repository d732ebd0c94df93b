"""One folder per target; the docstring of its generate function is the page people read."""
