"""The channel of mail servers against one on loopback that says no, not now, or nothing at any step."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from crm.channels.smtp import adapter
from crm.channels.smtp.adapter import Smtp, SmtpSettings
from crm.consent.enums import Channel
from crm.conversations.enums import NextAct
from crm.conversations.port import NotNow, OutcomeUnknown, Outgoing, OutgoingFile, Rejected
from crm.core.errors import InvalidInput
from tests.channels.mail_server import MailServer

ADAPTER = Smtp()
MAIL = Outgoing(
    key="k",
    channel=Channel.EMAIL,
    from_address="hello@ours.example",
    from_name="Grüße, Ours",
    to_address="grace@example.com",
    cc=["ada@example.com"],
    reply_to="hello+1@ours.example",
    subject="Ünser\r\nBcc: x@y.example",
    text="Plain\n.\nafter the dot",
    html="<p>Html</p>",
    headers={"Message-ID": "<1@ours.example>", "References": " ".join(f"<{n}@x.example>" for n in range(30))},
    files=[OutgoingFile(name="ä.pdf", content_type="application/pdf", data=b"PDF")],
)


@pytest.fixture
def server() -> Iterator[MailServer]:
    made = MailServer()
    yield made
    made.close()


def settings_for(server: MailServer, **changed: Any) -> SmtpSettings:
    given = {"host": "127.0.0.1", "port": server.server_address[1], "security": "none", **changed}
    return SmtpSettings.model_validate(given)


def test_a_mail_arrives_whole(server: MailServer) -> None:
    accepted = ADAPTER.send(settings_for(server, user="me", password="pass"), MAIL)
    assert accepted.provider_id == "1@ours.example"
    (raw,) = server.mails
    mail = message_from_bytes(raw, policy=default)
    assert (mail["From"], mail["To"], mail["Cc"]) == (
        '"Grüße, Ours" <hello@ours.example>', "grace@example.com", "ada@example.com")  # fmt: skip
    # A line end in a subject begins no header.
    assert (mail["Subject"], mail["Bcc"]) == ("Ünser Bcc: x@y.example", None)
    assert mail["References"].split() == MAIL.headers["References"].split()
    assert mail["Message-ID"] == "<1@ours.example>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == ["Plain", ".", "after the dot"]
    assert [(one.get_filename(), one.get_content()) for one in mail.iter_attachments()] == [("ä.pdf", b"PDF")]
    assert max(map(len, raw.splitlines())) <= 998
    assert [line for line in server.seen if line.startswith("rcpt")] == [
        "rcpt TO:<grace@example.com>", "rcpt TO:<ada@example.com>"]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "answer", "act", "fact"),
    [
        ("AUTH", "535 5.7.8 Who?", NextAct.FIX_CHANNEL, None),
        ("MAIL", "550 5.7.1 Not yours", NextAct.FIX_CHANNEL, None),
        ("RCPT", "550 5.1.1 No such user", NextAct.FIX_ADDRESS, "hard_bounce"),
        ("RCPT", "554 5.7.1 Blocked by policy", NextAct.NONE, None),
        ("DATA", "554 No", NextAct.FIX_TEXT, None),
        ("END", "552 5.3.4 Too large", NextAct.FIX_TEXT, None),
    ],
)
def test_a_no_is_for_good(server: MailServer, step: str, answer: str, act: NextAct, fact: str | None) -> None:
    server.answers[step] = answer
    with pytest.raises(Rejected) as refused:
        ADAPTER.send(settings_for(server, user="me", password="pass"), MAIL)
    told = refused.value
    assert (told.next_act, told.fact.kind if told.fact else None) == (act, fact)


@pytest.mark.parametrize(
    ("step", "answer"),
    [("MAIL", "421 4.3.2 Later"), ("RCPT", "450 4.2.1 Greylisted"), ("DATA", "451 Later"), ("END", "452 Full"),
     ("MAIL", "cut"), ("RCPT", "cut"), ("EHLO", "cut")],
)  # fmt: skip
def test_what_was_surely_not_taken_waits(server: MailServer, step: str, answer: str) -> None:
    server.answers[step] = answer
    with pytest.raises(NotNow):
        ADAPTER.send(settings_for(server, user="me", password="pass"), MAIL)


def test_no_answer_after_the_mail_is_unknown(server: MailServer) -> None:
    server.answers["END"] = "cut"
    with pytest.raises(OutcomeUnknown):
        ADAPTER.send(settings_for(server), MAIL)
    assert len(server.mails) == 1


def test_another_encryption_than_the_server_speaks_is_given_up(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "SECONDS", 0.1)
    with pytest.raises(NotNow):
        ADAPTER.send(settings_for(server, security="tls"), MAIL)


def test_the_check_and_encryption_that_is_not_there(server: MailServer) -> None:
    assert ADAPTER.check(settings_for(server, user="me", password="pass")).is_passed
    # A server without STARTTLS is never told the password.
    refused = ADAPTER.check(settings_for(server, security="starttls", user="me", password="pass"))
    assert "try another encryption" in refused.text
    assert sum(line.startswith("AUTH") for line in server.seen) == 1
    assert not ADAPTER.check(settings_for(server, port=9)).is_passed
    assert not server.mails


def test_addresses(server: MailServer) -> None:
    assert ADAPTER.check_sender(settings_for(server), Channel.EMAIL, " Hello@Ours.Example ") == "hello@ours.example"
    for wrong in ("nobody", "a@b@c", "a b@c.example", "a@b\r\nc", ""):
        with pytest.raises(InvalidInput):
            ADAPTER.check_sender(settings_for(server), Channel.EMAIL, wrong)
    for to in ("grüße@example.com", "a@b\r\nRCPT TO:<x@y>"):
        with pytest.raises(Rejected):
            ADAPTER.send(settings_for(server), replace(MAIL, to_address=to))
    assert not server.seen
