"""What a template would come to for the contacts that there are: who would be asked for what, and the longest text."""

from collections import Counter
from typing import Any, LiteralString

import msgspec
from django.db import connection

from crm.consent.enums import Channel
from crm.contacts.selectors.rows import full_name_of
from crm.contacts.selectors.visibility import visible_to
from crm.conversations.mail_html import harmless_markup
from crm.conversations.segments import measure
from crm.conversations.selectors.template_previews import check_size
from crm.conversations.selectors.template_values import values_of_ours
from crm.conversations.templating.language import Placeholder, fill, templated
from crm.conversations.templating.rendering import TemplateWords, label_of
from crm.conversations.templating.variables import VARIABLES, Group
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.phone import show_typed
from crm.core.rows import Ref

LOOKED_AT = 300


class Gap(msgspec.Struct, frozen=True):
    """A variable, and for how many contacts there is nothing to fill it with, not even a fallback."""

    name: str
    label: str
    count: int


class TemplateReach(msgspec.Struct, frozen=True):
    """What the last `looked_at` contacts would get. `segments_most` and `longest` are of text messages.

    `text` says all of it in words; empty where there is nothing to say.
    """

    looked_at: int
    gaps: list[Gap]
    segments_most: int | None
    longest: Ref | None
    text: str


_LAST: LiteralString = (
    "SELECT p.id, p.first_name, p.last_name, p.email, p.phone, p.phone_raw, o.name, u.name FROM ("
    "SELECT c.* FROM contacts_contact c WHERE c.archived_at IS NULL AND {address} AND {visible} "
    "ORDER BY c.updated_at DESC, c.id DESC LIMIT %s) p "
    "LEFT JOIN companies_company o ON o.id = p.company_id LEFT JOIN accounts_user u ON u.id = p.assigned_user_id"
)


@requires(Permission.TEMPLATES_READ)
def measure_template_reach(
    *, actor: Actor, channel: str, subject: str = "", text: str = "", html: str = ""
) -> TemplateReach:
    """Fills the words for the contacts that were changed last and can be written to by `channel`: at most 300.

    Raises `InvalidInput`.
    """
    if channel not in Channel.values:
        raise InvalidInput(fields={"channel": ["Use email or sms."]})
    words = TemplateWords(subject=subject, text=text, html=templated(html, harmless_markup) if html else "")
    check_size(channel, words)
    # What nobody has or everybody has says nothing of contacts.
    asked = [
        one for one in words.placeholders()
        if one.name in VARIABLES and VARIABLES[one.name].group is Group.CONTACT
    ]  # fmt: skip
    rows = _last(actor, Channel(channel)) if asked and actor.may(Permission.CONTACTS_READ) else []
    ours = values_of_ours(actor)
    gaps: Counter[str] = Counter()
    most, longest = 0, None
    for row in rows:
        values = {**ours, **_values(row)}
        gaps.update(one.name for one in asked if one.fallback is None and not values[one.name])
        if channel == Channel.SMS:
            segments = measure(fill(words.text, _resolving(values))).segments
            if segments > most:
                most, longest = segments, Ref(row[0], full_name_of(row[1], row[2], row[3], row[5]))
    found = [Gap(one.name, label_of(one), gaps[one.name]) for one in asked if gaps[one.name]]
    return TemplateReach(
        looked_at=len(rows),
        gaps=found,
        segments_most=most if longest else None,
        longest=longest,
        text=_told(len(rows), found, most, longest),
    )


def _last(actor: Actor, channel: Channel) -> list[tuple[Any, ...]]:
    address: LiteralString = "c.email <> ''" if channel is Channel.EMAIL else "c.phone <> ''"
    with connection.cursor() as cursor:
        cursor.execute(_LAST.replace("{address}", address).replace("{visible}", visible_to(actor)), [LOOKED_AT])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _values(row: tuple[Any, ...]) -> dict[str, str]:
    return {
        "first_name": row[1],
        "last_name": row[2],
        "full_name": f"{row[1]} {row[2]}".strip(),
        "email": row[3],
        "phone": show_typed(row[4], row[5]),
        "company": row[6] or "",
        "owner_name": row[7] or "",
    }


def _resolving(values: dict[str, str]) -> Any:
    def resolve(placeholder: Placeholder) -> str | None:
        return values.get(placeholder.name) or placeholder.fallback

    return resolve


def _told(looked_at: int, gaps: list[Gap], most: int, longest: Ref | None) -> str:
    if not looked_at:
        return ""
    told = []
    if gaps:
        named = " and ".join(f"{gap.count} have no {gap.label.lower()}" for gap in gaps)
        told.append(f"Of the last {looked_at} contacts, {named}.")
    if longest is not None and most > 1:
        told.append(f"The longest, to {longest.name}, takes {most} parts.")
    return " ".join(told)
