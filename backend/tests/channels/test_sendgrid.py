"""SendGrid's adapter against a server that looks like its API, its published signature and recorded mails."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crm.channels.sendgrid.adapter import SIGNATURE, TIMESTAMP, SendGrid, SendGridSettings
from crm.consent.enums import Channel
from crm.conversations.enums import MessageState, NextAct
from crm.conversations.port import (
    CannotRead,
    HookRequest,
    Incoming,
    NotNow,
    NotVerified,
    OutcomeUnknown,
    Outgoing,
    OutgoingFile,
    Rejected,
    Report,
)
from crm.core import clock
from tests.channels.provider import Provider, Reply, Request

SAMPLES = Path(__file__).parent / "samples"
CONTRACT = json.loads((SAMPLES / "sendgrid_mail.json").read_text())["schema"]
VECTOR = json.loads((SAMPLES / "signatures.json").read_text())["sendgrid_event_webhook"]
SIGNED_AT = datetime.fromtimestamp(int(VECTOR["timestamp"]), tz=UTC)
FORM = "multipart/form-data; boundary=xYzZY"
ADAPTER = SendGrid()
MAIL = Outgoing(
    key="11111111-1111-4111-8111-111111111111",
    channel=Channel.EMAIL,
    from_address="hello@ours.example",
    from_name="Ours",
    to_address="grace@example.com",
    to_name="Grace",
    cc=["Grace@example.com", "ada@example.com"],
    reply_to="hello+abc@ours.example",
    subject="Grüße",
    text="Plain",
    html="<p>Html</p>",
    headers={"Message-ID": "<1@ours.example>", "References": "<0@x> <1@x>"},
    files=[OutgoingFile(name="a.png", content_type="image/png", data=b"PNG", content_id="pic")],
)


class LookAlike:
    """Takes what the contract says a mail is; answers `reply` instead once it is set."""

    def __init__(self) -> None:
        self.reply: Reply | None = None
        self.provider = Provider(self.answer)

    def answer(self, asked: Request) -> Reply:
        if asked.headers.get("authorization") != "Bearer SG.key":
            return Reply(401, b'{"errors": [{"message": "The provided authorization grant is invalid"}]}')
        if asked.path == "/v3/scopes":
            return Reply(200, b'{"scopes": ["mail.send"]}')
        if self.reply:
            return self.reply
        assert_fits(json.loads(asked.body), CONTRACT)
        return Reply(202, b"", {"X-Message-Id": "LRzXl"})


def assert_fits(told: Any, schema: dict[str, Any]) -> None:
    """What is told is what the contract says, and nothing that it does not name."""
    kind = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}[schema["type"]]
    assert isinstance(told, kind), (told, schema)
    if isinstance(told, dict):
        assert set(schema.get("required", [])) <= set(told)
        named = schema.get("properties", {})
        assert not named or set(told) <= set(named)
        for name, value in told.items():
            assert_fits(value, named.get(name, {"type": "string"}))
    elif isinstance(told, list):
        assert len(told) <= schema.get("maxItems", 10_000)
        for value in told:
            assert_fits(value, schema["items"])
    elif isinstance(told, str):
        assert len(told) >= schema.get("minLength", 0)


@pytest.fixture
def sendgrid() -> Iterator[LookAlike]:
    look_alike = LookAlike()
    yield look_alike
    look_alike.provider.close()


def settings_for(sendgrid: LookAlike | None = None, **changed: Any) -> SendGridSettings:
    url = sendgrid.provider.url if sendgrid else "https://api.sendgrid.com"
    return SendGridSettings.model_validate({"api_key": "SG.key", "base_url": url, **changed})


def test_a_mail_is_what_the_contract_says(sendgrid: LookAlike) -> None:
    assert ADAPTER.send(settings_for(sendgrid), MAIL).provider_id == "LRzXl"
    told = json.loads(sendgrid.provider.seen[0].body)
    (person,) = told["personalizations"]
    assert person["cc"] == [{"email": "ada@example.com"}]
    assert person["custom_args"] == {"kith_key": MAIL.key, "kith_to": "grace@example.com"}
    assert told["headers"] == dict(MAIL.headers)
    assert told["reply_to"] == {"email": "hello+abc@ours.example"}
    assert [part["type"] for part in told["content"]] == ["text/plain", "text/html"]
    (file,) = told["attachments"]
    assert (base64.b64decode(file["content"]), file["content_id"], file["disposition"]) == (b"PNG", "pic", "inline")
    ADAPTER.send(settings_for(sendgrid), replace(MAIL, text="", subject="", html="", cc=[], files=[], reply_to=""))


def test_what_it_refuses(sendgrid: LookAlike) -> None:
    with pytest.raises(Rejected) as refused:
        ADAPTER.send(settings_for(sendgrid, api_key="SG.old"), MAIL)
    assert refused.value.next_act is NextAct.FIX_CHANNEL
    for field, act in [
        ("personalizations.0.to.0.email", NextAct.FIX_ADDRESS),
        ("from.email", NextAct.FIX_CHANNEL),
        ("content.0.value", NextAct.FIX_TEXT),
    ]:
        sendgrid.reply = Reply(400, json.dumps({"errors": [{"message": "No.", "field": field}]}).encode())
        with pytest.raises(Rejected) as refused:
            ADAPTER.send(settings_for(sendgrid), MAIL)
        assert (refused.value.next_act, "No." in refused.value.text) == (act, True)


def test_what_waits_and_what_is_unknown(sendgrid: LookAlike) -> None:
    sendgrid.reply = Reply(429, b"", {"Retry-After": "9"})
    with pytest.raises(NotNow) as put_off:
        ADAPTER.send(settings_for(sendgrid), MAIL)
    assert put_off.value.retry_after == 9
    sendgrid.reply = Reply(503)
    with pytest.raises(NotNow):
        ADAPTER.send(settings_for(sendgrid), MAIL)
    sendgrid.provider.mode = "cut"
    with pytest.raises(OutcomeUnknown):
        ADAPTER.send(settings_for(sendgrid), MAIL)


def test_the_check_sends_nothing(sendgrid: LookAlike) -> None:
    assert ADAPTER.check(settings_for(sendgrid)).is_passed
    assert not ADAPTER.check(settings_for(sendgrid, api_key="SG.old")).is_passed
    assert [one.path for one in sendgrid.provider.seen] == ["/v3/scopes"] * 2


def signed(body: str = VECTOR["body"], *, late: int = 0, headers: dict[str, str] | None = None) -> HookRequest:
    told = {SIGNATURE: VECTOR["signature"], TIMESTAMP: VECTOR["timestamp"], **(headers or {})}
    return HookRequest(url="https://x.example", content_type="application/json", headers=told, body=body.encode(),
                       received_at=SIGNED_AT + timedelta(seconds=late))  # fmt: skip


def test_the_published_signature_and_its_window() -> None:
    settings = settings_for(event_key=VECTOR["public_key"])
    ADAPTER.verify(settings, signed(late=299))
    for wrong in (
        signed(late=301),
        signed(late=-301),
        signed(body=VECTOR["body"] + " "),
        signed(headers={TIMESTAMP: "x"}),
        signed(headers={SIGNATURE: "AAAA"}),
        signed(headers={SIGNATURE: ""}),
    ):
        with pytest.raises(NotVerified):
            ADAPTER.verify(settings, wrong)
    with pytest.raises(NotVerified):
        ADAPTER.verify(settings_for(), signed())
    with pytest.raises(ValueError, match="verification key"):
        settings_for(event_key="abc")


def test_mail_carries_the_password_of_the_hook() -> None:
    def posted(password: str) -> HookRequest:
        told = {"authorization": f"Basic {base64.b64encode(f'kith:{password}'.encode()).decode()}"}
        return HookRequest(url="", content_type=FORM, headers=told, body=b"", received_at=clock.now())

    ADAPTER.verify(settings_for(hook_password="open"), posted("open"))
    for given, password in [("open", "shut"), ("open", ""), (None, ""), (None, "open")]:
        with pytest.raises(NotVerified):
            ADAPTER.verify(settings_for(hook_password=given), posted(password))


def report_of(**event: Any) -> Report:
    body = json.dumps([{"email": "grace@example.com", "timestamp": 1600112492, **event}])
    (report,) = ADAPTER.read(settings_for(), signed(body=body)).reports
    return report


@pytest.mark.parametrize(
    ("event", "state", "fact"),
    [
        ({"event": "processed"}, MessageState.SENT, None),
        ({"event": "delivered"}, MessageState.DELIVERED, None),
        ({"event": "deferred"}, None, None),
        ({"event": "bounce", "type": "bounce", "status": "5.1.1"}, MessageState.FAILED, "hard_bounce"),
        ({"event": "bounce", "type": "blocked", "status": "5.7.1"}, MessageState.FAILED, "soft_bounce"),
        ({"event": "bounce", "type": "bounce", "status": "4.2.2"}, MessageState.FAILED, "soft_bounce"),
        ({"event": "dropped", "reason": "Bounced Address"}, MessageState.FAILED, "hard_bounce"),
        ({"event": "dropped", "reason": "Content"}, MessageState.FAILED, None),
        ({"event": "spamreport"}, None, "spam_report"),
        ({"event": "group_unsubscribe"}, None, "unsubscribed"),
        ({"event": "bounce", "type": "bounce", "kith_to": "other@example.com"}, None, "hard_bounce"),
        ({"event": "yodelled"}, None, None),
    ],
)
def test_events(event: dict[str, Any], state: MessageState | None, fact: str | None) -> None:
    report = report_of(**event, sg_message_id="LRzXl.filter-1", kith_key="k")
    assert (report.state, report.fact.kind if report.fact else None) == (state, fact)
    assert (report.provider_id, report.message_key, report.at) == (
        "LRzXl",
        "k",
        datetime.fromtimestamp(1600112492, UTC),
    )


def test_batches_and_nonsense() -> None:
    body = json.dumps([{"event": "open"}, {"event": "click"}, 7, {"event": "delivered", "sg_event_id": "a"}])
    reading = ADAPTER.read(settings_for(), signed(body=body))
    assert ([one.key for one in reading.reports], "3 of" in reading.note) == (["a"], True)
    for wrong in ("{}", "no", '"x"'):
        with pytest.raises(CannotRead):
            ADAPTER.read(settings_for(), signed(body=wrong))


def mail_in(name: str, **changed: Any) -> tuple[Incoming, str]:
    body = (SAMPLES / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    request = HookRequest(url="", content_type=FORM, headers={}, body=body, received_at=clock.now())
    (message,) = ADAPTER.read(settings_for(**changed), request).messages
    return message, ADAPTER.key_of(settings_for(), request)


def test_a_mail_taken_apart_and_a_raw_one() -> None:
    for name, host in [("default_data.txt", "inbound.example.com"), ("raw_data.txt", "inbound.inbound.com")]:
        mail, key = mail_in(name)
        assert (mail.from_address, mail.from_name) == ("test@example.com", "Example User")
        assert (mail.text.strip(), list(mail.to_addresses)) == ("Hello Twilio SendGrid!", [f"inbound@{host}"])
        assert "<strong>Hello Twilio SendGrid!" in mail.html
        assert key == mail.key == mail_in(name)[1]
        assert mail.headers["mime-version"] == "1.0"


def test_each_field_has_a_charset_of_its_own() -> None:
    mail, _ = mail_in("mixed_charsets.bin")
    assert (mail.subject, mail.from_name) == ("Como usted pidió", "Opérateur de test")
    assert (mail.html.strip(), mail.text.strip()) == (
        "<p>¿Esto se ve como esperabas?</p>",
        "Test the ESP\u2019s inbound charset handling\u2026",
    )


def test_files_of_a_raw_mail() -> None:
    mail, _ = mail_in("raw_data_with_attachments.txt")
    (file,) = mail.files
    assert (file.name, file.content_type, file.data[:3]) == ("SendGrid.jpg", "image/jpeg", b"\xff\xd8\xff")


def form(**fields: str) -> HookRequest:
    parts = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    )
    body = f"{parts}--B--\r\n".encode()
    return HookRequest(url="", content_type="multipart/form-data; boundary=B", headers={}, body=body,
                       received_at=clock.now())  # fmt: skip


def test_ids_spam_and_nonsense() -> None:
    headers = "From: Ada <ada@x.example>\r\nMessage-ID: <7@x>\r\nReferences: <1@x>\r\n <2@x>\r\nIn-Reply-To: <2@x>\r\n"
    request = form(headers=headers, text="Hi", spam_score="6.1", envelope='{"to": ["us@ours.example"]}')
    (mail,) = ADAPTER.read(settings_for(), request).messages
    assert (mail.rfc_id, list(mail.references), list(mail.in_reply_to)) == ("7@x", ["1@x", "2@x"], ["2@x"])
    assert mail.is_spam
    assert not ADAPTER.read(settings_for(spam_from=0), request).messages[0].is_spam
    for wrong in (form(text="x"), form(), form(headers="From: \xff\x00 =?bad?q?=ff?="), form(envelope="[]", to="x")):
        with pytest.raises(CannotRead):
            ADAPTER.read(settings_for(), wrong)
        assert ADAPTER.key_of(settings_for(), wrong)


def test_answers_come_to_the_receiving_domain_alone() -> None:
    settings = settings_for(receiving_domain="Reply.ours.example")
    assert ADAPTER.receives_at(settings, "a+b@reply.ours.example")
    assert not ADAPTER.receives_at(settings, "a@ours.example")
    assert not ADAPTER.receives_at(settings_for(), "a@ours.example")
