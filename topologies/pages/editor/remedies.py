"""What to do about a finding: the paragraph of its rule's page that says so."""

from functools import cache

from topologies.validation import rules

HEADING = "**What to do.**"


@cache
def remedy(code: str) -> str:
    """The advice in plain words; nothing where the rule's page gives none."""
    paragraphs = (part.strip() for part in rules()[code].page.split("\n\n"))
    advice = next((part.removeprefix(HEADING) for part in paragraphs if part.startswith(HEADING)), "")
    return " ".join(advice.replace("**", "").replace("`", "").split())
