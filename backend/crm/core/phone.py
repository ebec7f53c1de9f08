"""Phone numbers: what was typed is kept, and E.164 beside it is what is matched and dialled (ITU-T E.164)."""

import functools
from dataclasses import dataclass

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneNumber, PhoneNumberFormat
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_geographical_number, time_zones_for_number


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: as typed, as E.164 (None when it can't be read as a number), and as shown to people."""

    raw: str
    e164: str | None
    display: str
    is_valid: bool


@functools.lru_cache(maxsize=4096)
def parse_phone(raw: str, *, region: str) -> Phone:
    """Reads `raw` as dialled from `region` (ISO 3166-1 alpha-2) unless it starts with +. Never raises.

    An extension stays in `raw` alone: E.164 has none.
    """
    typed = raw.strip()
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return Phone(raw=typed, e164=None, display=typed, is_valid=False)
    if not phonenumbers.is_possible_number(number):
        return Phone(raw=typed, e164=None, display=typed, is_valid=False)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Phone(raw=typed, e164=e164, display=show_phone(e164), is_valid=phonenumbers.is_valid_number(number))


def read_e164(raw: str, *, region: str) -> str:
    """The E.164 form of `raw` dialled from `region`, or '' when it can't be read. For bulk: no display, no cache."""
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@functools.lru_cache(maxsize=65_536)
def show_phone(e164: str) -> str:
    """An E.164 number in the international form with spaces, as people read it."""
    number = _split(e164)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else e164


def show_typed(e164: str, raw: str) -> str:
    """What people read of a stored number: the international form, or what was typed when that says more."""
    if not e164 or any(mark in raw for mark in "xX#;"):
        return raw
    return show_phone(e164)


@functools.lru_cache(maxsize=65_536)
def is_valid_e164(e164: str) -> bool:
    """Whether such a number can be in use, by the numbering plan of its country."""
    number = _split(e164)
    return number is not None and phonenumbers.is_valid_number(number)


def _split(e164: str) -> PhoneNumber | None:
    # phonenumbers.parse() does the same with twice the work, since it must expect anything.
    digits = e164.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    for length in (1, 2, 3):
        code, national = int(digits[:length]), digits[length:]
        if code in COUNTRY_CODE_TO_REGION_CODE and national:
            zeros = len(national) - len(national.lstrip("0"))
            return PhoneNumber(
                country_code=code,
                national_number=int(national),
                italian_leading_zero=True if zeros else None,
                number_of_leading_zeros=zeros if zeros > 1 else None,
            )
    return None


@functools.lru_cache(maxsize=4096)
def zones_of(e164: str) -> tuple[str, ...]:
    """The time zones (IANA) that a number may be in, by its area code; empty when that says nothing."""
    number = _split(e164)
    found = time_zones_for_number(number) if number else ()
    return tuple(zone for zone in found if zone != UNKNOWN_TIMEZONE)


@functools.lru_cache(maxsize=4096)
def plausible_zones_of(e164: str) -> tuple[str, ...]:
    """As `zones_of`; all zones of the number's country where its area code says nothing. Empty when there is none."""
    number = _split(e164)
    found = zones_of(e164) or (time_zones_for_geographical_number(number) if number else ())
    return tuple(zone for zone in found if zone != UNKNOWN_TIMEZONE)


def is_region(region: str) -> bool:
    """Whether numbers can be read as dialled from `region`."""
    return region in phonenumbers.SUPPORTED_REGIONS


def region_of_international(raw: str) -> str:
    """The main country of a number that is written with +, by its country code alone; '' when it has none."""
    number = _split("+" + "".join(character for character in raw if character.isdigit()))
    if number is None or number.country_code is None:
        return ""
    region = phonenumbers.region_code_for_country_code(number.country_code)
    return region if region in phonenumbers.SUPPORTED_REGIONS else ""


@functools.cache
def regions() -> dict[str, int]:
    """Countries that numbers can be dialled from, by code, with the prefix that calls them from abroad."""
    return {region: phonenumbers.country_code_for_region(region) for region in sorted(phonenumbers.SUPPORTED_REGIONS)}
