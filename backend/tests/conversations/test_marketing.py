"""Marketing that lacks what it must carry does not leave: the words are refused, and that is stored and shown."""

import uuid
from typing import Any

import pytest

from crm.consent.links import preferences_url, unsubscribe_url
from crm.conversations import services
from crm.conversations.errors import SendRefused
from crm.conversations.models import ChannelAccount, Conversation, Letterhead, Message, Sender
from crm.conversations.sending.writing import NewMessage
from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.journal.models import Event
from tests.conversations.threads import person

PHONE, EMAIL = "+12025550123", "grace@example.com"
ADDRESS = "Kith & Company\n12 Harbour Street\nPortland, ME 04101"
IN_ONE_LINE = "Kith & Company, 12 Harbour Street, Portland, ME 04101"


@pytest.fixture
def thread(account: ChannelAccount, settings: Any) -> Conversation:
    """Grace, whom we can write to by both channels, in a house where marketing needs no opt-in."""
    settings.MARKETING_SMS_NEEDS_OPT_IN = settings.MARKETING_EMAIL_NEEDS_OPT_IN = False
    for channel, address in (("sms", "+12025550100"), ("email", "hello@ours.example")):
        Sender.objects.create(account=account, channel=channel, address=address, is_default=True)
    contact = person(phone=PHONE, phone_raw=PHONE, email=EMAIL)
    return Conversation.objects.create(contact=contact)


def write(actor: Actor, thread: Conversation, **fields: Any) -> str:
    """Sends marketing by mail, unless told otherwise; the state that it has then."""
    given = {"channel": "email", "subject": "News", "purpose": "marketing", "client_id": uuid.uuid4(), **fields}
    message = NewMessage(**given)
    return services.send_message(actor=actor, conversation_id=thread.pk, message=message).message.state


def refused_for(actor: Actor, thread: Conversation, **fields: Any) -> list[str]:
    """Codes of the grounds on which marketing is refused."""
    with pytest.raises(SendRefused) as refusal:
        write(actor, thread, **fields)
    verdict = refusal.value.extra["verdict"]
    assert not verdict["can_override"]
    return [reason["code"] for reason in verdict["reasons"]]


def test_a_mail_names_a_way_out_of_their_own_and_our_address(uma: Actor, thread: Conversation) -> None:
    ours = unsubscribe_url(address=EMAIL)
    assert refused_for(uma, thread, text=f"Buy! {ours}") == ["postal_address_unknown"]
    Letterhead.objects.create(pk=1, name="Kith", address=ADDRESS)
    assert refused_for(uma, thread, text="Buy!") == ["no_unsubscribe", "no_postal_address"]
    assert refused_for(uma, thread, text=f"Buy! {ours}") == ["no_postal_address"]
    somebody_elses = unsubscribe_url(address="alan@example.com")
    assert refused_for(uma, thread, text=f"Buy! {somebody_elses}\n{IN_ONE_LINE}") == ["no_unsubscribe"]
    made_up = f"{ours.rsplit('/', 1)[0]}/gAAAAABnotatoken"
    assert refused_for(uma, thread, text=f"Buy! {made_up}\n{IN_ONE_LINE}") == ["no_unsubscribe"]

    last = Message.objects.latest("id")
    assert (last.state, (last.verdict or {})["reasons"][0]["code"]) == ("refused", "no_unsubscribe")
    assert Event.objects.filter(name="message.refused").latest("id").data["code"] == "no_unsubscribe"

    assert write(uma, thread, text=f"Buy! {ours}\n{IN_ONE_LINE}") == "queued"
    assert write(uma, thread, text=f"Buy! {preferences_url(address=EMAIL)}\n{ADDRESS}") == "queued"


def test_both_parts_of_a_mail_carry_them(uma: Actor, thread: Conversation) -> None:
    Letterhead.objects.create(pk=1, name="Kith", address=ADDRESS)
    ours = unsubscribe_url(address=EMAIL)
    foot = f'<p>{ADDRESS.replace(chr(10), "<br>").replace("&", "&amp;")}</p><p><a href="{ours}">No more</a></p>'

    assert refused_for(uma, thread, text="Buy!", html=f"<p>Buy!</p>{foot}") == ["no_unsubscribe", "no_postal_address"]
    assert refused_for(uma, thread, text=f"Buy! {ours} {IN_ONE_LINE}", html="<p>Buy!</p>") == [
        "no_unsubscribe",
        "no_postal_address",
    ]
    assert write(uma, thread, html=f"<p>Buy!</p>{foot}") == "queued"


def test_a_text_message_says_how_to_stop_them(uma: Actor, thread: Conversation) -> None:
    assert refused_for(uma, thread, channel="sms", subject="", text="Ten per cent off today") == ["no_stop"]
    assert write(uma, thread, channel="sms", subject="", text="Ten per cent off. Reply STOP to opt out") == "queued"


def test_what_is_made_from_a_template_for_marketing_is_marketing(uma: Actor, thread: Conversation) -> None:
    offer = services.create_template(
        actor=uma, channel="sms", name="Offer", purpose="marketing", text="Ten per cent off. Reply STOP to opt out"
    )
    bill = services.create_template(actor=uma, channel="sms", name="Bill", purpose="transactional", text="Your bill")
    sms: dict[str, Any] = {"channel": "sms", "subject": "", "purpose": "one_to_one"}

    write(uma, thread, **sms, text=offer.text, template_version_id=offer.version_id)
    assert Message.objects.latest("id").purpose == "marketing"
    write(uma, thread, **sms, text=bill.text, template_version_id=bill.version_id)
    assert Message.objects.latest("id").purpose == "one_to_one"
    assert refused_for(uma, thread, **sms, text="Ten per cent", template_version_id=offer.version_id) == ["no_stop"]
    with pytest.raises(InvalidInput):
        write(uma, thread, **sms, text="Hi", template_version_id=2**70)


def test_what_is_no_marketing_needs_none_of_it(uma: Actor, thread: Conversation) -> None:
    assert write(uma, thread, text="Your invoice", purpose="transactional") == "queued"
    assert write(uma, thread, text="As I said", purpose="one_to_one") == "queued"
