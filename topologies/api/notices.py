"""The notices of whoever asks."""

from typing import cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from topologies.api.lookups import checked
from topologies.models import Notice
from topologies.notifying import inbox


class NoticeSerializer(serializers.ModelSerializer):
    """Something that you should hear of a proposal; `read` is null until you marked it."""

    system = serializers.CharField(source="proposal.topology.system.slug")
    topology = serializers.CharField(source="proposal.topology.slug")
    proposal = serializers.IntegerField(source="proposal.number")
    title = serializers.CharField(source="proposal.title")
    actor = serializers.CharField(source="actor_name")

    class Meta:
        model = Notice
        fields = ["id", "system", "topology", "proposal", "title", "actor", "text", "read", "created"]


class UnreadSerializer(serializers.Serializer):
    unread = serializers.BooleanField(required=False, allow_null=True, default=None)


class MarkedSerializer(serializers.Serializer):
    marked = serializers.IntegerField(help_text="How many were not read yet.")


class MailSerializer(serializers.Serializer):
    """Whether your notices are e-mailed to you, too."""

    mail = serializers.BooleanField()


@extend_schema_view(get=extend_schema(operation_id="notices", parameters=[UnreadSerializer]))
class NoticeList(ListAPIView):
    """Your notices, newest first; `unread=true` for those that you have not read."""

    queryset = Notice.objects.none()  # for the OpenAPI document, which has no caller
    serializer_class = NoticeSerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Notice]:
        if not self.request.user.is_authenticated:
            return self.queryset
        query = checked(UnreadSerializer(data=self.request.query_params))
        found, unread = inbox.notices_of(self.request.user), query["unread"]
        return found if unread is None else found.filter(read__isnull=unread)


class NoticesRead(APIView):
    """All of your notices at once."""

    @extend_schema(operation_id="read_notices", request=None, responses=MarkedSerializer)
    def post(self, request: Request) -> Response:
        """Mark all as read."""
        return Response({"marked": inbox.notices_read(user=cast("User", request.user))})


class NoticeRead(APIView):
    """One of your notices."""

    @extend_schema(operation_id="read_notice", request=None, responses={204: None})
    def post(self, request: Request, number: int) -> Response:
        """Mark it as read."""
        inbox.notice_read(user=cast("User", request.user), number=number)
        return Response(status=status.HTTP_204_NO_CONTENT)


class NoticeMail(APIView):
    """Your choice about e-mail."""

    @extend_schema(operation_id="mail_choice", responses=MailSerializer)
    def get(self, request: Request) -> Response:
        return Response({"mail": inbox.wants_mail(cast("User", request.user))})

    @extend_schema(operation_id="choose_mail", request=MailSerializer, responses=MailSerializer)
    def put(self, request: Request) -> Response:
        body = checked(MailSerializer(data=request.data))
        inbox.mail_choose(user=cast("User", request.user), **body)
        return Response(body)
