"""systemd itself reads back what is written, whatever the labels say, and its calendar means what cron means."""

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from exporters.formats import systemd as form
from exporters.output import Output
from exporters.registry import find_target
from exporters.targets.systemd.calendar import of_cron
from tests.exporters.hostile import labelled
from tests.support import systemd
from tests.verifiers import systemd as verifier
from topologies.documents import parse
from topologies.graph import Faults

TARGET = find_target("systemd")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
HOSTILE = [
    "%h",
    "$HOME",
    "${HOME}",
    "\\",
    'a "b',
    "x\nUser=root",
    "; /bin/id",
    "@x",
    "-x",
    "\u202etxt",
    "$(id)",
    "'",
    "#",
]


def document(**properties: Any) -> dict[str, Any]:
    """A server and a nightly job on one machine, beside a database, a cache and the application's files."""
    return {
        "format": 1,
        "topology": {"system": "shop", "slug": "live"},
        "zones": {"box": {"kind": "vm"}},
        "nodes": {
            "app": {
                "kind": "app-server",
                "zone": "box",
                "properties": {"command": "/srv/app/run", **properties},
            },
            "job": {
                "kind": "scheduled-job",
                "zone": "box",
                "properties": {"schedule": "0 2 * * *", "command": "tidy"},
            },
            "db": {"kind": "postgresql", "zone": "box"},
            "cache": {"kind": "redis", "zone": "box"},
            "files": {"kind": "file-store", "zone": "box", "properties": {"path": "/srv/app"}},
        },
        "links": {
            "app-to-db": {"source": "app", "target": "db"},
            "app-to-cache": {"source": "app", "target": "cache"},
            "job-to-app": {"source": "job", "target": "app"},
        },
    }


def generate(said: dict[str, Any]) -> Output:
    return TARGET.generate(parse(said))


def units(output: Output) -> dict[str, str]:
    return {path.removeprefix("box/"): content.decode() for path, content in output.files.items()}


def code(output: Output) -> list[str]:
    return [line for text in units(output).values() for line in text.split("\n") if not line.startswith("#")]


@settings(max_examples=30, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_no_label_changes_what_systemd_reads(text: str) -> None:
    said = labelled(document(), text)
    assert code(generate(said)) == code(generate(document()))


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.lists(TEXT | st.sampled_from(HOSTILE), min_size=1, max_size=6))
def test_systemd_reads_every_word_and_variable_as_it_was(texts: list[str]) -> None:
    shown = [text for text in texts if text.isprintable()]
    text = form.render(
        [
            ("Unit", [("Description", "x")]),
            (
                "Service",
                [
                    ("ExecStart", form.command(["/bin/true", *texts])),
                    *(("Environment", form.assignment(f"V{index}", one)) for index, one in enumerate(shown)),
                ],
            ),
        ],
        remarks=[],
    )
    assert len(text.splitlines()) == text.count("\n")
    with systemd.machine({"x.service": text}) as manager:
        assert manager.verified("x.service") == ""
        assert manager.read("x.service").get("Environment", []) == [
            f"V{i}={one}" for i, one in enumerate(shown)
        ]
        if shown == texts:
            assert manager.words("x.service") == ["/bin/true", *(one.replace("$", "$$") for one in texts)]


@settings(max_examples=40, deadline=None)
@given(TEXT | st.sampled_from(HOSTILE))
def test_a_command_is_started_as_it_stands_or_refused_by_name(text: str) -> None:
    said = document(command=f"run {text}")
    try:
        written = units(generate(said))["app.service"]
    except Faults as faults:
        assert [(fault.element, fault.field) for fault in faults.faults] == [("app", "properties.command")]  # noqa: PT017
        return
    assert len(written.split("\n")) == len(units(generate(document()))["app.service"].split("\n"))


def test_a_command_that_needs_a_shell_gets_one() -> None:
    output = generate(document(command="run --at $(date +%H) > /tmp/x"))
    with systemd.machine(units(output)) as manager:
        words = manager.words("app.service")
    assert words == ["/bin/sh", "-c", "run --at $$(date +%H) > /tmp/x"]
    assert verifier.judge(output.files) == []


def test_a_program_starts_after_what_it_connects_to_on_its_machine() -> None:
    with systemd.machine(units(generate(document()))) as manager:
        assert manager.verified("app.service", "job.service", "job.timer") == ""
        after = manager.read("app.service")["After"]
    assert {"postgresql.service", "redis-server.service", "network-online.target"} <= {
        name.split(" ")[0] for name in after
    }


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ({"restart_policy": "never"}, ["Restart=no"]),
        (
            {"restart_policy": "on-failure", "restart_max_retries": 5, "restart_delay_seconds": 30},
            ["Restart=on-failure", "RestartSec=30s", "StartLimitBurst=6"],
        ),
        ({"os_user": "www-data", "os_priority": "High"}, ["User=www-data", "Nice=-5"]),
        ({"memory_mb": 512}, ["MemoryHigh=512M"]),
        ({"environment": {"A": '1 "2"'}}, ['Environment="A=1 \\"2\\""']),
        ({"secrets": ["API_KEY"]}, ["EnvironmentFile=/etc/shop/app.env"]),
    ],
)
def test_what_was_stated_is_written(said: dict[str, Any], lines: list[str]) -> None:
    output = generate(document(**said))
    written = units(output)["app.service"].splitlines()
    assert [line for line in lines if line not in written] == []
    assert [fault for fault in verifier.judge(output.files) if ".env" not in fault] == []


@pytest.mark.parametrize(
    ("field", "text"), [("os_user", "root\nx"), ("os_user", "-x"), ("environment", {"A B": "1"})]
)
def test_what_can_be_no_name_is_refused_by_name(field: str, text: Any) -> None:
    with pytest.raises(Faults, match=rf"app\.properties\.{field}"):
        generate(document(**{field: text}))


@pytest.mark.parametrize(
    ("schedule", "moments"),
    [
        ("0 2 * * *", ["Thu 2026-01-01 02:00:00", "Fri 2026-01-02 02:00:00"]),
        ("*/20 * * * *", ["Thu 2026-01-01 00:20:00", "Thu 2026-01-01 00:40:00"]),
        ("5/10 4 1 feb *", ["Sun 2026-02-01 04:05:00", "Sun 2026-02-01 04:15:00"]),
        ("0 0 * * 0", ["Sun 2026-01-04 00:00:00", "Sun 2026-01-11 00:00:00"]),
        ("30 8-9 * * mon-fri", ["Thu 2026-01-01 08:30:00", "Thu 2026-01-01 09:30:00"]),
        ("0 12 1,15 * *", ["Thu 2026-01-01 12:00:00", "Thu 2026-01-15 12:00:00"]),
    ],
)
def test_a_schedule_means_what_cron_means(schedule: str, moments: list[str]) -> None:
    (calendar,) = of_cron(schedule, "UTC")
    assert systemd.next_moments(calendar, 2) == [f"{moment} UTC" for moment in moments]


def test_cron_starts_on_either_kind_of_day() -> None:
    first, second = of_cron("0 0 13 * fri", "")
    assert systemd.next_moments(first, 1) == ["Tue 2026-01-13 00:00:00 UTC"]
    assert systemd.next_moments(second, 1) == ["Fri 2026-01-02 00:00:00 UTC"]


@pytest.mark.parametrize(
    "schedule", ["61 * * * *", "x * * * *", "* * * * ?", "0 0 * * 5-1", "0 0 L * *", "1,, * * * *"]
)
def test_a_schedule_that_means_nothing_is_refused_by_name(schedule: str) -> None:
    said = document()
    said["nodes"]["job"]["properties"]["schedule"] = schedule
    with pytest.raises(Faults, match=r"job\.properties\.schedule"):
        generate(said)


def test_every_schedule_that_is_not_refused_is_one_for_systemd() -> None:
    for schedule in ("7 3 * * *", "*/5 0-6/2 1-7 1,6 1", "0 0 1 1 *", "59 23 31 12 7"):
        for calendar in of_cron(schedule, "Europe/Berlin"):
            assert systemd.next_moments(calendar, 1)


def test_what_has_no_unit_says_why() -> None:
    said = document()
    said["nodes"]["silent"] = {"kind": "app-server", "zone": "box"}
    said["nodes"]["elsewhere"] = {"kind": "app-server", "properties": {"command": "run"}}
    said["nodes"]["when"] = {"kind": "scheduled-job", "zone": "box", "properties": {"command": "run"}}
    output = generate(said)
    assert output.skipped["silent"] == "what starts it is not stated"
    assert output.skipped["elsewhere"] == "it stands on no host that systemd runs"
    assert output.skipped["when"] == "when it runs is not stated"
    assert output.skipped["db"] == "its own package brings postgresql.service"
    assert output.covered >= {"box", "app", "job", "app-to-db", "app-to-cache", "job-to-app"}


def test_a_topology_without_a_program_on_a_host_is_told_so() -> None:
    said = {"format": 1, "topology": {"system": "shop", "slug": "live"}, "nodes": {"u": {"kind": "users"}}}
    assert "no host runs" in (TARGET.supports(parse(said)) or "")
