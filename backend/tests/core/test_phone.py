"""Phone numbers: read, shown, and told apart."""

import phonenumbers
import pytest

from crm.core.phone import is_region, is_valid_e164, parse_phone, read_e164, show_phone, show_typed


@pytest.mark.parametrize(
    ("raw", "region", "e164"),
    [
        ("(202) 555-0143", "US", "+12025550143"),
        ("+1 202-555-0143", "GB", "+12025550143"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("0044 20 7946 0018", "DE", "+442079460018"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("(11) 91234-5678", "BR", "+5511912345678"),
        ("٠١٠٠١٢٣٤٥٦٧", "EG", "+201001234567"),
        ("2025550143 x9", "US", "+12025550143"),
        ("12", "US", None),
        ("call me", "US", None),
        ("", "US", None),
        ("+999 1234567", "US", None),
    ],
)
def test_reading(raw: str, region: str, e164: str | None) -> None:
    phone = parse_phone(raw, region=region)
    assert phone.e164 == e164
    assert phone.raw == raw
    assert read_e164(raw, region=region) == (e164 or "")


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_every_country_is_shown_as_the_library_shows_it(region: str) -> None:
    number = phonenumbers.example_number(region)
    assert number is not None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    again = phonenumbers.parse(e164, None)
    assert show_phone(e164) == phonenumbers.format_number(again, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    assert is_valid_e164(e164)


def test_what_is_no_number_is_shown_as_it_stands() -> None:
    assert show_phone("nonsense") == "nonsense"
    assert not is_valid_e164("nonsense")
    assert not is_valid_e164("+1")
    assert show_typed("", "ask at the desk") == "ask at the desk"
    assert show_typed("+12025550143", "202 555 0143 ext 9") == "202 555 0143 ext 9"
    assert is_region("DE")
    assert not is_region("XX")
