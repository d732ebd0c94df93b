"""What the OpenAPI document says of every operation alike."""

from typing import Any

_ERROR = {"$ref": "#/components/schemas/Error"}
_REFUSED = {"description": "Refused.", "content": {"application/json": {"schema": _ERROR}}}


def with_refusals(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every operation may be refused, always in the same shape."""
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"].setdefault("default", _REFUSED)
            for code, response in operation["responses"].items():
                if code.startswith("4"):
                    response.setdefault("content", _REFUSED["content"])
    return result
