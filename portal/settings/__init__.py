"""Settings, read from the environment alone (docs/running.md lists every variable).

GROUNDPLAN_MODE is `development` (the default: everything embedded, on this machine only) or `production`, which
refuses to start while anything unsafe is left.
"""

from portal.settings.data import *  # noqa: F403
from portal.settings.environment import PRODUCTION
from portal.settings.guard import refuse_unsafe
from portal.settings.security import *  # noqa: F403
from portal.settings.site import *  # noqa: F403 - the names of these modules are the settings

if PRODUCTION:
    refuse_unsafe(globals())
