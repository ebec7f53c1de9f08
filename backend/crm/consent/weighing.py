"""From what is known of an address to whether a message may leave now. No database, no clock of its own."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec
from django.conf import settings

from crm.consent import grounds, rules
from crm.consent.enums import Channel, FactKind, Purpose, Status, ZoneSource
from crm.consent.grounds import Ground
from crm.consent.models import AddressFact
from crm.consent.quiet_hours import Hours, is_allowed, next_allowed, whereabouts_of
from crm.consent.rules import Weight, weight_in
from crm.consent.standing import Known, Standing, standing_of

RATE_SPAN = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is to be sent: where, for what, when (UTC), from which of our senders ("3:+15550001", where it is known).

    `zone` is the IANA zone that the contact's own record names.
    """

    channel: Channel
    address: str
    purpose: Purpose
    at: dt.datetime
    sender_key: str = ""
    contact_id: int | None = None
    zone: str | None = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it may leave: yes, no, or hold: ask again at `hold_until`.

    `reasons` are what stops it, `warnings` what somebody should know who writes all the same. `can_override`: it is no,
    and would not be once whoever writes says that they have read why. `zone` and `local_time` say what time it is for
    them, where that is known.
    """

    answer: Literal["yes", "hold", "no"]
    hold_until: dt.datetime | None
    reasons: list[Ground]
    warnings: list[Ground]
    can_override: bool
    zone: str | None
    zone_source: str
    local_time: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What this house has decided (`crm/settings/consent.py`)."""

    hours: Hours
    stop_ends_all: bool
    needs_opt_in: frozenset[Channel]
    marketing_per_day: int


def house() -> House:
    """What this house has decided, as the settings say."""
    needs = {
        Channel.SMS: settings.MARKETING_SMS_NEEDS_OPT_IN,
        Channel.EMAIL: settings.MARKETING_EMAIL_NEEDS_OPT_IN,
    }
    return House(
        hours=Hours(start=settings.SMS_FROM, end=settings.SMS_UNTIL, end_in_florida=settings.SMS_UNTIL_FLORIDA),
        stop_ends_all=settings.STOP_ENDS_ALL,
        needs_opt_in=frozenset(channel for channel, is_needed in needs.items() if is_needed),
        marketing_per_day=settings.MARKETING_PER_DAY,
    )


_Weighed = tuple[Weight, Ground]


def weigh(ask: Ask, known: Known, *, override: bool = False) -> Verdict:
    """The verdict. `override`: who writes to one person has read what stands against it, where that is enough."""
    rules_here = house()
    found = list(_of_address(ask, standing_of(known, at=ask.at), rules_here))
    held_until, timed = _of_time(ask, known, rules_here)
    found += timed
    is_to_one = ask.purpose is Purpose.ONE_TO_ONE
    stops = [
        weighed
        for weighed in found
        if weighed[0] >= Weight.HOLD and not (override and is_to_one and weighed[0] is Weight.ASK)
    ]
    against = [weight for weight, _ in stops if weight >= Weight.ASK]
    is_no = bool(against)
    where = whereabouts_of(address=ask.address if ask.channel is Channel.SMS else "", zone=ask.zone)
    clock = where.clock(ask.at)
    return Verdict(
        answer="no" if is_no else "hold" if stops else "yes",
        hold_until=held_until if stops and not is_no else None,
        reasons=[_told(weighed) for weighed in stops],
        warnings=[_told(weighed) for weighed in found if weighed not in stops and weighed[0] is not Weight.NOTHING],
        can_override=is_no and is_to_one and all(weight is Weight.ASK for weight in against),
        zone=clock[0] if clock else None,
        zone_source=where.source.value,
        local_time=clock[1] if clock else None,
    )


def _told(weighed: _Weighed) -> Ground:
    weight, ground = weighed
    return msgspec.structs.replace(ground, can_override=weight is Weight.ASK)


def _of_address(ask: Ask, standing: Standing, here: House) -> Iterator[_Weighed]:
    """What the address itself says."""
    if not _can_be_written_to(ask):
        yield Weight.NO, grounds.no_address(ask.channel)
        return
    if standing.erased_at is not None:
        yield weight_in(rules.ERASED, ask.purpose), grounds.erased(standing.erased_at)
        return
    yield from _one_of_each(_of_fact(ask, fact, standing, here) for fact in standing.against)
    yield from _of_consent(ask, standing, here)


def _can_be_written_to(ask: Ask) -> bool:
    if ask.channel is Channel.EMAIL:
        local, at, domain = ask.address.rpartition("@")
        return bool(local and at and domain)
    return ask.address.startswith("+") and ask.address[1:].isdecimal()


def _one_of_each(weighed: Iterable[_Weighed]) -> Iterator[_Weighed]:
    """Of several grounds of one sort the weightiest, and of those the first."""
    by_code: dict[str, _Weighed] = {}
    for weight, ground in weighed:
        other = by_code.get(ground.code)
        if weight is not Weight.NOTHING and (other is None or weight > other[0]):
            by_code[ground.code] = (weight, ground)
    yield from by_code.values()


def _of_fact(ask: Ask, fact: AddressFact, standing: Standing, here: House) -> _Weighed:
    kind = FactKind(fact.kind)
    is_kept = kind is FactKind.TEXT_OUT and fact.pk in standing.kept
    is_other_sender = kind is FactKind.CARRIER_BLOCK and fact.sender_key != ask.sender_key
    ground = grounds.of_fact(fact, is_kept=is_kept, is_other_sender=is_other_sender)
    if is_other_sender:
        return weight_in(rules.OTHER_SENDER, ask.purpose), ground
    if kind in rules.BY_STREAM:
        return _by_stream(ask, fact), ground
    if kind is FactKind.KEYWORD_OUT and not here.stop_ends_all and ask.purpose not in fact.purposes:
        return Weight.WARN, ground
    return weight_in(rules.KEPT[ask.channel] if is_kept else rules.FACTS[kind], ask.purpose), ground


def _by_stream(ask: Ask, fact: AddressFact) -> Weight:
    if ask.purpose is Purpose.ONE_TO_ONE:
        return Weight.WARN
    return Weight.NO if ask.purpose in fact.purposes else Weight.NOTHING


def _of_consent(ask: Ask, standing: Standing, here: House) -> Iterator[_Weighed]:
    """What was said of consent: a no that was stated, and a yes that is missing."""
    said = standing.said
    if said is Status.OPTED_OUT and standing.statement is not None:
        weight = weight_in(rules.STATED_NO[ask.channel], ask.purpose)
        if weight is not Weight.NOTHING:
            yield weight, grounds.stated_no(standing.statement)
    elif said is not Status.OPTED_IN and ask.channel in here.needs_opt_in:
        weight = weight_in(rules.NO_OPT_IN, ask.purpose)
        if weight is not Weight.NOTHING:
            yield weight, grounds.no_opt_in(ask.channel)


def _of_time(ask: Ask, known: Known, here: House) -> tuple[dt.datetime | None, list[_Weighed]]:
    """Until when it must wait, and why: the share of a day is used up, it is night."""
    found: list[_Weighed] = []
    earliest = ask.at
    most = here.marketing_per_day
    weight = weight_in(rules.RATE, ask.purpose)
    recent = sorted(at for at in known.sent if ask.at - RATE_SPAN < at)
    if weight is not Weight.NOTHING and most and len(recent) >= most:
        earliest = recent[-most] + RATE_SPAN
        found.append((weight, grounds.rate(most)))
    if ask.channel is not Channel.SMS:
        return earliest, found
    where = whereabouts_of(address=ask.address, zone=ask.zone)
    zones = where.zones or (settings.DEFAULT_TIME_ZONE,)
    start, end = here.hours.start, here.hours.end_for(ask.address)
    weight = weight_in(rules.QUIET_HOURS, ask.purpose)
    if not is_allowed(ask.at, zones=zones, start=start, end=end):
        found.append((weight, grounds.quiet_hours(is_certain=where.source in {ZoneSource.CONTACT, ZoneSource.NUMBER})))
    opening = next_allowed(earliest, zones=zones, start=start, end=end)
    if opening is None and weight >= Weight.HOLD:
        found.append((Weight.NO, grounds.no_hour()))
    return opening or earliest, found
