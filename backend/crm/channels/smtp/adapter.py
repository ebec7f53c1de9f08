"""Mail handed to a mail server (RFC 5321): every answer of it is a yes, a no, a not now, or nobody knows."""

import contextlib
import smtplib
import ssl
from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from time import monotonic
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr

from crm.consent.enums import Channel
from crm.conversations.enums import NextAct
from crm.conversations.port import (
    Accepted,
    CannotRead,
    Check,
    Fact,
    HookRequest,
    NotNow,
    NotVerified,
    OutcomeUnknown,
    Outgoing,
    Reading,
    Rejected,
    register_adapter,
)
from crm.core.errors import InvalidInput

# For each step until the mail is handed over, all of them together, and then for the server's word: many look for
# viruses before they say it.
SECONDS, BEFORE_SECONDS, WORD_SECONDS = 5.0, 20.0, 20.0
Security = Literal["starttls", "tls", "none"]
# RFC 3463: bad mailbox, bad host, mailbox moved, disabled. A no of any other sort says nothing of the address.
_GONE = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")


class SmtpSettings(BaseModel):
    """What a mail server wants."""

    host: str = Field(title="Server", description="Such as smtp.example.com.", min_length=1, max_length=253)
    port: Annotated[int, Field(ge=1, le=65535)] = Field(587, title="Port", description="587, or 465 with TLS.")
    security: Security = Field(
        "starttls", title="Encryption", description="starttls, tls, or none: none only on a network of your own."
    )
    user: str = Field("", title="Name", description="Empty for a server that asks for none.", max_length=254)
    password: SecretStr | None = Field(None, title="Password", description="Often one made for programs.")


class Smtp:
    """Mail by any server; outgoing only."""

    kind, label = "smtp", "Mail server (SMTP)"
    help = "Mail by a mail server of your own. Answers come to the sender's mailbox there, not to Kith."
    channels: Sequence[Channel] = (Channel.EMAIL,)
    Settings = SmtpSettings

    def check(self, settings: SmtpSettings) -> Check:
        """Connects and signs in."""
        try:
            with contextlib.closing(_connected(settings)):
                return Check(is_passed=True, text=f"{settings.host} takes this name and password.")
        except (Rejected, NotNow) as error:
            return Check(is_passed=False, text=error.text)

    def check_sender(self, settings: SmtpSettings, channel: Channel, address: str) -> str:
        """An email address."""
        given = address.strip().lower()
        try:
            Address(addr_spec=given)
        except (ValueError, IndexError, MessageError) as error:
            raise InvalidInput(fields={"address": ["Give an email address, such as hello@example.com."]}) from error
        return given

    def receives_at(self, settings: SmtpSettings, address: str) -> bool:
        """Nothing comes in."""
        return False

    def send(self, settings: SmtpSettings, outgoing: Outgoing) -> Accepted:
        """One mail, by a connection of its own."""
        mail = mail_of(outgoing).as_bytes(policy=SMTP)
        until = monotonic() + BEFORE_SECONDS
        server = _connected(settings)
        try:
            _name_people(server, outgoing, until)
            _hand_over(server, mail, outgoing)
        finally:
            # The mail is the server's by now, or was refused: how the connection ends tells nothing.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.close()
        return Accepted(provider_id=mail_id(outgoing), provider_state="accepted")

    def verify(self, settings: SmtpSettings, request: HookRequest) -> None:
        """Nobody posts for a mail server."""
        raise NotVerified("A mail server posts nothing.")

    def key_of(self, settings: SmtpSettings, request: HookRequest) -> str:
        """Never asked for: nothing is verified."""
        raise CannotRead("A mail server posts nothing.")

    def read(self, settings: SmtpSettings, request: HookRequest) -> Reading:
        """Never asked for: nothing is verified."""
        raise CannotRead("A mail server posts nothing.")

    def fetch(self, settings: SmtpSettings, url: str) -> tuple[str, bytes]:
        """Nothing comes in."""
        raise Rejected("A mail server keeps no files.")


def mail_id(outgoing: Outgoing) -> str:
    """Our Message-ID without brackets."""
    return outgoing.headers.get("Message-ID", "").strip("<>")


def mail_of(outgoing: Outgoing) -> EmailMessage:
    """The mail, with its parts. Raises `Rejected` for an address that can't be written."""
    mail = EmailMessage(policy=SMTP)
    if not all(one.isascii() for one in [outgoing.from_address, outgoing.to_address, *outgoing.cc, outgoing.reply_to]):
        text = "An address with letters that not every mail server takes can't be written to."
        raise Rejected(text, code="address", next_act=NextAct.FIX_ADDRESS)
    try:
        mail["From"] = Address(outgoing.from_name, addr_spec=outgoing.from_address)
        mail["To"] = Address(outgoing.to_name, addr_spec=outgoing.to_address)
        if outgoing.cc:
            mail["Cc"] = [Address(addr_spec=one) for one in outgoing.cc]
        if outgoing.reply_to:
            mail["Reply-To"] = Address(addr_spec=outgoing.reply_to)
    except (ValueError, IndexError, MessageError) as error:
        text = "One of the addresses can't be written to."
        raise Rejected(text, code="address", next_act=NextAct.FIX_ADDRESS) from error
    mail["Subject"] = " ".join(outgoing.subject.split())
    mail["Date"] = localtime()
    for name, value in outgoing.headers.items():
        mail[name] = value
    mail.set_content(outgoing.text or "\n")
    if outgoing.html:
        mail.add_alternative(outgoing.html, subtype="html")
    for file in outgoing.files:
        main, _, sub = file.content_type.partition("/")
        mail.add_attachment(
            file.data,
            maintype=main or "application",
            subtype=sub.partition(";")[0] or "octet-stream",
            filename=file.name,
            disposition="inline" if file.content_id else "attachment",
            cid=f"<{file.content_id}>" if file.content_id else None,
        )
    return mail


def _connected(settings: SmtpSettings) -> smtplib.SMTP:
    """A server that has let us in. Raises `NotNow` or `Rejected`; nothing was handed over in any case."""
    secure = ssl.create_default_context()
    server: smtplib.SMTP | None = None
    try:
        if settings.security == "tls":
            server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=secure)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
        if settings.security == "starttls":
            server.starttls(context=secure)
        if settings.user:
            server.login(settings.user, settings.password.get_secret_value() if settings.password else "")
    except (OSError, smtplib.SMTPException, ValueError) as error:
        if server is not None:
            server.close()
        raise _not_let_in(settings, error) from error
    return server


def _not_let_in(settings: SmtpSettings, error: Exception) -> Exception:
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500:
        text = f"{settings.host} does not take this name and password."
        return Rejected(text, code=str(error.smtp_code), next_act=NextAct.FIX_CHANNEL)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        text = f"{settings.host} does not do what the channel's settings ask: try another encryption or port."
        return Rejected(text, next_act=NextAct.FIX_CHANNEL)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Rejected(f"{settings.host} shows a certificate that is not its own.", next_act=NextAct.FIX_CHANNEL)
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return Rejected(f"{settings.host} is no name of a server.", next_act=NextAct.FIX_CHANNEL)
    return NotNow(f"{settings.host} can't be reached, or does not speak SMTP at this port.")


def _name_people(server: smtplib.SMTP, outgoing: Outgoing, until: float) -> None:
    """Says who writes to whom. Whoever the mail is for has to be taken; a copy that is not does not stop the mail."""
    try:
        server.ehlo_or_helo_if_needed()
        _judge(*server.mail(outgoing.from_address), outgoing, NextAct.FIX_CHANNEL)
        _judge(*server.rcpt(outgoing.to_address), outgoing, NextAct.FIX_ADDRESS)
        for one in outgoing.cc:
            server.rcpt(one)
            if monotonic() > until:
                raise NotNow("The mail server takes too long.")
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow("The mail server broke off before it had the mail.") from error


def _hand_over(server: smtplib.SMTP, mail: bytes, outgoing: Outgoing) -> None:
    try:
        if server.sock is not None:
            server.sock.settimeout(WORD_SECONDS)
        code, told = server.data(mail)
    except smtplib.SMTPDataError as error:
        # It did not want to hear the mail at all.
        code, told = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
    except (OSError, smtplib.SMTPException) as error:
        raise OutcomeUnknown("The mail server broke off before it said whether it has the mail.") from error
    _judge(code, told, outgoing, NextAct.FIX_TEXT)


def _judge(code: int, told: bytes, outgoing: Outgoing, act: NextAct) -> None:
    if 200 <= code < 300:
        return
    said = " ".join(told.decode("utf-8", "replace").split())[:300]
    if code < 500:
        raise NotNow(f"The mail server says not now: {said}", code=str(code))
    fact = None
    if act is NextAct.FIX_ADDRESS:
        is_gone = said.startswith(_GONE)
        act = act if is_gone else NextAct.NONE
        fact = Fact(kind="hard_bounce", address=outgoing.to_address, code=str(code), text=said) if is_gone else None
    raise Rejected(f"The mail server refuses this mail: {said}", code=str(code), next_act=act, fact=fact)


register_adapter(Smtp())
