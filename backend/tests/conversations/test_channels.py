"""Setting up channels and senders: secrets stay in, the default is one, and what was used stays."""

from typing import Any

import pytest
from django.db import connection

from crm.conversations import selectors, services
from crm.conversations.adapters import settings_of
from crm.conversations.errors import ChangedMeanwhile, ChannelInUse, SenderInUse
from crm.conversations.models import ChannelAccount, Sender
from crm.conversations.selectors.channels import AccountRow, SenderRow
from crm.conversations.sending.pacing import pause_sender
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from crm.journal.models import Event
from tests.cast import Browser
from tests.cast import ada as make_ada
from tests.conversations.threads import fill_threads

TOKEN, SPARE = "a-token-that-nobody-sees", "another-one"


def add(actor: Actor, name: str = "Loft", **settings: Any) -> AccountRow:
    return services.add_channel(actor=actor, kind="pigeon", name=name, settings={"token": TOKEN, **settings})


def number(actor: Actor, account_id: int, address: str = "+12025550100", **fields: Any) -> SenderRow:
    return services.add_sender(actor=actor, account_id=account_id, channel="sms", address=address, **fields)


def use(sender: SenderRow) -> None:
    """A message that was sent from it."""
    (thread,) = fill_threads(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_message (conversation_id, direction, channel, state, account_id, sender_id) "
            "VALUES (%s, 'out', 'sms', 'sent', %s, %s)",
            [thread, sender.account_id, sender.id],
        )


def test_a_secret_is_never_given_back_and_stays_when_it_is_left_empty(ada: Actor) -> None:
    made = add(ada, spare=SPARE)
    changed = services.change_channel(
        actor=ada, account_id=made.id, version=1, changes={"settings": {"token": "", "loft": "South"}}
    )

    assert changed.settings == {"loft": "South"}
    assert changed.secrets_set == ["token", "spare"]
    stored = ChannelAccount.objects.get(pk=made.id)
    assert settings_of(stored).token.get_secret_value() == TOKEN
    assert TOKEN.encode() not in bytes(stored.settings_sealed)
    browser = Browser(make_ada())
    seen = b"".join(browser.get(path).content for path in ("/api/v1/channels", "/api/v1/channels/kinds"))
    told = "".join(str(row) for row in Event.objects.values_list("data", flat=True))
    assert TOKEN not in seen.decode() + told
    assert SPARE not in seen.decode() + told
    assert list(Event.objects.filter(subject="channel").order_by("id").values_list("name", flat=True)) == [
        "channel.added",
        "channel.changed",
    ]


def test_settings_that_make_no_sense_are_refused_by_name(ada: Actor) -> None:
    with pytest.raises(InvalidInput) as missing:
        services.add_channel(actor=ada, kind="pigeon", name="Loft", settings={})
    with pytest.raises(InvalidInput) as unknown:
        add(ada, wings=2)
    with pytest.raises(InvalidInput) as misshapen:
        add(ada, loft=["North"])
    with pytest.raises(InvalidInput) as kind:
        services.add_channel(actor=ada, kind="raven", name="Loft", settings={})

    assert missing.value.fields == {"settings.token": ["This is needed."]}
    assert list(unknown.value.fields or {}) == ["settings.wings"]
    assert list(misshapen.value.fields or {}) == ["settings.loft"]
    assert list(kind.value.fields or {}) == ["kind"]
    wrong = {"account_sid": "12", "auth_token": TOKEN}
    with pytest.raises(InvalidInput) as pattern:
        services.add_channel(actor=ada, kind="twilio_sms", name="Loft", settings=wrong)
    assert pattern.value.fields == {
        "settings.account_sid": ["This does not look like “Account SID”: copy it once more."]
    }


def test_a_change_that_was_made_meanwhile_is_not_overwritten(ada: Actor) -> None:
    made = add(ada)
    services.change_channel(actor=ada, account_id=made.id, version=1, changes={"name": "Tower"})
    with pytest.raises(ChangedMeanwhile):
        services.change_channel(actor=ada, account_id=made.id, version=1, changes={"name": "Barn"})
    with pytest.raises(NotFound):
        services.change_channel(actor=ada, account_id=made.id + 1, version=1, changes={})


def test_the_check_says_what_the_provider_said_until_the_settings_change(ada: Actor) -> None:
    made = add(ada)

    assert services.check_channel(actor=ada, account_id=made.id).text == "They do not know this token."
    (row,) = selectors.list_channels(actor=ada)
    assert (row.is_check_passed, row.check_text) == (False, "They do not know this token.")
    changed = services.change_channel(
        actor=ada, account_id=made.id, version=row.version, changes={"settings": {"token": "coo"}}
    )
    assert (changed.is_check_passed, changed.checked_at) == (None, None)
    assert services.check_channel(actor=ada, account_id=made.id).is_passed
    broken = add(ada, loft="Burnt")
    assert not services.check_channel(actor=ada, account_id=broken.id).is_passed


def test_one_sender_is_the_default_and_a_real_one_before_the_simulator(ada: Actor) -> None:
    pretended = ChannelAccount.objects.create(kind="simulator", name="Simulator", settings_sealed=b"", hook_id="s")
    phone = Sender.objects.create(account=pretended, channel="sms", name="", address="+15550100", is_default=True)
    loft = add(ada)
    first, second = number(ada, loft.id), number(ada, loft.id, "+12025550101")

    def default() -> int:
        return Sender.objects.get(channel="sms", is_default=True).pk

    assert (first.is_default, second.is_default, default()) == (True, False, first.id)
    services.change_sender(actor=ada, sender_id=second.id, version=1, changes={"is_default": True})
    assert default() == second.id
    services.change_sender(actor=ada, sender_id=second.id, version=2, changes={"is_active": False})
    assert default() == first.id
    services.delete_sender(actor=ada, sender_id=first.id)
    assert default() == phone.pk
    with pytest.raises(InvalidInput):
        services.change_sender(actor=ada, sender_id=second.id, version=3, changes={"is_default": True})


def test_a_pause_is_ended_by_hand_and_one_message_tries_first(ada: Actor) -> None:
    sender = number(ada, add(ada).id)
    pause_sender(sender.id, "They are busy.", retry_after=3000)
    (paused,) = selectors.list_senders(actor=ada)
    assert (paused.pause_text, bool(paused.paused_until)) == ("They are busy.", True)

    for _ in range(2):
        resumed = services.resume_sender(actor=ada, sender_id=sender.id)
        assert (resumed.pause_text, resumed.paused_until) == ("", None)
    assert Sender.objects.get(pk=sender.id).failures == 1
    assert Event.objects.filter(name="channel.sender_resumed").count() == 1
    with pytest.raises(NotFound):
        services.resume_sender(actor=ada, sender_id=sender.id + 1)


def test_a_sender_is_refused_as_its_channel_says(ada: Actor) -> None:
    loft = add(ada)
    number(ada, loft.id)

    wrongs: dict[str, dict[str, Any]] = {
        "channel": {"channel": "smoke", "address": "+12025550100"},
        "address": {"channel": "email", "address": "nobody"},
        "per_minute": {"channel": "sms", "address": "+12025550101", "per_minute": 0},
    }
    for field, wrong in wrongs.items():
        with pytest.raises(InvalidInput) as refused:
            services.add_sender(actor=ada, account_id=loft.id, **wrong)
        assert list(refused.value.fields or {}) == [field]
    with pytest.raises(InvalidInput) as twice:
        number(ada, loft.id)
    assert list(twice.value.fields or {}) == ["address"]


def test_what_was_used_is_not_deleted(ada: Actor) -> None:
    loft = add(ada)
    sender = number(ada, loft.id)
    use(sender)

    with pytest.raises(SenderInUse):
        services.delete_sender(actor=ada, sender_id=sender.id)
    with pytest.raises(ChannelInUse):
        services.delete_channel(actor=ada, account_id=loft.id)
    unused = add(ada)
    number(ada, unused.id)
    services.delete_channel(actor=ada, account_id=unused.id)
    assert [row.id for row in selectors.list_channels(actor=ada)] == [loft.id]


def test_settings_under_a_lost_key_are_said_to_be_so_and_can_be_given_again(ada: Actor) -> None:
    made = add(ada)
    ChannelAccount.objects.filter(pk=made.id).update(settings_sealed=b"nothing that we sealed")

    (row,) = selectors.list_channels(actor=ada)
    assert "KITH_SECRET_KEY" in row.problem
    assert not services.check_channel(actor=ada, account_id=made.id).is_passed
    again = services.change_channel(actor=ada, account_id=made.id, version=1, changes={"settings": {"token": "coo"}})
    assert again.problem == ""


def test_who_may_only_write_measures_texts_and_sets_up_nothing(uma: Actor) -> None:
    assert selectors.measure_text(actor=uma, text="Hi").segments == 1
