"""What to do about a finding: the paragraph of its rule's page that says so, and the fixes that the rule knows."""

import json
from functools import cache

from topologies.validation import Finding, rules

HEADING = "**What to do.**"


@cache
def remedy(code: str) -> str:
    """The advice in plain words; nothing where the rule's page gives none."""
    paragraphs = (part.strip() for part in rules()[code].page.split("\n\n"))
    advice = next((part.removeprefix(HEADING) for part in paragraphs if part.startswith(HEADING)), "")
    return " ".join(advice.replace("**", "").replace("`", "").split())


def fixes(finding: Finding) -> list[dict[str, str]]:
    """What would settle it: in words, and as the operations that a form carries."""
    return [
        {"text": fix.text, "operations": json.dumps([one.wire() for one in fix.operations])}
        for fix in finding.fixes
    ]
