"""When a text message that is sent by itself may leave: never at night where its recipient is (47 CFR 64.1200(c)(1)).

The zone is the contact's own where one is known, else what the number's area code says. Where that leaves several (a
toll-free number, a country of many zones), all of them must allow it: nobody is woken because we guessed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm.consent.enums import ZoneSource
from crm.core.phone import plausible_zones_of

# Who has a number of Florida is taken to be there (Fla. Stat. 501.059(8)(d)). NANPA, area codes in service.
FLORIDA = frozenset(
    {
        "239", "305", "321", "324", "352", "386", "407", "448", "561", "645", "656", "689",
        "727", "728", "754", "772", "786", "813", "850", "863", "904", "941", "954",
    }
)  # fmt: skip
# With sane hours there is a moment that suits all zones each day; the two nights on which clocks change are in it.
_LOOK_AHEAD_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """From when until when a text message may leave, on the recipient's clock. `until` is not allowed any more."""

    start: dt.time
    end: dt.time
    end_in_florida: dt.time

    def end_for(self, e164: str) -> dt.time:
        """When the day ends for the owner of a number."""
        return min(self.end, self.end_in_florida) if is_florida(e164) else self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The zones that somebody may be in, and where that is known from."""

    zones: Sequence[str]
    source: ZoneSource

    def clock(self, at: dt.datetime) -> tuple[str, dt.datetime] | None:
        """The zone and the time there, where all zones that are left show the same one at `at`."""
        there = [(zone, at.astimezone(ZoneInfo(zone))) for zone in self.zones]
        return there[0] if there and len({local.utcoffset() for _, local in there}) == 1 else None


def whereabouts_of(*, address: str, zone: str | None) -> Whereabouts:
    """Where the owner of a number (E.164) may be; `zone` is what the contact's own record says (IANA)."""
    if zone and _is_zone(zone):
        return Whereabouts(zones=(zone,), source=ZoneSource.CONTACT)
    zones = plausible_zones_of(address) if address.startswith("+") else ()
    if not zones:
        return Whereabouts(zones=(), source=ZoneSource.NONE)
    return Whereabouts(zones=zones, source=ZoneSource.SEVERAL if len(zones) > 1 else ZoneSource.NUMBER)


def is_florida(e164: str) -> bool:
    """Whether a number has an area code of Florida."""
    return e164.startswith("+1") and e164[2:5] in FLORIDA


def is_allowed(at: dt.datetime, *, zones: Sequence[str], start: dt.time, end: dt.time) -> bool:
    """Whether it is day in all of the zones."""
    return all(start <= at.astimezone(ZoneInfo(zone)).time() < end for zone in zones)


def next_allowed(at: dt.datetime, *, zones: Sequence[str], start: dt.time, end: dt.time) -> dt.datetime | None:
    """The first moment from `at` on that is day in all of the zones, in UTC; None when there is none for days."""
    if is_allowed(at, zones=zones, start=start, end=end):
        return at.astimezone(dt.UTC)
    openings = set()
    for name in zones:
        zone = ZoneInfo(name)
        today = at.astimezone(zone).date()
        for days in range(_LOOK_AHEAD_DAYS + 1):
            # Where clocks are put forward past it, this is the first moment after the gap or later.
            opening = dt.datetime.combine(today + dt.timedelta(days=days), start, tzinfo=zone)
            openings.add(opening.astimezone(dt.UTC))
    for opening in sorted(openings):
        if opening >= at and is_allowed(opening, zones=zones, start=start, end=end):
            return opening
    return None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
