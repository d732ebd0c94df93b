"""Asks the program that reads the files of a target whether it accepts them, where a judge of it is installed.

EXPORT_VERIFIERS names a package with one module a target (dashes as underscores), each with `judge(files)`, which
gives every refusal as a sentence, and perhaps `missing()`, which says why the program cannot be had.
"""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

from django.conf import settings


class NotHereError(Exception):
    """Nobody here can judge the files; the message says why."""


def refusals(target: str, files: Mapping[str, bytes]) -> list[str]:
    """What the program refuses; empty where it accepts all files.

    Raises:
        NotHereError: there is no judge of this target here, or its program is missing.
    """
    judge = _judge(target)
    if why := getattr(judge, "missing", str)():
        raise NotHereError(why)
    found: list[str] = judge.judge(files)
    return found


def _judge(target: str) -> ModuleType:
    package = settings.EXPORT_VERIFIERS
    if not package:
        raise NotHereError("EXPORT_VERIFIERS names no judges")
    try:
        return import_module(f"{package}.{target.replace('-', '_')}")
    except ImportError as error:
        raise NotHereError(f"there is no judge of {target}: {error}") from None
