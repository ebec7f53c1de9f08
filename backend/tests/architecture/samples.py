"""Made-up values in the shape that a JSON schema asks for: enough to get past the shape and reach the operation."""

from typing import Any


def sample(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    """A small value of `schema`: required members only, the first of several choices."""
    if "$ref" in schema:
        return sample(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return sample(schema[several][0], definitions)
    match schema.get("type"):
        case "object":
            needed = schema.get("required", [])
            members = schema.get("properties", {})
            return {name: sample(members[name], definitions) for name in needed}
        case "array":
            return []
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return False
        case _:
            return _text(schema)


def _text(schema: dict[str, Any]) -> str:
    by_format: dict[str, str] = {
        "uuid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "date": "2027-01-31",
        "date-time": "2027-01-31T12:00:00Z",
    }
    form: str = schema.get("format", "")
    length: int = schema.get("minLength", 1)
    return by_format.get(form, "x" * max(1, length))
