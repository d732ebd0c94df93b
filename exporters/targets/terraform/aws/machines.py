"""Machines of EC2: Auto Scaling groups, single machines."""

from exporters.formats.hcl import Attribute, Block, Reference, Value, attributes, block, call
from exporters.targets.terraform.aws.access import linked
from exporters.targets.terraform.aws.balancing import target_group_name, targeting_links
from exporters.targets.terraform.aws.observability import alarms
from exporters.targets.terraform.aws.support import group_ids, key_arn, network_of, or_none, role, subnet_ids
from exporters.targets.terraform.builders import builds
from exporters.targets.terraform.parts import Covered, Parts, Resource, covered, note
from exporters.targets.terraform.site import Site, asked, short, typed
from topologies.graph import Node, Zone
from topologies.kinds.nodes.app_server import AppServer
from topologies.kinds.nodes.bastion import Bastion
from topologies.kinds.properties import Scaling
from topologies.kinds.zones.vm import VirtualMachine

_MANAGED = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"


@builds("aws", "app-server")
def app_server(site: Site, node: Node) -> Parts:
    properties = typed(node, AppServer)
    yield from _profile(site, node)
    yield from linked(site, node, "")
    yield _template(site, node, properties)
    balanced = targeting_links(site, node)
    arns: list[Value] = [
        Reference(f"aws_lb_target_group.{target_group_name(link)}.arn") for link, _ in balanced
    ]
    body = attributes(
        name=node.key,
        min_size=node.min_instances,
        max_size=node.max_instances,
        vpc_zone_identifier=subnet_ids(site, node, "private", "isolated"),
        target_group_arns=or_none(arns),
        health_check_type="ELB" if balanced else "EC2",
    )
    launch = attributes(
        id=Reference(f"aws_launch_template.{node.key}.id"),
        version=Reference(f"aws_launch_template.{node.key}.latest_version"),
    )
    tag = block("tag", body=attributes(key="Element", value=node.key, propagate_at_launch=True))
    yield site.resource(node, "aws_autoscaling_group", *body, block("launch_template", body=launch), tag)
    yield from alarms(site, node)
    if node.max_instances > node.min_instances:
        yield from _scaling(site, node, properties.scaling or Scaling())
    yield Covered(tuple(port.key for port in site.graph.ports_of.get(node.key, ())))
    yield covered(node)


def _profile(site: Site, element: Node | Zone) -> Parts:
    """A role for the machines: their own, with sessions through Systems Manager instead of an open SSH port."""
    yield role(site, element, "ec2.amazonaws.com", "")
    attached = attributes(role=Reference(f"aws_iam_role.{element.key}.name"), policy_arn=_MANAGED)
    yield site.resource(element, "aws_iam_role_policy_attachment", *attached)
    profile = attributes(
        name_prefix=f"{element.key[:30]}-", role=Reference(f"aws_iam_role.{element.key}.name")
    )
    yield site.resource(element, "aws_iam_instance_profile", *profile)


def _template(site: Site, node: Node, properties: AppServer) -> Resource:
    body = attributes(
        name=short(node.key, 120),
        image_id=ami(node, properties.image),
        instance_type=properties.instance_type or asked(node, "instance_type", "Instance type"),
        update_default_version=True,
        vpc_security_group_ids=None if properties.public_ip else or_none(group_ids(site, node)),
    )
    profile = attributes(name=Reference(f"aws_iam_instance_profile.{node.key}.name"))
    blocks = [
        block("iam_instance_profile", body=profile),
        _metadata(),
        block("monitoring", body=attributes(enabled=True)),
        _disk(properties.encrypted_disks),
        *_public_interface(site, node, properties),
        *_spot(properties),
    ]
    return site.resource(node, "aws_launch_template", *body, *blocks)


def ami(element: Node | Zone, stated: str) -> Value:
    if stated.startswith("ami-") and stated[4:].isalnum():
        return stated
    return asked(element, "image_id", f"Machine image id{f' for {stated}' if stated else ''}")


def _metadata() -> Block:
    body = attributes(http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1)
    return block("metadata_options", body=body)


def _disk(encrypted: bool | None) -> Block:
    ebs = attributes(encrypted=encrypted is not False, volume_type="gp3", delete_on_termination=True)
    return block("block_device_mappings", body=[*attributes(device_name="/dev/xvda"), block("ebs", body=ebs)])


def _public_interface(site: Site, node: Node, properties: AppServer) -> list[Block]:
    if not properties.public_ip:
        return []
    body = attributes(associate_public_ip_address=True, security_groups=or_none(group_ids(site, node)))
    return [block("network_interfaces", body=body)]


def _spot(properties: AppServer) -> list[Block]:
    spot = attributes(market_type="spot")
    return [block("instance_market_options", body=spot)] if properties.purchase == "spot" else []


def _scaling(site: Site, node: Node, scaling: Scaling) -> Parts:
    if scaling.metric != "cpu":
        yield note(
            node, f"it scales by {scaling.metric}, which EC2 does not measure by itself: no policy is written"
        )
        return
    target: Value = scaling.target_percent or asked(node, "scaling_target", "Target in percent", "number")
    metric = block(
        "predefined_metric_specification", body=attributes(predefined_metric_type="ASGAverageCPUUtilization")
    )
    body = attributes(
        name=f"{node.key}-cpu",
        autoscaling_group_name=Reference(f"aws_autoscaling_group.{node.key}.name"),
        policy_type="TargetTrackingScaling",
    )
    tracking = block("target_tracking_configuration", body=[*attributes(target_value=target), metric])
    yield site.resource(node, "aws_autoscaling_policy", *body, tracking)


# --- single machines -------------------------------------------------------------------------------------


@builds("aws", "bastion")
def bastion(site: Site, node: Node) -> Parts:
    properties = typed(node, Bastion)
    yield from _machine(site, node, properties.instance_type, properties.image, public=properties.public_ip)
    yield Covered(tuple(port.key for port in site.graph.ports_of.get(node.key, ())))


@builds("aws", "vm")
def virtual_machine(site: Site, zone: Zone) -> Parts:
    properties = typed(zone, VirtualMachine)
    public = properties.public_ip and (network_of(site, zone) is not None)
    yield from _machine(
        site, zone, properties.instance_type, properties.image, public=public, disk_gb=properties.disk_gb
    )


def _machine(
    site: Site, element: Node | Zone, type_: str, image: str, *, public: bool, disk_gb: float | None = None
) -> Parts:
    yield from _profile(site, element)
    count = element.min_instances if isinstance(element, Node) else 1
    body: tuple[Attribute, ...] = attributes(
        count=count if count > 1 else None,
        ami=ami(element, image),
        instance_type=type_ or asked(element, "instance_type", "Instance type"),
        subnet_id=_one_subnet(subnet_ids(site, element, "public" if public else "private", "private")),
        vpc_security_group_ids=or_none(group_ids(site, element)),
        associate_public_ip_address=public,
        iam_instance_profile=Reference(f"aws_iam_instance_profile.{element.key}.name"),
        monitoring=True,
        ebs_optimized=True,
    )
    disk = attributes(encrypted=True, kms_key_id=key_arn(site, element), volume_size=_whole(disk_gb))
    yield site.resource(element, "aws_instance", *body, _metadata(), block("root_block_device", body=disk))
    yield covered(element)


def _one_subnet(ids: Value) -> Value:
    return call("element", ids, 0)


def _whole(size: float | None) -> int | None:
    return None if size is None else int(size)
