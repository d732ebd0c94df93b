"""What the rules find in the newest revision, and what a change would make of it."""

import hashlib
import json

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from topologies.api.conditional import bytes_answer, json_answer
from topologies.api.lookups import TopologyView, checked
from topologies.api.serializers import FindingSerializer, PreviewRequestSerializer, PreviewSerializer
from topologies.computed import account_of
from topologies.operations import parse_operations
from topologies.validation import preview
from topologies.validation.reports import FORMS, Account, as_data


class AccountView(TopologyView):
    def account(self) -> Account:
        """The findings of the newest revision, with what is waived today. Raises NotFound."""
        found = self.approved()
        site = self.request.build_absolute_uri("/").rstrip("/")
        return account_of(found.topology, found.sha256, timezone.localdate(), site)


class FindingList(AccountView):
    """The findings of the newest revision, worst first, each with its fixes and its waiver."""

    @extend_schema(operation_id="findings", responses={200: FindingSerializer(many=True), 304: None})
    def get(self, request: Request, system: str, topology: str) -> HttpResponseBase:
        account = self.account()
        findings = [as_data(finding, account.waived) for finding in account.findings]
        tag = hashlib.sha256(json.dumps(findings).encode()).hexdigest()
        return json_answer(request, tag=tag, make=lambda: findings)


class FindingReport(AccountView):
    """The same as a file: SARIF 2.1.0, JUnit XML, JSON or text."""

    @extend_schema(
        operation_id="finding_report",
        responses={(200, form.content_type): OpenApiTypes.STR for form in FORMS.values()} | {304: None},
    )
    def get(self, request: Request, system: str, topology: str, ending: str) -> HttpResponseBase:
        form = next((form for form in FORMS.values() if form.ending == ending), None)
        if form is None:
            raise NotFound("There is no such form of report.")
        body = form.write(self.account()).encode()
        return bytes_answer(
            request,
            tag=hashlib.sha256(body).hexdigest(),
            make=lambda: body,
            content_type=form.content_type,
            filename=f"{system}-{topology}-findings.{ending}",
        )


class ChangePreview(AccountView):
    """What operations on the newest revision would do to its findings. Nothing is changed."""

    @extend_schema(operation_id="preview", request=PreviewRequestSerializer, responses=PreviewSerializer)
    def post(self, request: Request, system: str, topology: str) -> Response:
        body = checked(PreviewRequestSerializer(data=request.data))
        account = self.account()
        operations = parse_operations(body["operations"])
        found = preview(account.graph, operations, account.findings)
        return Response(
            {
                "removed": [as_data(finding, account.waived) for finding in found.removed],
                "added": [as_data(finding, account.waived) for finding in found.added],
            }
        )
