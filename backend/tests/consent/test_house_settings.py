"""What a house decides of consent: nonsense stops the start with a plain word."""

import datetime as dt
import importlib
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured

import crm.settings.consent as chosen


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The module as it was, afterwards."""
    yield
    monkeypatch.undo()
    importlib.reload(chosen)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KITH_SMS_FROM", "8", "a time of day such as 08:00"),
        ("KITH_SMS_FROM", "25:00", "a time of day such as 08:00"),
        ("KITH_SMS_FROM", "08:0", "a time of day such as 08:00"),
        ("KITH_SMS_FROM", "-1:00", "a time of day such as 08:00"),
        ("KITH_SMS_FROM", "22:00", "later than KITH_SMS_FROM"),
        ("KITH_SMS_UNTIL_FLORIDA", "07:00", "later than KITH_SMS_FROM"),
        ("KITH_STOP_ENDS_ALL", "maybe", "must be 1 or 0"),
        ("KITH_MARKETING_PER_DAY", "many", "a whole number"),
        ("KITH_MARKETING_PER_DAY", "-1", "between 0 and 100"),
    ],
)
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=words):
        importlib.reload(chosen)


def test_what_is_set_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = (chosen.SMS_FROM, chosen.SMS_UNTIL, chosen.SMS_UNTIL_FLORIDA)
    assert hours == (dt.time(8), dt.time(21), dt.time(20))
    monkeypatch.setenv("KITH_SMS_FROM", "9:30")
    monkeypatch.setenv("KITH_MARKETING_PER_DAY", "0")
    importlib.reload(chosen)
    later, most = chosen.SMS_FROM, chosen.MARKETING_PER_DAY
    assert (later, most) == (dt.time(9, 30), 0)
