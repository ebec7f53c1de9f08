"""The channel of mail servers over real TLS: from the first byte and by STARTTLS, with certificates right and wrong."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm.channels.smtp import adapter
from crm.channels.smtp.adapter import Security, SmtpSettings
from crm.conversations.enums import NextAct
from crm.conversations.port import NotNow, OutcomeUnknown, Rejected
from tests.channels.mail_server import Certificate, MailServer
from tests.channels.test_smtp import ADAPTER, MAIL

Starts = Callable[..., MailServer]
BOTH = pytest.mark.parametrize("security", ["starttls", "tls"])


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starts]:
    """Starts a server that shows a certificate, which this machine trusts unless said otherwise."""
    servers: list[MailServer] = []

    def started(security: Security, host: str = "127.0.0.1", *, days: int = 1, is_trusted: bool = True) -> MailServer:
        shown = Certificate.made(tmp_path, host, days=days)
        trusted = shown if is_trusted else Certificate.made(tmp_path, host)
        # What OpenSSL reads in place of the machine's own store.
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted.file))
        monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
        servers.append(MailServer(shown, is_tls_at_once=security == "tls"))
        return servers[-1]

    yield started
    for server in servers:
        server.close()


def settings_for(server: MailServer, security: Security) -> SmtpSettings:
    port = int(server.server_address[1])
    given = {"host": "127.0.0.1", "port": port, "security": security, "user": "me", "password": "pass"}
    return SmtpSettings.model_validate(given)


@BOTH
def test_name_mail_and_password_go_encrypted(start: Starts, security: Security) -> None:
    server = start(security)
    settings = settings_for(server, security)
    assert ADAPTER.check(settings).is_passed
    assert ADAPTER.send(settings, MAIL).provider_id == "1@ours.example"
    (mail,) = server.mails
    assert b"after the dot" in mail
    assert any(line.startswith("AUTH") for line in server.seen)
    # In the open it heard no more than that TLS is wanted, once by the check and once by the mail.
    assert [line.split()[0].lower() for line in server.open_seen] == (
        ["ehlo", "starttls"] * 2 if security == "starttls" else []
    )


@BOTH
@pytest.mark.parametrize(
    ("host", "days", "is_trusted"), [("127.0.0.1", 1, False), ("mail.example.com", 1, True), ("127.0.0.1", -1, True)]
)
def test_a_wrong_certificate_is_told_nothing(
    start: Starts, security: Security, host: str, days: int, is_trusted: bool
) -> None:
    """Signed by nobody who is known, for another host, or run out."""
    server = start(security, host, days=days, is_trusted=is_trusted)
    settings = settings_for(server, security)
    with pytest.raises(Rejected) as refused:
        ADAPTER.send(settings, MAIL)
    assert refused.value.next_act is NextAct.FIX_CHANNEL
    checked = ADAPTER.check(settings)
    assert (checked.is_passed, checked.text) == (False, "127.0.0.1 shows a certificate that is not its own.")
    assert not [line for line in server.seen if line.split()[0].lower() not in {"ehlo", "starttls"}]


@BOTH
def test_a_password_that_is_refused(start: Starts, security: Security) -> None:
    server = start(security)
    server.answers["AUTH"] = "535 5.7.8 Who?"
    with pytest.raises(Rejected) as refused:
        ADAPTER.send(settings_for(server, security), MAIL)
    assert (refused.value.code, refused.value.next_act) == ("535", NextAct.FIX_CHANNEL)
    # The name could not be looked up just now: it is tried again.
    server.answers["AUTH"] = "454 4.7.0 Later"
    with pytest.raises(NotNow):
        ADAPTER.send(settings_for(server, security), MAIL)
    assert not server.mails


@BOTH
@pytest.mark.parametrize(
    ("step", "answer", "raised"),
    [("RCPT", "450 4.2.1 Greylisted", NotNow),
     ("END", "452 Full", NotNow), ("RCPT", "550 5.1.1 No such user", Rejected), ("END", "554 No", Rejected),
     ("RCPT", "cut", NotNow), ("END", "cut", OutcomeUnknown)],
)  # fmt: skip
def test_answers(start: Starts, security: Security, step: str, answer: str, raised: type[Exception]) -> None:
    server = start(security)
    server.answers[step] = answer
    with pytest.raises(raised):
        ADAPTER.send(settings_for(server, security), MAIL)
    assert len(server.mails) == (step == "END")


def test_a_server_that_can_not_encrypt_now_is_told_nothing(start: Starts) -> None:
    server = start("starttls")
    server.answers["STAR"] = "454 TLS not available"
    with pytest.raises(NotNow):
        ADAPTER.send(settings_for(server, "starttls"), MAIL)
    assert {line.split()[0].lower() for line in server.seen} <= {"ehlo", "starttls", "quit"}


@pytest.mark.parametrize(
    ("security", "step", "raised"),
    [("tls", "HELLO", NotNow), ("starttls", "HELLO", NotNow), ("starttls", "STAR", NotNow), ("tls", "AUTH", NotNow),
     ("tls", "RCPT", NotNow), ("starttls", "END", OutcomeUnknown), ("tls", "END", OutcomeUnknown)],
)  # fmt: skip
def test_a_server_that_hangs_is_waited_for_no_longer_than_its_time(
    start: Starts, monkeypatch: pytest.MonkeyPatch, security: Security, step: str, raised: type[Exception]
) -> None:
    monkeypatch.setattr(adapter, "SECONDS", 0.2)
    monkeypatch.setattr(adapter, "WORD_SECONDS", 0.2)
    server = start(security)
    server.answers[step] = "hang"
    begun = time.monotonic()
    with pytest.raises(raised):
        ADAPTER.send(settings_for(server, security), MAIL)
    assert time.monotonic() - begun < 2
