"""Phone numbers: what was typed is kept, and E.164 beside it is what is matched and dialled (ITU-T E.164)."""

from dataclasses import dataclass

import phonenumbers


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: as typed, as E.164 (None when it can't be read as a number), and as shown to people."""

    raw: str
    e164: str | None
    display: str
    is_valid: bool


def parse_phone(raw: str, *, region: str) -> Phone:
    """Reads `raw` as dialled from `region` (ISO 3166-1 alpha-2) unless it starts with +. Never raises."""
    typed = raw.strip()
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return Phone(raw=typed, e164=None, display=typed, is_valid=False)
    if not phonenumbers.is_possible_number(number):
        return Phone(raw=typed, e164=None, display=typed, is_valid=False)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(raw=typed, e164=e164, display=show_phone(e164), is_valid=phonenumbers.is_valid_number(number))


def show_phone(e164: str) -> str:
    """An E.164 number in the international form with spaces, as people read it."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
