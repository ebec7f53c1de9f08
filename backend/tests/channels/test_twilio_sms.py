"""Twilio's adapter against a server that looks like Twilio's API, and against its published signatures."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

import httpx
import pytest
from django.conf import settings as django_settings
from django.test import Client

from crm.channels import http_calls
from crm.channels.twilio_sms.adapter import Twilio, TwilioSettings
from crm.channels.twilio_sms.signing import is_signed, signature_of
from crm.consent.enums import Channel
from crm.conversations.account_settings import sealed
from crm.conversations.enums import MessageState, NextAct
from crm.conversations.models import ChannelAccount, Message
from crm.conversations.port import HookRequest, NotNow, NotVerified, OutcomeUnknown, Outgoing, OutgoingFile, Rejected
from crm.conversations.receiving.payloads import read_payloads
from crm.core import clock
from crm.core.errors import InvalidInput
from tests.channels.provider import Provider, Reply
from tests.channels.twilio import ACCOUNT, SAMPLES, TOKEN, LookAlike

VECTORS = json.loads((SAMPLES / "signatures.json").read_text())["twilio"]["cases"]
MESSAGE = Outgoing(
    key="11111111-1111-4111-8111-111111111111",
    channel=Channel.SMS,
    from_address="+15550100100",
    from_name="",
    to_address="+12025550123",
    text="Grüße & more=1",
    report_url="https://crm.example.com/hooks/twilio_sms/abc",
)
ADAPTER = Twilio()


@pytest.fixture
def twilio() -> Iterator[LookAlike]:
    look_alike = LookAlike()
    yield look_alike
    look_alike.provider.close()


def settings_for(twilio: LookAlike, **changed: Any) -> TwilioSettings:
    return TwilioSettings.model_validate(
        {"account_sid": ACCOUNT, "auth_token": TOKEN, "base_url": twilio.provider.url, **changed}
    )


def test_a_message_is_what_the_contract_says(twilio: LookAlike) -> None:
    accepted = ADAPTER.send(settings_for(twilio), MESSAGE)
    assert (accepted.provider_id, accepted.provider_state, accepted.segments) == ("SM" + "c" * 32, "queued", 2)
    form = dict(parse_qsl(twilio.provider.seen[0].body.decode()))
    assert form == {"To": "+12025550123", "From": "+15550100100", "Body": "Grüße & more=1",
                    "StatusCallback": "https://crm.example.com/hooks/twilio_sms/abc"}  # fmt: skip
    service = Outgoing(key="k", channel=Channel.SMS, from_address="MG" + "d" * 32, from_name="", text="Hi",
                       to_address="+12025550123", report_url="http://127.0.0.1:8000/hooks/x")  # fmt: skip
    by_key = settings_for(twilio, api_key_sid="SK" + "b" * 32, api_key_secret="key")
    ADAPTER.send(by_key, service)
    form = dict(parse_qsl(twilio.provider.seen[1].body.decode()))
    # An address that Twilio can't call is not given: it would refuse the message for it.
    assert form == {"To": "+12025550123", "MessagingServiceSid": "MG" + "d" * 32, "Body": "Hi"}


@pytest.mark.parametrize(
    ("code", "act", "fact"),
    [
        (21610, NextAct.OTHER_CHANNEL, "carrier_block"),
        (21211, NextAct.FIX_ADDRESS, "unreachable_number"),
        (21614, NextAct.OTHER_CHANNEL, "unreachable_number"),
        (21408, NextAct.FIX_CHANNEL, None),
        (21617, NextAct.FIX_TEXT, None),
        (99999, NextAct.NONE, None),
    ],
)
def test_what_it_refuses_says_why_and_what_to_do(twilio: LookAlike, code: int, act: NextAct, fact: str | None) -> None:
    twilio.refusal = (400, code, "No such thing")
    with pytest.raises(Rejected) as refused:
        ADAPTER.send(settings_for(twilio), MESSAGE)
    told = refused.value
    assert (told.code, told.next_act, told.fact.kind if told.fact else None) == (str(code), act, fact)
    assert told.text
    assert not told.fact or (told.fact.address, told.fact.sender_address) == ("+12025550123", "+15550100100")


def test_wrong_credentials_are_the_channels_fault(twilio: LookAlike) -> None:
    with pytest.raises(Rejected) as refused:
        ADAPTER.send(settings_for(twilio, auth_token="wrong"), MESSAGE)
    assert refused.value.next_act is NextAct.FIX_CHANNEL
    assert not ADAPTER.check(settings_for(twilio, auth_token="wrong")).is_passed
    assert ADAPTER.check(settings_for(twilio)).text == "Twilio knows the account “Kith”."
    assert [one.method for one in twilio.provider.seen] == ["POST", "GET", "GET"]


def test_what_was_surely_not_taken_waits(twilio: LookAlike) -> None:
    twilio.refusal, twilio.retry_after = (429, 20429, "Too many"), "17"
    with pytest.raises(NotNow) as put_off:
        ADAPTER.send(settings_for(twilio), MESSAGE)
    assert put_off.value.retry_after == 17
    twilio.refusal = (500, 20500, "Fault")
    with pytest.raises(NotNow):
        ADAPTER.send(settings_for(twilio), MESSAGE)
    with pytest.raises(NotNow):
        ADAPTER.send(settings_for(twilio, base_url="http://127.0.0.1:9"), MESSAGE)


@pytest.mark.parametrize("mode", ["cut", "hang"])
def test_what_may_have_been_taken_is_unknown(twilio: LookAlike, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = httpx.Client(timeout=0.2, trust_env=False)
    monkeypatch.setattr(http_calls, "_client", lambda: client)
    twilio.provider.mode = mode
    with pytest.raises(OutcomeUnknown):
        ADAPTER.send(settings_for(twilio), MESSAGE)
    assert len(twilio.provider.seen) == 1


def test_a_gateway_that_had_no_answer_does_not_know(twilio: LookAlike) -> None:
    twilio.refusal = (504, 0, "Gateway")
    with pytest.raises(OutcomeUnknown):
        ADAPTER.send(settings_for(twilio), MESSAGE)


def with_file(url: str) -> Outgoing:
    """A message with two files that are fetched there."""
    files = [OutgoingFile(name="a.png", content_type="image/png", data=b"x", url=f"{url}{number}") for number in (1, 2)]
    return Outgoing(key="k", channel=Channel.SMS, from_address="+15550100100", from_name="",
                    to_address="+12025550123", text="Look", files=files)  # fmt: skip


def test_files_are_named_by_their_addresses(twilio: LookAlike) -> None:
    ADAPTER.send(settings_for(twilio), with_file("https://crm.example.com/media/t"))
    sent = parse_qs(twilio.provider.seen[0].body.decode())
    assert sent["MediaUrl"] == ["https://crm.example.com/media/t1", "https://crm.example.com/media/t2"]


def test_files_that_twilio_cannot_fetch_are_refused_in_words(twilio: LookAlike) -> None:
    with pytest.raises(Rejected) as refused:
        ADAPTER.send(settings_for(twilio), with_file("http://127.0.0.1:8000/media/t"))
    assert refused.value.next_act is NextAct.FIX_TEXT
    assert not twilio.provider.seen


@pytest.mark.parametrize("case", VECTORS, ids=range(len(VECTORS)))
def test_published_signatures(case: dict[str, Any]) -> None:
    told = case.get("params", {})
    fields = list(told.items()) if isinstance(told, dict) else [(name, value) for name, value in told]
    body = case["body"].encode() if "body" in case else urlencode(fields).encode()
    kind = "application/json" if "body" in case else "application/x-www-form-urlencoded; charset=UTF-8"
    given = {"url": case["url"], "content_type": kind, "body": body, "signature": case["signature"]}
    assert is_signed(["12345"], **given) is case["valid"]
    # While tokens are changed either counts; another one does not, and a body that nothing signs does not.
    assert is_signed(["new", "12345"], **given) is case["valid"]
    assert not is_signed(["new"], **given)
    assert not is_signed(["12345"], **{**given, "body": body + b"&x=1"})


def test_a_body_that_nothing_signs_is_refused() -> None:
    url = "https://crm.example.com/hooks/twilio_sms/abc"
    request = HookRequest(url=url, content_type="application/json", body=b"{}", received_at=clock.now(),
                          headers={"x-twilio-signature": signature_of(TOKEN, url, [])})  # fmt: skip
    with pytest.raises(NotVerified):
        ADAPTER.verify(TwilioSettings.model_validate({"account_sid": ACCOUNT, "auth_token": TOKEN}), request)


def read(**fields: str) -> Any:
    request = HookRequest(url="https://x.example", content_type="", headers={}, body=urlencode(fields).encode(),
                          received_at=clock.now())  # fmt: skip
    settings = TwilioSettings.model_validate({"account_sid": ACCOUNT, "auth_token": TOKEN})
    return ADAPTER.key_of(settings, request), ADAPTER.read(settings, request)


def test_a_message_with_pictures_and_a_keyword() -> None:
    key, reading = read(MessageSid="MM1", SmsStatus="received", From="+12025550123", To="+15550100100", Body="",
                        NumMedia="2", MediaUrl0="https://a/0", MediaContentType0="image/png",
                        MediaUrl1="https://a/1", MediaContentType1="image/gif")  # fmt: skip
    (message,) = reading.messages
    assert (key, message.key, message.from_address) == ("MM1", "MM1", "+12025550123")
    assert [(file.fetch_url, file.content_type) for file in message.files] == [
        ("https://a/0", "image/png"), ("https://a/1", "image/gif")]  # fmt: skip
    _, reading = read(MessageSid="SM1", From="+12025550123", To="+15550100100", Body="Start", OptOutType="START",
                      MessagingServiceSid="MG1", NumMedia="9" * 9)  # fmt: skip
    assert reading.messages[0].keyword == "START"
    assert [(one.fact.kind, one.fact.sender_address) for one in reading.reports] == [("carrier_block_lifted", "MG1")]


@pytest.mark.parametrize(
    ("status", "code", "state", "fact"),
    [
        ("queued", "", None, None),
        ("sent", "", MessageState.SENT, None),
        ("delivered", "0", MessageState.DELIVERED, None),
        ("undelivered", "30006", MessageState.FAILED, "unreachable_number"),
        ("failed", "21610", MessageState.FAILED, "carrier_block"),
        ("partially_yodelled", "30008", None, None),
    ],
)
def test_reports(status: str, code: str, state: MessageState | None, fact: str | None) -> None:
    _, reading = read(MessageSid="SM1", MessageStatus=status, ErrorCode=code, To="+12025550123", From="+15550100100")
    (report,) = reading.reports
    assert (report.provider_id, report.state, report.fact.kind if report.fact else None) == ("SM1", state, fact)
    assert bool(report.text) is (state is MessageState.FAILED)
    assert report.key != read(MessageSid="SM1", MessageStatus="other", To="+12025550123")[1].reports[0].key


def test_files_are_fetched_with_credentials_that_go_nowhere_else(twilio: LookAlike) -> None:
    elsewhere = Provider(lambda asked: Reply(200, b"PNG", {"Content-Type": "image/png"}))
    try:
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1"
        twilio.media[path] = Reply(307, b"", {"Location": f"{elsewhere.url}/cdn?sig=1"})
        assert ADAPTER.fetch(settings_for(twilio), twilio.provider.url + path) == ("image/png", b"PNG")
        assert "authorization" in twilio.provider.seen[0].headers
        assert "authorization" not in elsewhere.seen[0].headers
        twilio.media[path] = Reply(302, b"", {"Location": path})
        with pytest.raises(Rejected):
            ADAPTER.fetch(settings_for(twilio), twilio.provider.url + path)
        twilio.media[path] = Reply(404)
        with pytest.raises(Rejected):
            ADAPTER.fetch(settings_for(twilio), twilio.provider.url + path)
    finally:
        elsewhere.close()


def test_senders_and_addresses_are_checked(twilio: LookAlike) -> None:
    settings = settings_for(twilio)
    assert ADAPTER.check_sender(settings, Channel.SMS, " (202) 555-0100 ") == "+12025550100"
    assert ADAPTER.check_sender(settings, Channel.SMS, "MG" + "d" * 32) == "MG" + "d" * 32
    with pytest.raises(InvalidInput):
        ADAPTER.check_sender(settings, Channel.SMS, "nobody")
    for wrong in ("http://api.example.com", "ftp://x", "https://me:pass@x.example", "x"):
        with pytest.raises(ValueError, match="https://"):
            settings_for(twilio, base_url=wrong)


@pytest.mark.django_db
def test_a_signed_post_comes_in_once() -> None:
    settings = TwilioSettings.model_validate({"account_sid": ACCOUNT, "auth_token": TOKEN})
    account = ChannelAccount.objects.create(
        kind="twilio_sms", name="T", settings_sealed=sealed(settings), hook_id="of-twilio"
    )
    fields = {"MessageSid": "SM7", "From": "+12025550123", "To": "+15550100100", "Body": "Hello", "NumMedia": "0"}
    body = urlencode(fields)
    kind = "application/x-www-form-urlencoded"

    def post(signature: str) -> int:
        return (
            Client()
            .post(
                f"/hooks/twilio_sms/{account.hook_id}",
                body,
                content_type=kind,
                headers={"X-Twilio-Signature": signature},
            )
            .status_code
        )

    # Over the address that Twilio was given, not the one that reached us.
    from_public = signature_of(TOKEN, _public(account), list(fields.items()))
    assert [post(from_public), post(from_public), post("wrong")] == [204, 204, 403]
    while read_payloads():
        pass
    assert list(Message.objects.values_list("text", "provider_id")) == [("Hello", "SM7")]


def _public(account: ChannelAccount) -> str:
    return f"{django_settings.PUBLIC_URL}/hooks/twilio_sms/{account.hook_id}"
