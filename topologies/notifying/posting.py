"""One POST to an address outside."""

from collections.abc import Mapping
from dataclasses import dataclass

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout

from topologies.models.notifying import LONGEST_ANSWER
from topologies.notifying import addresses

PATIENCE = Timeout(connect=5, read=10)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, or the beginning of it."""

    status: int
    text: str


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send it, to exactly the address that was looked at; no redirect is followed.

    Raises:
        ForbiddenAddressError
        urllib3.exceptions.HTTPError, OSError: no answer came.
    """
    parts = addresses.parsed(url)
    with _pool(parts, addresses.resolved(parts)) as pool:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        response = pool.urlopen(
            "POST",
            path,
            body=body,
            headers={"Host": parts.netloc, "Content-Type": "application/json", **headers},
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )
        # One read: who drips bytes does not hold a worker.
        text = response.read1(LONGEST_ANSWER).decode(errors="replace")
        response.close()
        return Answer(response.status, text.replace("\x00", "\ufffd")[:LONGEST_ANSWER])


def _pool(parts: addresses.SplitResult, address: str) -> HTTPConnectionPool:
    port = addresses.port_of(parts)
    if parts.scheme == "http":
        return HTTPConnectionPool(address, port, timeout=PATIENCE)
    name = parts.hostname or ""
    return HTTPSConnectionPool(address, port, timeout=PATIENCE, server_hostname=name, assert_hostname=name)
