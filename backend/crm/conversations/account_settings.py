"""Settings of an account: read from what an administrator has sent, sealed, and shown without their secrets."""

from collections.abc import Mapping
from typing import Any, get_args

import orjson
from pydantic import BaseModel, SecretStr, ValidationError

from crm.conversations.adapters import SETTINGS_PURPOSE
from crm.conversations.port import Adapter
from crm.core.errors import InvalidInput
from crm.core.sealing import seal

# All that is sent, together: no provider's settings come near.
SETTINGS_MOST = 20_000


def secrets_of(adapter: Adapter) -> list[str]:
    """Names of the settings that are never given back."""
    fields: dict[str, Any] = adapter.Settings.model_fields
    return [name for name, field in fields.items() if _is_secret(field.annotation)]


def _is_secret(annotation: Any) -> bool:
    return annotation is SecretStr or any(_is_secret(part) for part in get_args(annotation))


def read_settings(adapter: Adapter, given: Mapping[str, Any], *, kept: BaseModel | None = None) -> BaseModel:
    """What was given as the adapter's settings. A secret that is empty or left out stays as it was in `kept`.

    Raises `InvalidInput`, whose fields are called `settings.` and the setting's name.
    """
    secrets = secrets_of(adapter)
    unknown = sorted(set(given) - set(adapter.Settings.model_fields))
    if unknown:
        raise InvalidInput(
            fields={f"settings.{name[:60]}": [f"{adapter.label} has no such setting."] for name in unknown}
        )
    if len(orjson.dumps(given, default=str)) > SETTINGS_MOST:
        raise InvalidInput(fields={"settings": ["This is more than the settings of a channel can be."]})
    values = {
        name: value for name, value in given.items() if name not in secrets or (value is not None and value != "")
    }
    if kept is not None:
        values |= {name: getattr(kept, name) for name in secrets if name not in values and getattr(kept, name, None)}
    try:
        read: BaseModel = adapter.Settings.model_validate(values)
    except ValidationError as error:
        raise InvalidInput(fields=_told(adapter, error)) from error
    return read


def _told(adapter: Adapter, error: ValidationError) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for item in error.errors(include_url=False, include_input=False):
        name = str(item["loc"][0]) if item["loc"] else ""
        if item["type"] == "missing":
            text = "This is needed"
        elif item["type"] == "string_pattern_mismatch":
            # Nobody is helped by a pattern. Where it is found stands in its description.
            text = f"This does not look like “{adapter.Settings.model_fields[name].title}”: copy it once more"
        else:
            text = str(item["msg"]).removeprefix("Value error, ")
        fields.setdefault(f"settings.{name}".rstrip("."), []).append(f"{text.rstrip('.')}.")
    return fields


def sealed(settings: BaseModel) -> bytes:
    """The settings as they are kept."""
    return seal(orjson.dumps(_opened(settings.model_dump()), default=str), purpose=SETTINGS_PURPOSE)


def _opened(value: Any) -> Any:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, dict):
        return {name: _opened(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set):
        return [_opened(part) for part in value]
    return value


def shown(adapter: Adapter, settings: BaseModel) -> dict[str, Any]:
    """The settings without the secrets among them."""
    values: dict[str, Any] = settings.model_dump(mode="json", exclude=set(secrets_of(adapter)))
    return values


def secrets_set(adapter: Adapter, settings: BaseModel) -> list[str]:
    """Names of the secrets that have a value."""
    return [name for name in secrets_of(adapter) if _opened(getattr(settings, name))]
