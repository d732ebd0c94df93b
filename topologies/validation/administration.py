"""Which ports are for administrators: a shell or a desktop, not the service itself."""

from topologies.graph import Port

ADMIN_NUMBERS = (
    22,
    3389,
)  # SSH and Remote Desktop. Source: CIS AWS Foundations Benchmark, remote administration ports
ADMIN_APPLICATIONS = frozenset({"ssh", "rdp"})


def is_admin(port: Port) -> bool:
    """Whether the port lets somebody administer the machine."""
    tcp = port.protocol == "tcp" and any(port.number <= number <= port.last for number in ADMIN_NUMBERS)
    return tcp or port.application.lower() in ADMIN_APPLICATIONS
