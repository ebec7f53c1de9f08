"""What a company's fields may hold: cleaned, or refused with the field's name and how to mend it."""

from collections.abc import Callable, Mapping

from crm.companies.websites import is_website
from crm.core.errors import InvalidInput
from crm.core.text import has_refused_characters, identity_key, tidy_line
from crm.core.values import Refused, clean_block, clean_line

NAME_MOST = 200
WEBSITE_MOST = 300
PHONE_MOST = 64
ADDRESS_MOST = 500
INDUSTRY_MOST = 100
NOTES_MOST = 20_000


def clean_company_name(name: str) -> str:
    """`name` as it is stored. Raises `InvalidInput` with the field `company`."""
    tidy = tidy_line(name)
    if has_refused_characters(tidy):
        raise InvalidInput(fields={"company": ["This has characters that can't be stored."]})
    if len(tidy) > NAME_MOST:
        raise InvalidInput(fields={"company": [f"At most {NAME_MOST} characters."]})
    if len(identity_key(tidy)) > NAME_MOST:
        # A few characters become several when case and width are set aside.
        raise InvalidInput(fields={"company": ["This name is too long."]})
    return tidy


def _clean_name(value: str) -> str:
    try:
        name = clean_company_name(value)
    except InvalidInput as refusal:
        raise Refused(next(iter((refusal.fields or {}).values()))[0]) from refusal
    if not name:
        raise Refused("A company needs a name.")
    return name


def _clean_website(value: str) -> str:
    website = clean_line(value, most=WEBSITE_MOST)
    if website and not is_website(website):
        raise Refused("This does not look like a website. Give an address such as example.com.")
    return website


CLEANERS: dict[str, Callable[[str], str]] = {
    "name": _clean_name,
    "website": _clean_website,
    "phone": lambda value: clean_line(value, most=PHONE_MOST),
    "address": lambda value: clean_block(value, most=ADDRESS_MOST),
    "industry": lambda value: clean_line(value, most=INDUSTRY_MOST),
    "notes": lambda value: clean_block(value, most=NOTES_MOST),
}


def clean_fields(given: Mapping[str, str]) -> dict[str, str]:
    """The cleaned values of the fields in `given`. Raises `InvalidInput` that says of each what is wrong with it."""
    cleaned: dict[str, str] = {}
    wrong: dict[str, list[str]] = {}
    for field, value in given.items():
        try:
            cleaned[field] = CLEANERS[field](value)
        except Refused as refused:
            wrong[field] = [str(refused)]
    if wrong:
        raise InvalidInput(fields=wrong)
    return cleaned
