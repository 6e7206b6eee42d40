"""What the API can do, as OpenAPI 3.1, with every refusal an operation can answer."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from mandorla.api.interface import interface
from mandorla.api.problems import KINDS, MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

SAFE = {"get"}
ABOUT = (
    "Everything that Mandorla's pages can do with communities, charters and people. "
    "What somebody may not see is a 404; every refusal is a problem document (RFC 9457)."
)
REFUSALS = {
    400: "The body cannot be read.",
    401: "No token and no session, or a token that does not work.",
    403: "The person may not do this, or the token may only read.",
    404: "There is nothing here, or the person may not see it.",
    409: "A verb refused: the sentence says why, and what to do.",
    413: "The body is too large.",
    415: "The body is not declared to be what is asked for.",
    422: "Some values cannot be used; `errors` names each.",
    429: "Too many tokens from this address did not work.",
}
PROBLEM = {
    "title": "Problem",
    "description": "Why something was refused.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "description": "The kind of problem, as an address.",
            "enum": [f"/api/v1/#{kind}" for kind in KINDS],
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for a person."},
        "errors": {
            "type": "array",
            "description": "Which values cannot be used, and why.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


@cache
def read_schema() -> dict[str, Any]:
    """The schema of the whole API."""
    text = json.dumps(interface().get_openapi_schema(path_prefix="api/v1/"))
    found = json.loads(re.sub(r"PageOf_(\w+)_\b", r"\1List", text))
    found["info"]["description"] = ABOUT
    found.pop("servers")
    components = found["components"]
    components["schemas"] = dict(sorted({**components["schemas"], "Problem": PROBLEM}.items()))
    components["responses"] = {
        f"Problem{status}": {
            "description": sentence,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, sentence in REFUSALS.items()
    }
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            summary, _dot, more = operation["description"].partition(". ")
            operation |= {"summary": summary.rstrip("."), "description": more}
            operation["responses"] |= {
                str(status): {"$ref": f"#/components/responses/Problem{status}"}
                for status in _refusals(path, method, operation)
            }
    return dict(found)


def _refusals(path: str, method: str, operation: Mapping[str, Any]) -> list[int]:
    """Which refusals an operation can answer."""
    found = {401, 429}
    if method not in SAFE or operation.get("x-refuses"):
        found |= {403}
    if method not in SAFE:
        found |= {409}
    if "{" in path or "x-for" in operation:
        found |= {404}
    if operation["parameters"] or "requestBody" in operation:
        found |= {422}
    if "requestBody" in operation:
        found |= {400, 413, 415}
    return sorted(found)


@cache
def as_text() -> str:
    """The schema as it is published, the same on every run."""
    return json.dumps(read_schema(), indent=1, ensure_ascii=False) + "\n"
