"""A Terraform provider that knows schemas and does nothing, so that `terraform validate` judges files without it.

Speaks plugin protocol 6 on a Unix socket and answers from committed facts: terraform_facts/<provider>.json holds the
arguments of the resources that the Terraform target writes, with types, taken from the providers' own schemas.
"""

import json
import os
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from tf.gen import tfplugin_pb2 as pb
from tf.gen import tfplugin_pb2_grpc as rpc

FACTS = Path(__file__).parent / "terraform_facts"
_NESTING = {"single": 1, "list": 2, "set": 3, "map": 4}
_OBJECTS = {"single": 1, "list": 2, "set": 3, "map": 4}

Fields = dict[str, Any]


def facts(name: str) -> Fields:
    found: Fields = json.loads((FACTS / f"{name}.json").read_text())
    return found


def _attribute(name: str, fact: Fields) -> Any:
    flags = {flag: bool(fact.get(flag)) for flag in ("required", "optional", "computed", "sensitive")}
    if "nested" not in fact:
        return pb.Schema.Attribute(name=name, type=json.dumps(fact["type"]).encode(), **flags)
    inner = [_attribute(key, one) for key, one in fact["nested"]["attributes"].items()]
    nested = pb.Schema.Object(attributes=inner, nesting=_OBJECTS[fact["nested"]["nesting"]])
    return pb.Schema.Attribute(name=name, nested_type=nested, **flags)


def _block(fact: Fields) -> Any:
    nested = [
        pb.Schema.NestedBlock(
            type_name=name,
            block=_block(inner),
            nesting=_NESTING[inner["nesting"]],
            min_items=inner.get("min", 0),
            max_items=inner.get("max", 0),
        )
        for name, inner in fact.get("blocks", {}).items()
    ]
    attributes = [_attribute(name, inner) for name, inner in fact.get("attributes", {}).items()]
    return pb.Schema.Block(attributes=attributes, block_types=nested)


class _Provider(rpc.ProviderServicer):
    def __init__(self, known: Fields) -> None:
        self.known = known

    def GetMetadata(self, request: Any, context: Any) -> Any:  # noqa: N802 - the protocol's name
        context.abort(grpc.StatusCode.UNIMPLEMENTED, "schemas only")

    def GetProviderSchema(self, request: Any, context: Any) -> Any:  # noqa: N802
        known = self.known
        return pb.GetProviderSchema.Response(
            provider=pb.Schema(block=_block(known["provider_block"])),
            resource_schemas={name: pb.Schema(block=_block(one)) for name, one in known["resources"].items()},
            data_source_schemas={
                name: pb.Schema(block=_block(one)) for name, one in known["data_sources"].items()
            },
        )

    def ValidateProviderConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.ValidateProviderConfig.Response()

    def ValidateResourceConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.ValidateResourceConfig.Response()

    def ValidateDataResourceConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.ValidateDataResourceConfig.Response()

    def StopProvider(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.StopProvider.Response()


@contextmanager
def serving(folder: Path, *names: str) -> Iterator[str]:
    """The value of TF_REATTACH_PROVIDERS while these providers answer on sockets in the folder."""
    found: Fields = {}
    servers = []
    for name in names:
        known, socket = facts(name), folder / f"{name}.sock"
        server = grpc.server(
            futures.ThreadPoolExecutor(2), options=[("grpc.max_send_message_length", 64 << 20)]
        )
        rpc.add_ProviderServicer_to_server(_Provider(known), server)
        server.add_insecure_port(f"unix:{socket}")
        server.start()
        servers.append(server)
        found[known["provider"]] = {
            "Protocol": "grpc",
            "ProtocolVersion": 6,
            "Pid": os.getpid(),
            "Test": True,
            "Addr": {"Network": "unix", "String": str(socket)},
        }
    try:
        yield json.dumps(found)
    finally:
        for server in servers:
            server.stop(None).wait()
