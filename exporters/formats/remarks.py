"""Comments that stay comments: what all formats with `#` remarks share."""

from topologies.graph import Element, Header


def remark(text: str) -> str:
    """One comment line; what is not printable is written as its escape."""
    visible = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    return f"# {visible}".rstrip()


def title(header: Header, element: Element) -> str:
    """What a file is about: the topology, the element, and where its facts come from."""
    label = f" ({element.label})" if element.label else ""
    source = f", stated in {element.stated_in}" if element.stated_in else ""
    return f"{header.system}/{header.slug}: {element.key}{label}{source}"
