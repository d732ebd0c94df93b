"""Where architects draw: the page of a draft and its panels, one file each. A panel is a fragment for htmx and a page
of its own for whoever has no JavaScript."""
