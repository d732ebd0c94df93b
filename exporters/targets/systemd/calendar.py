"""When a timer elapses: the five fields of cron, or an interval, in systemd's words."""

import re
from collections.abc import Iterator

_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART = re.compile(r"(?P<first>\*|[0-9a-z]+)(-(?P<last>[0-9a-z]+))?(/(?P<step>[0-9]+))?")
_ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
_NAMED = {3600: "hourly", 86400: "daily", 604800: "weekly"}


def of_cron(schedule: str, timezone: str) -> list[str]:
    """Values of OnCalendar; two where cron would start on either of two kinds of day.

    Raises:
        ValueError: a field says nothing that both cron and systemd understand.
    """
    minute, hour, day, month, weekday = schedule.lower().split(" ")
    if timezone and not _ZONE.fullmatch(timezone):
        raise ValueError(f"{timezone!r} is no time zone")
    time = f"{_field(hour, 0, 23)}:{_field(minute, 0, 59)}:00"
    months = _field(_numbered(month), 1, 12)
    either = day != "*" and weekday != "*"
    dates = [(_field(day, 1, 31), "")] if day != "*" or weekday == "*" else []
    dates += [("*", _weekdays(weekday))] if weekday != "*" else []
    if not either and len(dates) != 1:
        raise ValueError(f"{schedule!r} names no day")
    zone = f" {timezone}" if timezone else ""
    return [f"{days + ' ' if days else ''}*-{months}-{date} {time}{zone}" for date, days in dates]


def _numbered(text: str) -> str:
    for number, name in enumerate(_MONTHS, 1):
        text = text.replace(name, str(number))
    return text


def _field(text: str, low: int, high: int) -> str:
    return ",".join(_range(part, low, high) for part in text.split(","))


def _range(text: str, low: int, high: int) -> str:
    found = _PART.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no field of a schedule that systemd understands")
    step = f"/{int(found['step'])}" if found["step"] else ""
    if found["first"] == "*":
        return f"{low}{step}" if step else "*"
    numbers = [_number(found[name], low, high) for name in ("first", "last") if found[name]]
    if step and len(numbers) == 1:
        numbers.append(high)
    return "..".join(f"{number:02d}" for number in numbers) + step


def _number(text: str, low: int, high: int) -> int:
    if not text.isdigit() or not low <= int(text) <= high:
        raise ValueError(f"{text!r} is not from {low} to {high}")
    return int(text)


def _weekdays(text: str) -> str:
    return ",".join(day for part in text.split(",") for day in _days(part))


def _days(part: str) -> Iterator[str]:
    numbers = [_weekday(name) for name in part.split("-")]
    if len(numbers) > 2:
        raise ValueError(f"{part!r} is no range of weekdays")
    first, last = numbers[0], numbers[-1]
    if last < first:
        raise ValueError(f"{part!r} runs backwards")
    yield from _DAYS[first : last + 1]


def _weekday(text: str) -> int:
    for number, name in enumerate(_DAYS[:7]):
        if text == name.lower():
            return number
    return _number(text, 0, 7)


def of_interval(seconds: float) -> list[tuple[str, str]]:
    """Entries of a timer; a round interval becomes a fixed time, so that a machine that was off catches up."""
    if name := _NAMED.get(round(seconds)):
        return [("OnCalendar", name), ("Persistent", "true")]
    whole = max(1, round(seconds))
    return [("OnBootSec", f"{min(whole, 900)}s"), ("OnUnitActiveSec", f"{whole}s")]
