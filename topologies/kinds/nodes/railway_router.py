from topologies.kinds.declare import PortDefault, Trait, node
from topologies.kinds.places import NETWORKED
from topologies.kinds.properties import Balancer


@node(
    "railway-router",
    label="Railway router",
    concern="edge",
    icon="router",
    provider="railway",
    parents=NETWORKED,
    ports=(PortDefault("https", 443, "https", tls=True),),
    traits=(Trait.PROXY, Trait.BALANCER, Trait.PUBLIC),
)
class RailwayRouter(Balancer):
    """Railway's shared edge: names, TLS and load balancing in front of the services of a project.

    Railway operates it and gives every public service a name and a certificate; custom domains point to it with a
    CNAME. Traffic goes on to the service over Railway's private network, to the replicas of the service. Services
    without a public name are reachable inside the private network only.

    Source of facts: Railway documentation, public networking.
    """
