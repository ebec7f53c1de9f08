"""What a contact's fields may hold: cleaned, or refused with the field's name and how to mend it."""

import re
from collections.abc import Callable, Mapping

from crm.companies.services import clean_company_name
from crm.core.errors import InvalidInput
from crm.core.text import identity_key
from crm.core.values import Refused, clean_block, clean_line

NAME_MOST = 100
EMAIL_MOST = 254
PHONE_MOST = 64
NOTES_MOST = 20_000
TAG_MOST = 50
TAGS_MOST = 50

# Shape only: whether an address exists, its server knows. Letters of any script may stand on both sides.
_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_](?:[\w-]*[^\W_])?")
_NEEDS_ONE = "Give a name, an email address or a phone number."


def clean_name(value: str) -> str:
    """A first or last name."""
    return clean_line(value, most=NAME_MOST)


def clean_email(value: str) -> str:
    """An email address, as typed."""
    email = clean_line(value, most=EMAIL_MOST)
    if email and (not _EMAIL.fullmatch(email) or ".." in email):
        raise Refused("This does not look like an email address.")
    return email


def clean_phone(value: str) -> str:
    """A phone number as typed; one that can't be read is kept too."""
    return clean_line(value, most=PHONE_MOST)


def clean_notes(value: str) -> str:
    """Notes, with their line breaks."""
    return clean_block(value, most=NOTES_MOST)


def tag_key(name: str) -> str:
    """What all spellings of one tag share: case, width and spaces make no difference (docs/rules.md, "Tags")."""
    return identity_key(name).replace(" ", "")


def clean_tag(value: str) -> str:
    """A tag's name."""
    name = clean_line(value, most=TAG_MOST)
    if not name:
        raise Refused("A tag needs a name.")
    if len(tag_key(name)) > TAG_MOST:
        raise Refused("This name is too long.")
    return name


def _clean_company(value: str) -> str:
    try:
        return clean_company_name(value)
    except InvalidInput as refusal:
        raise Refused(next(iter((refusal.fields or {}).values()))[0]) from refusal


CLEANERS: dict[str, Callable[[str], str]] = {
    "first_name": clean_name,
    "last_name": clean_name,
    "email": clean_email,
    "phone": clean_phone,
    "notes": clean_notes,
    "company": _clean_company,
}


def clean_fields(given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The cleaned values of the text fields in `given`, and what is wrong with the others, by field."""
    cleaned: dict[str, str] = {}
    wrong: dict[str, list[str]] = {}
    for field, value in given.items():
        try:
            cleaned[field] = CLEANERS[field](value)
        except Refused as refused:
            wrong[field] = [str(refused)]
    return cleaned, wrong


def clean_tags(names: list[str]) -> tuple[list[str], list[str]]:
    """Names of tags, each once whatever its case and spaces; and what is wrong with them."""
    kept: dict[str, str] = {}
    for name in names:
        try:
            tidy = clean_tag(name)
        except Refused as refused:
            return [], [str(refused)]
        kept.setdefault(tag_key(tidy), tidy)
    if len(kept) > TAGS_MOST:
        return [], [f"At most {TAGS_MOST} tags."]
    return list(kept.values()), []


def check_is_somebody(values: Mapping[str, str]) -> dict[str, list[str]]:
    """What is wrong with a contact that has neither name, email address nor phone number."""
    if any(values.get(field) for field in ("first_name", "last_name", "email", "phone")):
        return {}
    return {"first_name": [_NEEDS_ONE]}
