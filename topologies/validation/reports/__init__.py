"""Findings as files, for people, terminals and machines. The same findings on the same day give the same bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from topologies.validation.reports.account import Account
from topologies.validation.reports.data import as_data, as_json
from topologies.validation.reports.junit import as_junit
from topologies.validation.reports.sarif import as_sarif
from topologies.validation.reports.text import as_text


@dataclass(frozen=True, slots=True)
class Form:
    """One form of report: what browsers call it, and who writes it."""

    content_type: str
    ending: str
    write: Callable[[Account], str]


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "json": Form("application/json", "json", as_json),
        "junit": Form("application/xml", "xml", as_junit),
        "sarif": Form("application/sarif+json", "sarif", as_sarif),
        "text": Form("text/plain; charset=utf-8", "txt", as_text),
    }
)

__all__ = ["FORMS", "Account", "Form", "as_data", "as_json", "as_junit", "as_sarif", "as_text"]
