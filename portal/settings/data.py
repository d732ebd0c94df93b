"""Where data lives: database, cache, broker, generated files, mail."""

from typing import Any

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import DATA, PRODUCTION, env

VALKEY_SOCKET = DATA / "valkey.sock"


def required(name: str, embedded: str) -> str:
    """The address in the environment; only development falls back to what `manage.py up` starts."""
    address: str = env.str(name, "" if PRODUCTION else embedded)
    if not address:
        raise ImproperlyConfigured(f"{name} is not set")
    return address


def database(url: str) -> dict[str, Any]:
    """Django's settings for the database at `url`."""
    settings: dict[str, Any] = env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3"):
        # A transaction that may write takes its lock at the start: upgrading later fails instead of waiting.
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
            "timeout": 20,
        }
        # The worker is another process: it can not see a test database that lives in memory.
        settings["TEST"] = {"NAME": f"{settings['NAME']}.test"}
    else:
        settings.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    return settings


def file_storage() -> dict[str, Any]:
    """Where generated files go: a folder, or any bucket that speaks S3."""
    bucket = env.str("STORAGE_BUCKET", "")
    if not bucket:
        folder = env.str("STORAGE_FOLDER", str(DATA / "files"))
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    options = {
        "bucket_name": bucket,
        "region_name": env.str("STORAGE_REGION", "") or None,
        "endpoint_url": env.str("STORAGE_ENDPOINT", "") or None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def bundle_storage() -> dict[str, Any]:
    """Where bundles of generated configuration lie: in the database, or beside the other files."""
    place = env.str("BUNDLE_STORAGE", "database")
    if place == "database":
        return {"BACKEND": "exporters.storage.DatabaseStorage"}
    if place == "files":
        return file_storage()
    raise ImproperlyConfigured(f"BUNDLE_STORAGE is {place!r}; choose database or files")


DATABASES = {"default": database(required("DATABASE_URL", f"sqlite:///{DATA}/groundplan.sqlite3"))}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": required("CACHE_URL", f"unix://{VALKEY_SOCKET}?db=1"),
        "KEY_PREFIX": "groundplan",
    }
}
_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
# An image gathers static files while it is built, before there is anything to set production up with.
_HASHED = PRODUCTION or env.bool("HASHED_STATIC_FILES", False)
STORAGES = {
    "default": file_storage(),
    "staticfiles": {"BACKEND": _STATIC if _HASHED else _PLAIN},
    "bundles": bundle_storage(),
}

# A running export shows a sign of life every few seconds; without one for a while its worker is taken for lost.
EXPORT_HEARTBEAT_SECONDS = env.float("EXPORT_HEARTBEAT_SECONDS", 5)
EXPORT_LOST_SECONDS = env.float("EXPORT_LOST_SECONDS", 30)
EXPORT_SWEEP_SECONDS = env.float("EXPORT_SWEEP_SECONDS", 15)
EXPORT_RESEND_SECONDS = env.float("EXPORT_RESEND_SECONDS", 30)
EXPORT_BACK_OFF_SECONDS = env.float("EXPORT_BACK_OFF_SECONDS", 5)
EXPORT_ATTEMPTS = 5
EXPORT_VERIFIERS = env.str(
    "EXPORT_VERIFIERS", ""
)  # a dotted package that judges files before they are stored
EXPORT_EXTRA_TARGETS = env.list(
    "EXPORT_EXTRA_TARGETS", default=[]
)  # dotted modules with targets of one's own

# E-mail and webhooks: what could not be sent is tried again, after twice the time each time, an hour at most.
NOTIFY_SWEEP_SECONDS = env.float("NOTIFY_SWEEP_SECONDS", 15)
NOTIFY_BACK_OFF_SECONDS = env.float("NOTIFY_BACK_OFF_SECONDS", 30)
WEBHOOK_ATTEMPTS = env.int("WEBHOOK_ATTEMPTS", 12)
# Webhooks to plain http:// and to this network: for trying them out.
WEBHOOK_ALLOW_PRIVATE = env.bool("WEBHOOK_ALLOW_PRIVATE", not PRODUCTION)

LONGEST_TASK_SECONDS = env.int("TASK_SECONDS", 120)

CELERY_BROKER_URL = required("CELERY_BROKER_URL", f"redis+socket://{VALKEY_SOCKET}?virtual_host=0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
_REDIS = "redis" in CELERY_BROKER_URL.partition("://")[0]
if _REDIS:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # So long after it was taken, a task whose worker fell silent is handed to another. Any less than the
        # longest task, and two workers would have it at once.
        "visibility_timeout": LONGEST_TASK_SECONDS + 10,
        # What a killed worker held goes back to the queue in seconds; the defaults look every 100 s.
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        # A request tries twice to tell the broker and then answers; the sweeper sends what is due.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
        "socket_connect_timeout": 2,
    }
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = LONGEST_TASK_SECONDS
CELERY_TASK_SOFT_TIME_LIMIT = LONGEST_TASK_SECONDS * 0.9
# A message that waits inside a busy worker ages as if it ran: take one only when there is somebody to do it.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = _REDIS
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_NICENESS = env.int("WORKER_NICENESS", 5)
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "portal.heartbeat", "schedule": 30.0},
    "exports": {"task": "exporters.sweep", "schedule": EXPORT_SWEEP_SECONDS},
    "blobs": {"task": "exporters.sweep_blobs", "schedule": crontab(hour="3", minute="17")},
    "outbox": {"task": "topologies.sweep", "schedule": NOTIFY_SWEEP_SECONDS},
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "groundplan@localhost")
