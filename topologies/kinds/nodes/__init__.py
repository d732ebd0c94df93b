"""One file per node kind; the docstring of the class is the page people read."""
