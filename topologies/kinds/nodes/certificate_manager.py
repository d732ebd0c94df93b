from typing import Literal

from topologies.kinds.declare import Trait, node
from topologies.kinds.places import ACCOUNT
from topologies.kinds.properties import (
    Days,
    Properties,
    Short,
)


@node(
    "certificate-manager",
    label="Certificate manager",
    concern="security",
    icon="certificate",
    parents=ACCOUNT,
    traits=(Trait.MANAGED,),
)
class CertificateManager(Properties):
    """Where TLS certificates come from and who renews them: AWS Certificate Manager, Let's Encrypt.

    A certificate validated by DNS renews by itself as long as its record stays. An expired certificate takes a
    service down as surely as a dead server: watch the remaining days from outside.

    Source of facts: AWS documentation, AWS Certificate Manager; RFC 8555.
    """

    product: Short = ""
    domains: tuple[Short, ...] = ()
    validation: Literal["", "dns", "http", "email"] = ""
    lifetime_days: Days | None = None
    automatic_renewal: bool | None = None
