"""What would make a finding go away, as operations. Rules offer a fix only where they know one that does no other harm;
which findings really go and come is shown by `topologies.validation.preview` before anything is applied.
"""

from topologies.validation.fixes.fix import Fix, update
from topologies.validation.fixes.fresh import Fresh, renewed

__all__ = ["Fix", "Fresh", "renewed", "update"]
