from typing import Literal

from pydantic import Field

from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import ANYWHERE
from topologies.kinds.properties import (
    Days,
    Part,
    Quantity,
    Short,
    Store,
)


class SecretRotation(Part):
    """How often secrets of one sort are replaced."""

    what: Short
    every_days: Days | None = None
    by: Literal["automatic", "manual", "user", "none"] = "automatic"


@node(
    "secrets-manager",
    label="Secrets store",
    concern="security",
    icon="secrets",
    parents=ANYWHERE,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.DATA, Trait.MANAGED),
)
class SecretsManager(Store):
    """Where passwords and keys are kept, encrypted, and handed to those that may read them.

    This holds names and rules, never values. Rotation changes a secret while programs run: they must read it anew,
    and a database needs two users or a moment with both passwords. If the store cannot be reached, nothing new
    starts: cache what was read. AWS keeps a secret in one region unless it is replicated.

    Give each program a role that reads its own secrets only.

    Source of facts: AWS documentation, AWS Secrets Manager user guide.
    """

    secret_names: tuple[Short, ...] = Field((), description="paths of secrets, never their values")
    secret_count: Quantity | None = None
    rotation_days: Days | None = Field(None, description="where no rule below says otherwise")
    rotations: tuple[SecretRotation, ...] = ()
    readers: tuple[Short, ...] = Field((), description="roles that may read")
    read_scope: Short = Field("", description="what those roles may read, for example an ARN pattern")
