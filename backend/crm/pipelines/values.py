"""What people type about opportunities and pipelines: cleaned, or refused with the field's name and how to mend it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings

from crm.core.errors import InvalidInput
from crm.core.money import CURRENCIES
from crm.core.values import Refused, clean_block, clean_line
from crm.pipelines.enums import RequiredField, Source, StageColor

TITLE_MOST = 200
NAME_MOST = 80
NOTES_MOST = 20_000
NEXT_STEP_MOST = 200
STAGES_MOST = 30
PIPELINES_MOST = 50
# What a bigint holds is more than all the world's money; a slip of the keyboard is not.
VALUE_MOST = 10**15
DAYS_MOST = 3650
EARLIEST, LATEST = date(1970, 1, 1), date(2200, 1, 1)


def line(value: str | None, *, most: int, needed: str = "") -> str:
    """One line, tidied; `needed` is the message where it may not be empty. Raises `Refused`."""
    tidy = clean_line(value or "", most=most)
    if needed and not tidy:
        raise Refused(needed)
    return tidy


def block(value: str | None) -> str:
    """Several lines, tidied. Raises `Refused`."""
    return clean_block(value or "", most=NOTES_MOST)


def amount(value: int | None) -> int | None:
    """An amount in minor units. Raises `Refused`."""
    if value is not None and not 0 <= value <= VALUE_MOST:
        raise Refused("An amount is not below zero and has at most fifteen digits.")
    return value


def currency(value: str | None) -> str:
    """An ISO 4217 code; this Kith's own where none is given. Raises `Refused`."""
    code = (value or settings.DEFAULT_CURRENCY).strip().upper()
    if code not in CURRENCIES:
        raise Refused("This is not a currency code, as in USD or EUR.")
    return code


def day(value: date | None) -> date | None:
    """A date of this age. Raises `Refused`."""
    if value is not None and not EARLIEST <= value <= LATEST:
        raise Refused("Choose a date between 1970 and 2200.")
    return value


def source(value: str | None) -> str:
    """Where an opportunity came from. Raises `Refused`."""
    if value not in Source.values:
        raise Refused(f"Choose one of {', '.join(Source.values)}.")
    return value


CLEANERS: dict[str, Callable[[Any], Any]] = {
    "title": lambda value: line(value, most=TITLE_MOST, needed="An opportunity needs a title."),
    "value_cents": amount,
    "currency": currency,
    "expected_close_on": day,
    "source": source,
    "source_detail": lambda value: line(value, most=TITLE_MOST),
    "notes": block,
    "next_step": lambda value: line(value, most=NEXT_STEP_MOST),
    "next_step_on": day,
    "close_reason": lambda value: line(value, most=NAME_MOST),
    "close_note": block,
}


def clean(given: Mapping[str, Any]) -> dict[str, Any]:
    """The cleaned values of the fields in `given`. Raises `InvalidInput` naming each field that is wrong."""
    cleaned: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for field, value in given.items():
        try:
            cleaned[field] = CLEANERS[field](value)
        except Refused as refused:
            wrong[field] = [str(refused)]
    if wrong:
        raise InvalidInput(fields=wrong)
    return cleaned


def clean_stage(given: Mapping[str, Any]) -> dict[str, Any]:
    """The cleaned values of a stage's fields in `given`. Raises `InvalidInput`."""
    # No colour is one that the stage's place decides.
    given = {field: value for field, value in given.items() if not (field == "color" and value is None)}
    cleaned = dict(given)
    wrong: dict[str, list[str]] = {}
    if "name" in given:
        try:
            cleaned["name"] = line(given["name"], most=NAME_MOST, needed="A stage needs a name.")
        except Refused as refused:
            wrong["name"] = [str(refused)]
    if "color" in given and given["color"] not in StageColor.values:
        wrong["color"] = [f"Choose one of {', '.join(StageColor.values)}."]
    if "win_probability" in given and not 0 <= given["win_probability"] <= 100:
        wrong["win_probability"] = ["A probability lies between 0 and 100 percent."]
    days = given.get("expected_days")
    if days is not None and not 1 <= days <= DAYS_MOST:
        wrong["expected_days"] = [f"Choose between 1 and {DAYS_MOST} days, or none."]
    if unknown := [field for field in given.get("required_fields", []) if field not in RequiredField.values]:
        wrong["required_fields"] = [f"{', '.join(unknown)[:100]} can't be required."]
    elif "required_fields" in given:
        cleaned["required_fields"] = [field for field in RequiredField.values if field in given["required_fields"]]
    if wrong:
        raise InvalidInput(fields=wrong)
    return cleaned


def clean_pipeline_name(name: str) -> str:
    """A pipeline's name. Raises `InvalidInput`."""
    try:
        return line(name, most=NAME_MOST, needed="A pipeline needs a name.")
    except Refused as refused:
        raise InvalidInput(fields={"name": [str(refused)]}) from refused
