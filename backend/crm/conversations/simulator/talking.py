"""What the simulator's page does: writes as somebody outside, and says how the simulator behaves."""

import uuid
from typing import Any

import msgspec
import orjson
from django.conf import settings as django_settings
from django.db import transaction

from crm.consent.enums import Channel
from crm.conversations.account_settings import read_settings, sealed
from crm.conversations.adapters import adapter_of, settings_of
from crm.conversations.events import ChannelChanged
from crm.conversations.models import ChannelAccount
from crm.conversations.port import HookRequest
from crm.conversations.receiving.payloads import store_payload
from crm.conversations.simulator.account import OURS, make_simulator
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.phone import read_e164
from crm.core.text import has_refused_characters, tidy_block, tidy_line
from crm.journal.publishing import publish

TEXT_MOST = 20_000
LINE_MOST = 200


class Behaviour(msgspec.Struct, frozen=True):
    """What becomes of what is sent, and how many seconds that takes where it takes any."""

    mode: str
    seconds: float


class Posted(msgspec.Struct, frozen=True):
    """What was written: the key that its post is known by, and the address as it is known."""

    key: str
    address: str


@requires(Permission.SIMULATOR_USE)
def post_simulator_message(
    *,
    actor: Actor,
    channel: str,
    from_address: str,
    text: str,
    from_name: str = "",
    subject: str = "",
    in_reply_to: str = "",
) -> Posted:
    """Writes as somebody outside: it goes the way of any provider's post, and is read by the worker.

    Publishes nothing; what comes of it does. Raises `InvalidInput`.
    """
    by, address = _address(channel, from_address)
    wrong: dict[str, list[str]] = {}
    text, name, subject = tidy_block(text), tidy_line(from_name), tidy_line(subject)
    if not text or len(text) > TEXT_MOST or has_refused_characters(text, lines=True):
        wrong["text"] = [f"Write something, at most {TEXT_MOST:,} characters."]
    for field, value in (("from_name", name), ("subject", subject), ("in_reply_to", in_reply_to)):
        if len(value) > LINE_MOST or has_refused_characters(value):
            wrong[field] = [f"At most {LINE_MOST} characters on one line."]
    if wrong:
        raise InvalidInput(fields=wrong)
    account = make_simulator()
    adapter, chosen = adapter_of(account), settings_of(account)
    key = uuid.uuid4().hex
    body: dict[str, Any] = {
        "key": key,
        "channel": by.value,
        "from_address": address,
        "from_name": name if by is Channel.EMAIL else "",
        "to_address": OURS[by],
        "subject": subject if by is Channel.EMAIL else "",
        "text": text,
        "in_reply_to": in_reply_to.strip("<> "),
    }
    request = HookRequest(
        url=f"{django_settings.PUBLIC_URL}/hooks/{account.kind}/{account.hook_id}",
        content_type="application/json",
        headers={"x-simulator-token": chosen.token.get_secret_value()},
        body=orjson.dumps(body),
        received_at=clock.now(),
    )
    adapter.verify(chosen, request)
    store_payload(account_id=account.pk, key=adapter.key_of(chosen, request), request=request)
    return Posted(key=key, address=address)


def _address(channel: str, given: str) -> tuple[Channel, str]:
    if channel not in Channel.values:
        raise InvalidInput(fields={"channel": ["Use email or sms."]})
    if Channel(channel) is Channel.SMS:
        number = read_e164(given[:LINE_MOST], region=django_settings.DEFAULT_PHONE_REGION)
        if not number:
            raise InvalidInput(fields={"from_address": ["Give a phone number, such as +1 202 555 0147."]})
        return Channel.SMS, number
    address = given.strip().lower()
    name, at, host = address.partition("@")
    is_plain = len(address) <= LINE_MOST and not has_refused_characters(address) and " " not in address
    if not (name and at and "." in host and is_plain):
        raise InvalidInput(fields={"from_address": ["Give an email address, such as grace@example.com."]})
    return Channel.EMAIL, address


@requires(Permission.SIMULATOR_USE)
def get_simulator(*, actor: Actor) -> Behaviour:
    """What the simulator does with what it is given."""
    chosen = settings_of(make_simulator())
    return Behaviour(mode=chosen.mode, seconds=chosen.seconds)


@requires(Permission.SIMULATOR_USE)
@transaction.atomic
def change_simulator(*, actor: Actor, mode: str, seconds: float) -> Behaviour:
    """Says what the simulator does from now on. Publishes `channel.changed`. Raises `InvalidInput`."""
    account = ChannelAccount.objects.select_for_update(no_key=True).get(pk=make_simulator().pk)
    kept = settings_of(account)
    try:
        chosen: Any = read_settings(adapter_of(account), {"mode": mode, "seconds": seconds}, kept=kept)
    except InvalidInput as refusal:
        told = {name.removeprefix("settings."): words for name, words in (refusal.fields or {}).items()}
        raise InvalidInput(fields=told) from refusal
    fields = [name for name in ("mode", "seconds") if getattr(kept, name) != getattr(chosen, name)]
    if fields:
        ChannelAccount.objects.filter(pk=account.pk).update(settings_sealed=sealed(chosen), version=account.version + 1)
        publish(ChannelChanged(subject_id=account.pk, channel_name=account.name, fields=fields), actor=actor)
    return Behaviour(mode=chosen.mode, seconds=chosen.seconds)
