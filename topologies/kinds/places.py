"""Which zone kinds hold which sort of node; "" = the node may stand in no zone."""

ACCOUNT = ("", "provider", "region", "group")  # managed services that stand in no network
NETWORKED = (*ACCOUNT, "network", "subnet-tier", "cluster")
HOSTS = ("droplet", "vm", "local-machine")
ANYWHERE = (*NETWORKED, *HOSTS)
