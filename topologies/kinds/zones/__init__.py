"""One file per zone kind; the docstring of the class is the page people read."""
