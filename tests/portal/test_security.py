"""What production refuses, and what every answer carries."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import RequestFactory

from portal.clients import address

SAFE = {
    "GROUNDPLAN_MODE": "production",
    "SECRET_KEY": "k3Y-" * 3 + "wZ8vQ1rT5yU2iO9pA4sD7fG0hJ6kL3xC8vB1nM5qW",
    "ALLOWED_HOSTS": "groundplan.example",
    "DATABASE_URL": "postgres://groundplan@database/groundplan",
    "CELERY_BROKER_URL": "redis://broker:6379/0",
    "CACHE_URL": "redis://broker:6379/1",
}


def production(*command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], **SAFE, **changes}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env=env,
        cwd=settings.ROOT,
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "secret"}, "SECRET_KEY is a default"),
        ({"SECRET_KEY": "django-insecure-" + SAFE["SECRET_KEY"]}, "SECRET_KEY is a default"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": "groundplan.example,*"}, "ALLOWED_HOSTS holds *"),
        ({"DATABASE_URL": "sqlite:////tmp/x"}, "DATABASE_URL names SQLite"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"CELERY_BROKER_URL": ""}, "CELERY_BROKER_URL is not set"),
        ({"CACHE_URL": ""}, "CACHE_URL is not set"),
        ({"GROUNDPLAN_MODE": "prod"}, "GROUNDPLAN_MODE is 'prod'"),
    ],
)
def test_production_refuses_and_says_which(changes, reason):
    refused = production("check", **changes)
    assert refused.returncode != 0
    assert reason in refused.stderr.splitlines()[-1]


def test_everything_unsafe_is_told_at_once():
    refused = production("check", SECRET_KEY="x", DEBUG="1", ALLOWED_HOSTS="*")
    assert all(name in refused.stderr.splitlines()[-1] for name in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"))


def test_safe_settings_pass_the_deployment_check_without_a_warning():
    checked = production("check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr


def test_static_files_gather_with_a_name_for_each_content(tmp_path):
    gathered = production("collectstatic", "--noinput", "-v0", STATIC_ROOT=str(tmp_path))
    assert gathered.returncode == 0, gathered.stderr
    assert (tmp_path / "staticfiles.json").exists()


@pytest.mark.django_db
def test_the_content_policy_allows_nothing_unsafe(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in f"{policy};"
    assert "style-src 'self';" in f"{policy};"
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_every_answer_carries_the_security_headers(client):
    headers = client.get("/healthz").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_body_over_the_limit_is_refused_before_it_is_read(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    refused = client.post("/healthz", data=b"x" * 101, content_type="application/json")
    assert refused.status_code == 413
    assert "limit is 100" in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies, forwarded, seen):
    settings.TRUSTED_PROXIES = proxies
    assert address(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})) == seen


@pytest.mark.django_db
def test_guessing_a_password_locks_the_name_for_that_address(client, django_user_model, settings):
    django_user_model.objects.create_user("ada", password="correct horse battery")
    guess = {"username": "ada", "password": "wrong"}
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = client.post("/admin/login/", guess)
    assert last.status_code == 429
    right = {"username": "ada", "password": "correct horse battery"}
    assert client.post("/admin/login/", right).status_code == 429


@pytest.mark.django_db
def test_passwords_are_hashed_with_argon2(django_user_model):
    user = django_user_model.objects.create_user("ada", password="correct horse battery")
    assert user.password.startswith("argon2")
