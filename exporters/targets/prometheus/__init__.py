"""The target that writes what Prometheus and Alertmanager read."""

from exporters.formats.words import head
from exporters.formats.yaml import render
from exporters.output import Output, output_of
from exporters.registry import target
from exporters.targets.prometheus import config, rules
from exporters.targets.prometheus.calls import alertmanager
from exporters.targets.prometheus.watch import Watch, watches
from topologies.graph import Graph

# Why an element of a section is in no file, where nothing more precise is known.
REST = {
    "zones": "it is no machine that somebody watches",
    "nodes": "nothing says that Prometheus watches it",
    "ports": "Prometheus reads no metrics there",
    "security_groups": "Prometheus filters no packets",
    "rules": "Prometheus filters no packets",
    "attachments": "Prometheus filters no packets",
    "peerings": "Prometheus does no routing",
    "routes": "Prometheus does no routing",
    "network_acls": "Prometheus filters no packets",
    "acl_entries": "Prometheus filters no packets",
    "links": "no metrics go over it",
    "replications": "no threshold for its lag is stated",
    "views": "a picture configures nothing",
}


def supports(graph: Graph) -> str | None:
    """Why files of Prometheus make no sense here, if they do not."""
    return None if watches(graph) else "nothing of it is watched by Prometheus and no threshold is stated"


@target(
    "prometheus",
    label="Prometheus",
    version=1,
    judged_by="promtool check and test, amtool",
    supports=supports,
)
def generate(graph: Graph) -> Output:
    """What Prometheus scrapes, when it calls somebody, and whom: one folder for every Prometheus.

    - `prometheus.yml`: what is drawn with a line of telemetry, and what a threshold is stated for. A Prometheus that
      others report to reads theirs by federation.
    - `rules.yml`: the thresholds of the documents, and an alert for whatever cannot be read.
    - `rules.test.yml`: series on which each alert must be raised and must not; `promtool test rules` runs it.
    - `alertmanager.yml`: the routes by severity to e-mail, Slack, PagerDuty or a webhook. Addresses and keys are
      placeholders or read from files under `/etc/alertmanager/secrets`.

    Metrics of machines, databases and caches come from exporters that have to run beside them: the notes name them.
    """
    found = watches(graph)
    return output_of(
        graph,
        files={path: text for watch in found for path, text in _files(graph, watch)},
        covered={key for watch in found for key in watch.covered},
        skipped={key: reason for watch in found for key, reason in watch.skipped.items()},
        rest=REST,
        notes=[f"{watch.folder}: {note}" for watch in found for note in watch.notes],
    )


def _files(graph: Graph, watch: Watch) -> list[tuple[str, str]]:
    groups, tests = rules.write(watch)
    calls = alertmanager(graph, watch)
    above = config.remarks(watch)
    texts = {
        "prometheus.yml": render(
            config.write(graph, watch, calls is not None), remarks=[head(graph, "Prometheus")], above=above
        ),
        "rules.yml": render(groups, remarks=[head(graph, "Alerts")]),
        "rules.test.yml": render(tests, remarks=[head(graph, "Tests of the alerts")]),
    }
    if calls is not None:
        texts["alertmanager.yml"] = render(calls, remarks=[head(graph, "Alertmanager")])
    return [(f"{watch.folder}/{name}", text) for name, text in texts.items()]
