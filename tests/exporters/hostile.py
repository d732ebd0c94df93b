"""Texts that try to be more than text, for the property tests of all targets."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

SAMPLES = [
    '${file("/etc/passwd")}',
    "%{ for x in y }",
    "{$ENV}",
    "${HOME}",
    "$HOME",
    "$(id)",
    "`id`",
    "${{ secrets.TOKEN }}",
    "{{ .Value }}",
    '"',
    "'",
    "\\",
    '\\"',
    "a\nb: c",
    "a\r\nimport x",
    "no",
    "~",
    "1e3",
    "!!python/none",
    "*ref",
    "- x",
    "--flag",
    "# x",
    "---",
    "EOF\n",
    "<script>alert(1)</script>",
    "]]>",
    "--> end",
    "|a|b|",
    "[x](javascript:alert(1))",
    "\u202eevil",
    "\u2028",
    "\x85",
    "\x1b[0m",
    "\ufeff",
    "\x7f",
    " ",
    "\t",
]
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40) | st.sampled_from(
    SAMPLES
)
SOME = TEXT.filter(bool)


def labelled(document: dict[str, Any], text: str) -> dict[str, Any]:
    """The same topology with this as every label, note and source."""
    copy = deepcopy(document)
    for section, elements in copy.items():
        if isinstance(elements, dict) and section != "topology":
            for element in elements.values():
                element.update(label=text, note=text, stated_in=text)
    copy["topology"].update(label=text, summary=text, stated_in=text)
    return copy
