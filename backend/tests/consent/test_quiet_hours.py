"""When a text message may leave: the recipient's day, both nights on which clocks change, zones that are not sure."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from crm.consent.enums import Channel, Purpose
from crm.consent.quiet_hours import is_florida, next_allowed, whereabouts_of
from crm.consent.standing import Known
from crm.consent.weighing import Ask, Verdict, weigh
from tests.consent.made import stated

NEW_YORK, MIAMI, LONDON, TOLL_FREE = "+12125550143", "+13055550143", "+442079460018", "+18005550143"


def ask(address: str, local: str, zone: str = "America/New_York", purpose: Purpose = Purpose.MARKETING,
        contact_zone: str | None = None) -> Verdict:  # fmt: skip
    """The gate's verdict for a text message at a time on the clock of `zone`."""
    at = dt.datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    known = Known(lines=[stated("opted_in", 0)])
    return weigh(Ask(channel=Channel.SMS, address=address, purpose=purpose, at=at, zone=contact_zone), known)


def shown(moment: dt.datetime | None, zone: str = "America/New_York") -> str | None:
    return f"{moment.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" if moment else None


@pytest.mark.parametrize(
    ("address", "local", "until"),
    [
        (NEW_YORK, "2026-11-10 08:00", None),
        (NEW_YORK, "2026-11-10 20:59:59", None),
        (NEW_YORK, "2026-11-10 21:00", "11-11 08:00"),
        (NEW_YORK, "2026-11-10 07:59:59", "11-10 08:00"),
        (NEW_YORK, "2026-11-10 00:00", "11-10 08:00"),
        # Florida's evening is an hour shorter.
        (MIAMI, "2026-11-10 19:59", None),
        (MIAMI, "2026-11-10 20:00", "11-11 08:00"),
        # Clocks go back on 1 November and forward on 14 March 2027: eight is eight.
        (NEW_YORK, "2026-10-31 23:30", "11-01 08:00"),
        (NEW_YORK, "2026-11-01 01:30", "11-01 08:00"),
        (NEW_YORK, "2027-03-13 23:30", "03-14 08:00"),
        (NEW_YORK, "2027-03-14 03:30", "03-14 08:00"),
    ],
)
def test_the_recipients_day(address: str, local: str, until: str | None) -> None:
    verdict = ask(address, local)
    assert (verdict.answer, shown(verdict.hold_until)) == (("hold", until) if until else ("yes", None))
    assert [ground.code for ground in verdict.reasons] == (["quiet_hours"] if until else [])
    assert (verdict.zone, verdict.zone_source) == ("America/New_York", "number")
    assert verdict.local_time is not None
    assert f"{verdict.local_time:%Y-%m-%d %H:%M:%S}" == f"{dt.datetime.fromisoformat(local):%Y-%m-%d %H:%M:%S}"


def test_hours_on_the_nights_of_the_change_are_counted_on_the_clock_of_the_world() -> None:
    before = dt.datetime(2026, 11, 1, 3, 30, tzinfo=dt.UTC)
    until = ask(NEW_YORK, "2026-10-31 23:30").hold_until
    assert until is not None
    assert until - before == dt.timedelta(hours=9, minutes=30)
    spring = ask(NEW_YORK, "2027-03-13 23:30").hold_until
    assert spring is not None
    assert spring - dt.datetime(2027, 3, 14, 4, 30, tzinfo=dt.UTC) == dt.timedelta(hours=7, minutes=30)
    # A start that falls into the hour that there is none of: after the gap, never within the night before.
    gap = dt.time(2, 30)
    found = next_allowed(
        dt.datetime(2027, 3, 14, 5, 0, tzinfo=dt.UTC), zones=["America/New_York"], start=gap, end=dt.time(21)
    )
    assert shown(found) == "03-14 03:30"


def test_what_one_writes_to_another_is_only_warned_about() -> None:
    verdict = ask(NEW_YORK, "2026-11-10 23:00", purpose=Purpose.ONE_TO_ONE)
    assert (verdict.answer, [ground.code for ground in verdict.warnings]) == ("yes", ["quiet_hours"])
    assert ask(NEW_YORK, "2026-11-10 23:00", purpose=Purpose.TRANSACTIONAL).answer == "hold"


def test_the_contacts_own_zone_comes_first_and_florida_stays_florida() -> None:
    verdict = ask(NEW_YORK, "2026-11-10 22:00", contact_zone="America/Los_Angeles")
    assert (verdict.answer, verdict.zone, verdict.zone_source) == ("yes", "America/Los_Angeles", "contact")
    assert (
        ask(MIAMI, "2026-11-10 20:30", zone="America/Los_Angeles", contact_zone="America/Los_Angeles").answer == "hold"
    )
    assert ask(NEW_YORK, "2026-11-10 22:00", contact_zone="Nowhere/At_All").answer == "hold"
    assert ask(NEW_YORK, "2026-11-10 22:00", contact_zone="../etc/passwd").zone_source == "number"


def test_zones_that_are_not_sure_must_all_allow_it() -> None:
    # Of 42 zones from Guam to Newfoundland: when it is eight in Guam it is not yet nine in the evening in St. John's.
    verdict = ask(TOLL_FREE, "2026-11-10 12:00")
    assert (verdict.answer, verdict.zone, verdict.zone_source) == ("hold", None, "several")
    assert shown(verdict.hold_until) == "11-10 17:00"
    assert "may be" in verdict.reasons[0].text
    assert ask(TOLL_FREE, "2026-11-10 17:30").answer == "yes"
    # Four names, one clock.
    assert ask("+447911123456", "2026-11-10 12:00", "Europe/London").zone is not None
    assert whereabouts_of(address="12345", zone=None).source == "none"
    # No hour is day everywhere.
    verdict = ask(TOLL_FREE, "2026-11-10 12:00")
    assert next_allowed(verdict.hold_until or dt.datetime.now(dt.UTC), zones=["Pacific/Auckland", "Europe/Paris"],
                        start=dt.time(9), end=dt.time(12)) is None  # fmt: skip


def test_area_codes_of_florida() -> None:
    assert is_florida(MIAMI)
    assert not is_florida(NEW_YORK)
    assert not is_florida("+49305123456")
    assert ask(LONDON, "2026-11-10 20:30", "Europe/London").answer == "yes"
