"""Where settings come from: the environment, and the data folder of a development installation."""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
MODES = ("development", "production")

env = environ.Env()
MODE: str = env.str("GROUNDPLAN_MODE", "development")
if MODE not in MODES:
    raise ImproperlyConfigured(f"GROUNDPLAN_MODE is {MODE!r}; choose one of {', '.join(MODES)}")
PRODUCTION = MODE == "production"
DATA = Path(env.str("GROUNDPLAN_DATA", str(ROOT / ".groundplan"))).resolve()


def kept_secret(path: Path) -> str:
    """The secret in `path`, made at random by whichever process comes first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50))
    try:
        # A link appears whole or not at all, so no other process reads half a secret.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()
