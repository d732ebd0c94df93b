"""The providers that the target knows: what Terraform calls them, where they come from, how they take credentials."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from exporters.formats.hcl import Attribute, attributes
from exporters.targets.terraform.parts import Variable


@dataclass(frozen=True, slots=True)
class Provider:
    """`name` is Terraform's, and that of the folder with its builders.

    `region` matches the codes that it takes, and `spelt` writes a code as it does.
    """

    name: str
    label: str
    source: str
    version: str
    region: re.Pattern[str]
    credentials: str = ""
    body: tuple[Attribute, ...] = ()
    spelt: Callable[[str], str] = str.lower


_VERCEL_TEAM = Variable(
    "var.vercel_team",
    description="Slug or id of the team at Vercel; null = a personal account",
    optional=True,
)
_UPSTASH_EMAIL = Variable("var.upstash_email", description="Address of the account at Upstash")
_UPSTASH_KEY = Variable(
    "var.upstash_api_key", description="API key of the account at Upstash", sensitive=True
)

_METAL = {
    "asia-southeast1": "asia-southeast1-eqsg3a",
    "europe-west4": "europe-west4-drams3a",
    "us-east4": "us-east4-eqdc4a",
}


def _on_metal(code: str) -> str:
    """Railway moved to machines of its own, and lengthened the codes of its regions."""
    return _METAL.get(code.lower(), code.lower())


PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        "aws": Provider(
            "aws", "AWS", "hashicorp/aws", ">= 5.80, < 6.0", re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
        ),
        "cloudflare": Provider(
            "cloudflare",
            "Cloudflare",
            "cloudflare/cloudflare",
            "~> 5.8",
            re.compile(r"$."),
            "takes its token from CLOUDFLARE_API_TOKEN",
        ),
        "digitalocean": Provider(
            "digitalocean",
            "DigitalOcean",
            "digitalocean/digitalocean",
            "~> 2.60",
            re.compile(r"[a-z]{3}\d"),
            "takes its token from DIGITALOCEAN_TOKEN, Spaces keys from SPACES_ACCESS_KEY_ID and its secret",
        ),
        "mongodb-atlas": Provider(
            "mongodbatlas",
            "MongoDB Atlas",
            "mongodb/mongodbatlas",
            "~> 2.0",
            re.compile(r"[A-Z]+(_[A-Z]+)+(_\d)?"),
            "takes its keys from MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY",
            spelt=lambda code: code.upper().replace("-", "_"),
        ),
        "railway": Provider(
            "railway",
            "Railway",
            "terraform-community-providers/railway",
            "~> 0.6",
            re.compile(r"[a-z]+-[a-z]+\d(-[a-z0-9]+)?"),
            "takes its token from RAILWAY_TOKEN",
            spelt=_on_metal,
        ),
        "upstash": Provider(
            "upstash",
            "Upstash",
            "upstash/upstash",
            "~> 2.0",
            re.compile(r"[a-z]{2}(-[a-z]+)+-\d"),
            "",
            attributes(email=_UPSTASH_EMAIL, api_key=_UPSTASH_KEY),
        ),
        "vercel": Provider(
            "vercel",
            "Vercel",
            "vercel/vercel",
            "~> 5.0",
            re.compile(r"[a-z]{3}\d"),
            "takes its token from VERCEL_API_TOKEN",
            attributes(team=_VERCEL_TEAM),
        ),
    }
)
