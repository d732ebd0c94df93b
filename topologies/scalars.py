"""The scalars that every value is made of: keys, text, CIDRs, ports. Each refuses what it cannot keep."""

from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

KEY_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
KEY_LENGTH = 80


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain the NUL character")
    return text


def _cidr(text: str) -> str:
    """The canonical spelling of an IPv4 or IPv6 network; host bits are refused."""
    return str(ip_network(text))


Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=KEY_LENGTH)]
Text = Annotated[str, StringConstraints(max_length=200), AfterValidator(_without_nul)]
LongText = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_without_nul)]
Cidr = Annotated[
    str, StringConstraints(max_length=43), AfterValidator(_cidr), Field(json_schema_extra={"format": "cidr"})
]
PortNumber = Annotated[int, Field(ge=1, le=65535)]
Transport = Literal["tcp", "udp"]  # what a port listens with


def misfit(field: str, message: str) -> PydanticCustomError:
    """What a validator of a whole value raises: the field to change, and why."""
    return PydanticCustomError("misfit", "{message}", {"field": field, "message": message})
