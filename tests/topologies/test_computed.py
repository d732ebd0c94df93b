"""What follows from a revision is computed anew while the cache is away."""

import pytest
from django.test import override_settings

from tests.cast import assembled, example
from topologies.computed import Picture, digest_of, findings_of, picture_of

AWAY = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "unix:///nowhere/valkey.sock",
    }
}


@pytest.mark.django_db
def test_a_cache_that_is_away_costs_time_and_nothing_else() -> None:
    sha256 = assembled(example("infrar", "staging")).revision.sha256
    expected = findings_of(sha256), digest_of(sha256), picture_of(sha256, Picture())
    with override_settings(CACHES=AWAY):
        assert (findings_of(sha256), digest_of(sha256), picture_of(sha256, Picture())) == expected
