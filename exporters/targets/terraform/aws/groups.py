"""Groups are for people; what one states about its members is passed on to the reader."""

from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Parts, Skipped, note
from exporters.targets.terraform.site import Site
from topologies.graph import Zone


@builds("aws", "group")
def group(site: Site, zone: Zone) -> Parts:
    yield Skipped(zone.key, "it groups for people and is no resource")
    least, most = (getattr(zone.properties, name, None) for name in ("min_instances", "max_instances"))
    if least is not None or most is not None:
        yield note(
            zone, f"it states {least} to {most} instances; each node in it is written with its own numbers"
        )
