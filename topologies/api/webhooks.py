"""The webhooks of a system, for its administrators."""

from typing import cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from topologies.api.lookups import checked
from topologies.api.serializers import ErrorSerializer
from topologies.models import Delivery, System, Webhook
from topologies.models.notifying import LONGEST_URL
from topologies.notifying import webhooks
from topologies.selectors import system_get
from topologies.services import Action, require


class WebhookSerializer(serializers.ModelSerializer):
    """An address that is told what happens in the system."""

    created_by = serializers.CharField(source="created_by.username")

    class Meta:
        model = Webhook
        fields = ["id", "url", "active", "created_by", "created"]


class SecretSerializer(serializers.Serializer):
    secret = serializers.CharField(help_text="Told this once.")


class NewWebhookSerializer(WebhookSerializer):
    """The same with its secret, which is told this once."""

    secret = serializers.CharField()

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]


class WebhookRequestSerializer(serializers.Serializer):
    url = serializers.CharField(max_length=LONGEST_URL)


class SwitchSerializer(serializers.Serializer):
    active = serializers.BooleanField()


class DeliverySerializer(serializers.ModelSerializer):
    """One message: what was sent, and what came of the last try."""

    state = serializers.ChoiceField(choices=Delivery.State.choices)

    class Meta:
        model = Delivery
        fields = ["id", "event", "body", "state", "tries", "status", "answer", "error", "created", "ended"]


class SystemView(APIView):
    request: Request

    @property
    def actor(self) -> User:
        return cast("User", self.request.user)

    def system(self) -> System:
        """The system, for its administrators. Raises NotFound, PermissionDenied."""
        found = system_get(user=self.actor, slug=self.kwargs["system"])
        require(self.actor, Action.ADMINISTER, found)
        return found

    def hook(self) -> Webhook:
        return webhooks.webhook_get(self.system(), self.kwargs["number"])


class WebhookList(SystemView):
    """The webhooks of a system."""

    @extend_schema(operation_id="webhooks", responses=WebhookSerializer(many=True))
    def get(self, request: Request, system: str) -> Response:
        return Response(WebhookSerializer(webhooks.webhooks_of(self.system()), many=True).data)

    @extend_schema(
        operation_id="add_webhook",
        request=WebhookRequestSerializer,
        responses={201: NewWebhookSerializer, 400: ErrorSerializer},
    )
    def post(self, request: Request, system: str) -> Response:
        """Add one. The answer tells its secret, this once."""
        body = checked(WebhookRequestSerializer(data=request.data))
        hook, secret = webhooks.webhook_add(system=self.system(), actor=self.actor, **body)
        kwargs = {"system": system, "number": hook.pk}
        where = reverse("api:webhook", kwargs=kwargs, request=request)
        made = {**WebhookSerializer(hook).data, "secret": secret}
        return Response(made, status=status.HTTP_201_CREATED, headers={"Location": where})


class WebhookDetail(SystemView):
    """One webhook."""

    @extend_schema(operation_id="webhook", responses=WebhookSerializer)
    def get(self, request: Request, system: str, number: int) -> Response:
        return Response(WebhookSerializer(self.hook()).data)

    @extend_schema(operation_id="switch_webhook", request=SwitchSerializer, responses=WebhookSerializer)
    def patch(self, request: Request, system: str, number: int) -> Response:
        """Switch it on or off."""
        body = checked(SwitchSerializer(data=request.data))
        hook = webhooks.webhook_switch(hook=self.hook(), actor=self.actor, **body)
        return Response(WebhookSerializer(hook).data)

    @extend_schema(operation_id="remove_webhook", responses={204: None})
    def delete(self, request: Request, system: str, number: int) -> Response:
        """Remove it, and the log of its messages with it."""
        webhooks.webhook_remove(hook=self.hook(), actor=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class WebhookSecret(SystemView):
    """The secret of a webhook."""

    @extend_schema(operation_id="renew_webhook_secret", request=None, responses=SecretSerializer)
    def post(self, request: Request, system: str, number: int) -> Response:
        """Another one in its place, told this once."""
        return Response({"secret": webhooks.webhook_renew(hook=self.hook(), actor=self.actor)})


class WebhookTest(SystemView):
    """Trying a webhook out."""

    @extend_schema(operation_id="test_webhook", request=None, responses={202: DeliverySerializer})
    def post(self, request: Request, system: str, number: int) -> Response:
        """Send it a message that says nothing. What comes of it is in its log."""
        made = webhooks.webhook_test(hook=self.hook(), actor=self.actor)
        return Response(DeliverySerializer(made).data, status=status.HTTP_202_ACCEPTED)


@extend_schema_view(get=extend_schema(operation_id="deliveries"))
class DeliveryList(SystemView, ListAPIView):
    """What was sent to a webhook in the last 30 days and what came of it, newest first."""

    queryset = Delivery.objects.none()  # for the OpenAPI document, which names no webhook
    serializer_class = DeliverySerializer
    filter_backends = []

    def get_queryset(self) -> QuerySet[Delivery]:
        return webhooks.deliveries_of(self.hook()) if "system" in self.kwargs else self.queryset


class DeliveryResend(SystemView):
    """One message to a webhook."""

    @extend_schema(operation_id="send_again", request=None, responses={202: DeliverySerializer})
    def post(self, request: Request, system: str, number: int, delivery: int) -> Response:
        """Send it again, the same message under the same id."""
        found = webhooks.delivery_resend(hook=self.hook(), number=delivery, actor=self.actor)
        return Response(DeliverySerializer(found).data, status=status.HTTP_202_ACCEPTED)
