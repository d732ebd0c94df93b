"""Droplets: the machines, not what runs on them."""

import re

from exporters.formats.hcl import Reference, Value, attributes, block
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.digitalocean.support import (
    ALERT_EMAILS,
    NAME,
    SSH_KEYS,
    droplet_id,
    network,
    region,
)
from exporters.targets.terraform.parts import Export, Parts, covered, note
from exporters.targets.terraform.site import Site, asked, named, typed
from topologies.graph import Zone
from topologies.kinds.properties import AlertThreshold
from topologies.kinds.zones.droplet import Droplet

_SIZE = re.compile(r"[a-z0-9]+(-[a-z0-9]+){2,}")
_UBUNTU = re.compile(r"ubuntu (\d\d)\.(\d\d)( lts)?", re.IGNORECASE)
_METRICS = {
    "cpu": "v1/insights/droplet/cpu",
    "memory": "v1/insights/droplet/memory_utilization_percent",
    "disk": "v1/insights/droplet/disk_utilization_percent",
}
_WINDOWS = {300: "5m", 600: "10m", 1800: "30m", 3600: "1h"}


@builds("digitalocean", "droplet")
def droplet(site: Site, zone: Zone) -> Parts:
    properties = typed(zone, Droplet)
    body = attributes(
        name=named(zone, NAME, 250),
        region=region(site, zone),
        size=_size(zone, properties),
        image=_image(zone, properties),
        vpc_uuid=network(site, zone),
        ssh_keys=SSH_KEYS,
        monitoring=True,
        backups=any(one.method == "snapshot" and one.automatic for one in properties.backups),
        tags=site.flags(zone),
    )
    yield site.resource(zone, "digitalocean_droplet", *body)
    address = Reference(f"digitalocean_droplet.{zone.key}.ipv4_address")
    yield Export(f"{zone.key}_address", f"Public IPv4 address of droplet {zone.key}", address)
    yield from _alerts(site, zone, properties.alerts)
    yield covered(zone)


def _size(zone: Zone, properties: Droplet) -> Value:
    if _SIZE.fullmatch(properties.instance_type):
        return properties.instance_type
    sizes = [
        properties.instance_type,
        f"{properties.vcpus:g} vCPUs" if properties.vcpus else "",
        f"{properties.memory_mb} MB of memory" if properties.memory_mb else "",
        f"{properties.disk_gb:g} GB of disk" if properties.disk_gb else "",
    ]
    known = ", ".join(text for text in sizes if text)
    return asked(zone, "size", f"Size slug{f' for {known}' if known else ''}")


def _image(zone: Zone, properties: Droplet) -> Value:
    """The slug of the image; DigitalOcean's own name for an Ubuntu release follows from its number."""
    if found := _UBUNTU.fullmatch(properties.image):
        return f"ubuntu-{found[1]}-{found[2]}-x64"
    return asked(zone, "image", f"Image slug or id{f' for {properties.image}' if properties.image else ''}")


def _alerts(site: Site, zone: Zone, alerts: tuple[AlertThreshold, ...]) -> Parts:
    for number, alert in enumerate(alerts, 1):
        if alert.metric.lower() not in _METRICS:
            yield note(zone, f"DigitalOcean does not measure {alert.metric!r}, so that alert is left out")
            continue
        body = attributes(
            description=f"{zone.key}: {alert.metric.lower()} above {alert.above:g} %",
            type=_METRICS[alert.metric.lower()],
            compare="GreaterThan",
            value=alert.above,
            window=next((text for limit, text in _WINDOWS.items() if alert.for_seconds <= limit), "1h"),
            entities=[droplet_id(zone.key)],
            enabled=True,
        )
        told = block("alerts", body=attributes(email=ALERT_EMAILS))
        yield site.resource(zone, "digitalocean_monitor_alert", *body, told, suffix=f"_{number}")
