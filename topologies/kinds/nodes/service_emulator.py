from pydantic import Field

from topologies.kinds.declare import PortDefault, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import Process, Short


@node(
    "service-emulator",
    label="Service emulator",
    concern="compute",
    icon="service",
    parents=ANYWHERE,
    ports=(PortDefault("http", 4566, "http"),),
)
class ServiceEmulator(Process):
    """A stand-in for a provider's services on a developer's machine: LocalStack, a mock of a secrets manager.

    It answers like the real thing as far as it was built: rights, limits, delays and failures differ. What works
    here is not proven there, so test against the real service before production.

    Source of facts: LocalStack documentation, coverage.
    """

    product: Short = ""
    emulates: tuple[Short, ...] = Field((), description="for example s3, secretsmanager")
