"""Facts and statements out of thin air: what counts is worked out without a database."""

import datetime as dt
import itertools
from typing import Any

from crm.consent.enums import AddressKind, Channel, FactKind, Purpose
from crm.consent.models import AddressFact, ConsentStatement

_ids = itertools.count(1)
START = dt.datetime(2026, 11, 1, 15, 0, tzinfo=dt.UTC)


def day(number: float) -> dt.datetime:
    """So many days after the first of November 2026, 15:00 UTC: 10:00 in New York."""
    return START + dt.timedelta(days=number)


def fact(kind: FactKind, at: float, **others: Any) -> AddressFact:
    """A fact of a day; `last` when it was last told."""
    last = day(others.pop("last", at))
    given: dict[str, Any] = {"purposes": list(Purpose), "channel": Channel.SMS, "pk": next(_ids), **others}
    return AddressFact(kind=kind, at=day(at), last_at=last, **given)


def stated(status: str, at: float, on: dt.date | None = None) -> ConsentStatement:
    """What an import stated of a day."""
    return ConsentStatement(
        event_id=next(_ids), kind=AddressKind.PHONE, channel=Channel.SMS, status=status, stated_on=on,
        recorded_at=day(at), source="list.csv",
    )  # fmt: skip
