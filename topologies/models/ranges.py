"""The port range of a rule of a security group or network ACL."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from pydantic import TypeAdapter
from pydantic import ValidationError as Refusal

from topologies.graph.values import Protocol
from topologies.models.columns import check, choice, known, within
from topologies.models.element import ElementRow
from topologies.scalars import Cidr

_CIDR: TypeAdapter[str] = TypeAdapter(Cidr)


def is_cidr(text: str) -> None:
    """Refuse what is not an IPv4 or IPv6 network in its canonical spelling."""
    try:
        canonical = _CIDR.validate_python(text)
    except Refusal:
        raise ValidationError(f"{text!r} is not a network such as 10.0.0.0/16 or 2001:db8::/32.") from None
    if canonical != text:
        raise ValidationError(f"Write {text!r} as {canonical!r}.")


def cidr(**options: Any) -> models.CharField:
    return models.CharField(max_length=43, validators=[is_cidr], **options)


class PortRangeRow(ElementRow):
    protocol = choice(Protocol, default="tcp")
    from_port = models.PositiveIntegerField(null=True, blank=True)
    to_port = models.PositiveIntegerField(null=True, blank=True)

    class Meta(ElementRow.Meta):
        abstract = True
        constraints = [
            *ElementRow.Meta.constraints,
            check("protocol_known", known("protocol", Protocol)),
            check("ports", within("from_port", 1, 65535) & within("to_port", 1, 65535)),
            check("port_range", Q(to_port__isnull=True) | Q(to_port__gte=F("from_port"))),
            check("to_port_needs_from_port", Q(to_port__isnull=True) | Q(from_port__isnull=False)),
            check("protocol_has_ports", Q(from_port__isnull=True) | Q(protocol__in=["tcp", "udp"])),
        ]
