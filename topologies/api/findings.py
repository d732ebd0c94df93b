"""What the rules find in the newest revision."""

import hashlib
import json
from functools import lru_cache
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from topologies.api.conditional import json_answer
from topologies.api.lookups import TopologyView
from topologies.api.serializers import FindingSerializer
from topologies.computed import findings_of
from topologies.selectors import GRAPHS_KEPT
from topologies.validation.reports import as_data


class FindingList(TopologyView):
    """The findings of the newest revision, worst first."""

    @extend_schema(operation_id="findings", responses={200: FindingSerializer(many=True), 304: None})
    def get(self, request: Request, system: str, topology: str) -> HttpResponseBase:
        found = self.approved()
        findings, tag = _report(found.sha256)
        return json_answer(request, tag=tag, make=lambda: findings)


@lru_cache(maxsize=GRAPHS_KEPT)
def _report(sha256: str) -> tuple[list[dict[str, Any]], str]:
    """The findings of a revision and their digest, which changes with the rules too."""
    findings = [as_data(finding) for finding in findings_of(sha256)]
    return findings, hashlib.sha256(json.dumps(findings).encode()).hexdigest()
