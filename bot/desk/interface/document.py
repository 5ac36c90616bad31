"""The OpenAPI document of the interface, made of the declarations that check its requests.

Comes in: operations. Goes out: a mapping for JSON (OpenAPI 3.1). Does not: answer requests.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.desk.interface.declarations import Problem

FOR_MACHINES: Final = "/api/v1/"
"""Where keys count, and where the interface says itself what is wrong with a request."""

PROBLEM: Final = "application/problem+json"
_JSON: Final = "application/json"
_REFERENCE: Final = "#/components/schemas/{model}"
_KEY: Final = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": r"^[A-Za-z0-9_\-]+$"}

MEANINGS: Final = {
    400: "The request is not as declared",
    401: "No key, or one that is not valid any more",
    403: "This key or account may not do that",
    404: "There is none, or none that is shown to this key or account",
    405: "Not this method",
    413: "Too large",
    415: "The body is no JSON",
    429: "Too many requests; Retry-After says how long to wait",
    503: "The store cannot be asked right now",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked for. `query` and `body` check what comes, `gives` is what goes
    out. `writes`: a key needs the right to write.
    """

    id: str
    method: str
    path: str
    summary: str
    gives: type[BaseModel]
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    status: int = 200
    writes: bool = False

    @property
    def names_a_case(self) -> bool:
        """Whether its address names a case."""
        return "{key}" in self.path


def document(operations: Sequence[Operation], *, version: str) -> dict[str, Any]:
    """Everything that can be asked for."""
    models = {
        model
        for one in operations
        for model in (one.gives, one.query, one.body, Problem)
        if model is not None
    }
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [(model, "validation") for model in ordered], ref_template=_REFERENCE
    )
    definitions = schemas["$defs"]
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, definitions)
    asked = {one.query.__name__ for one in operations if one.query is not None}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Qunli", "version": version, "description": "Cases of a grid."},
        "paths": paths,
        "security": [{"key": []}, {"session": []}],
        "components": {
            "schemas": {name: one for name, one in definitions.items() if name not in asked},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "qunli"},
            },
        },
    }


def _operation(one: Operation, definitions: Mapping[str, Any]) -> dict[str, Any]:
    parameters = []
    if one.names_a_case:
        parameters.append({"name": "key", "in": "path", "required": True, "schema": _KEY})
    if one.query is not None:
        parameters += _parameters(definitions[one.query.__name__])
    told: dict[str, Any] = {
        "operationId": one.id,
        "summary": one.summary,
        "parameters": parameters,
        "responses": _responses(one),
    }
    if one.body is not None:
        told["requestBody"] = {"required": True, "content": _content(_JSON, one.body)}
    return told


def _parameters(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": dict(declared)}
        for name, declared in schema["properties"].items()
    ]


def _responses(one: Operation) -> dict[str, Any]:
    right = {"description": one.gives.__name__, "content": _content(_JSON, one.gives)}
    possible = {400, 401, 404, 405, 429, 503} if one.names_a_case else {400, 401, 405, 429, 503}
    if one.writes:
        possible |= {403}
    if one.body is not None:
        possible |= {413, 415}
    wrong = {
        str(status): {"description": MEANINGS[status], "content": _content(PROBLEM, Problem)}
        for status in sorted(possible)
    }
    return {str(one.status): right, **wrong}


def _content(kind: str, model: type[BaseModel]) -> dict[str, Any]:
    return {kind: {"schema": {"$ref": _REFERENCE.format(model=model.__name__)}}}
