"""SendGrid's v3 API: mail out, mail in by Inbound Parse, and what becomes of it by the Event Webhook."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, BaseModel, Field, SecretStr

from crm.channels.http_calls import Answer, TooLarge, call, checked_base_url, refuse_when_busy
from crm.channels.sendgrid.events import KEY, TO, reading_of
from crm.channels.sendgrid.forms import form_of
from crm.channels.sendgrid.mails import key_of_form, mail_of
from crm.channels.sendgrid.signing import is_signed, public_key
from crm.consent.enums import Channel
from crm.conversations.enums import NextAct
from crm.conversations.port import (
    Accepted,
    CannotRead,
    Check,
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

SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"


def _checked_key(value: str) -> str:
    given = "".join(value.split())
    if given:
        public_key(given)
    return given


class SendGridSettings(BaseModel):
    """What SendGrid's pages show, and what is told them."""

    api_key: SecretStr = Field(
        title="API key", description="Settings → API Keys, with the right Mail Send.", min_length=1
    )
    event_key: Annotated[str, AfterValidator(_checked_key)] = Field(
        "",
        title="Verification key",
        description="Settings → Mail Settings → Event Webhook → Signature verification. Without it no reports come in.",
    )
    receiving_domain: str = Field(
        "",
        title="Receiving domain",
        description="Settings → Inbound Parse: the host whose mail is posted here. Empty when answers go elsewhere.",
        max_length=253,
    )
    hook_password: SecretStr | None = Field(
        None,
        title="Password of the hook",
        description="Chosen by you: Inbound Parse is given https://kith:PASSWORD@… as its address.",
    )
    spam_from: float = Field(
        5.0, ge=0, le=100, title="Spam from", description="The spam score from which mail is left aside; 0 for never."
    )
    base_url: Annotated[str, AfterValidator(checked_base_url)] = Field(
        "https://api.sendgrid.com", title="Address", description="https://api.eu.sendgrid.com in the EU."
    )

    def headers(self) -> dict[str, str]:
        """What each request carries."""
        return {"Authorization": f"Bearer {self.api_key.get_secret_value()}", "Content-Type": "application/json"}


class SendGrid:
    """Mail by SendGrid."""

    kind, label = "sendgrid", "SendGrid"
    help = "Mail from addresses of a domain that SendGrid has verified; answers by Inbound Parse."
    channels: Sequence[Channel] = (Channel.EMAIL,)
    Settings = SendGridSettings

    def check(self, settings: SendGridSettings) -> Check:
        """Asks what the key may do."""
        try:
            answer = call("GET", f"{settings.base_url}/v3/scopes", headers=settings.headers())
        except (NotNow, OutcomeUnknown) as error:
            return Check(is_passed=False, text=f"{error.text} See that this machine may call {settings.base_url}.")
        except TooLarge:
            return Check(is_passed=False, text="This address does not answer as SendGrid does.")
        if answer.status in {401, 403}:
            return Check(is_passed=False, text="SendGrid does not know this API key: make a new one.")
        if answer.status != 200:
            return Check(is_passed=False, text=f"SendGrid answered {answer.status}: try again in a minute.")
        if "mail.send" not in _told(answer).get("scopes", []):
            return Check(is_passed=False, text="This API key may not send mail: give it the right Mail Send.")
        missing = "" if settings.event_key else " Without the verification key nobody learns what bounces."
        return Check(is_passed=True, text=f"SendGrid takes this API key.{missing}")

    def check_sender(self, settings: SendGridSettings, channel: Channel, address: str) -> str:
        """An email address."""
        given = address.strip().lower()
        name, at, host = given.partition("@")
        if not (name and at and "." in host) or not given.isprintable() or " " in given or "@" in host:
            raise InvalidInput(fields={"address": ["Give an email address, such as hello@example.com."]})
        return given

    def receives_at(self, settings: SendGridSettings, address: str) -> bool:
        """Addresses of the receiving domain."""
        domain = settings.receiving_domain.strip().lower()
        return bool(domain) and address.lower().rpartition("@")[2] == domain

    def send(self, settings: SendGridSettings, outgoing: Outgoing) -> Accepted:
        """Hands a mail over (`POST /v3/mail/send`)."""
        body = orjson.dumps(_mail(outgoing))
        try:
            answer = call("POST", f"{settings.base_url}/v3/mail/send", content=body, headers=settings.headers())
        except TooLarge as error:
            raise OutcomeUnknown("SendGrid's answer could not be read.") from error
        refuse_when_busy(answer, "SendGrid")
        if answer.status in {200, 202}:
            return Accepted(provider_id=answer.headers.get("x-message-id", ""), provider_state="accepted")
        if answer.status < 300:
            raise OutcomeUnknown("SendGrid's answer could not be read.")
        raise _refusal(answer)

    def verify(self, settings: SendGridSettings, request: HookRequest) -> None:
        """Events are signed. A mail is signed, or carries the hook's password."""
        signature = request.headers.get(SIGNATURE, "")
        if signature:
            if settings.event_key and is_signed(
                settings.event_key,
                timestamp=request.headers.get(TIMESTAMP, ""),
                body=request.body,
                signature=signature,
                at=request.received_at,
            ):
                return
            raise NotVerified("SendGrid's signature is another one, or is older than five minutes.")
        password = settings.hook_password.get_secret_value() if settings.hook_password else ""
        is_mail = request.content_type.lower().startswith("multipart/form-data")
        if not (is_mail and password and hmac.compare_digest(_password_of(request), password.encode())):
            raise NotVerified("It is neither signed nor does it carry the hook's password.")

    def key_of(self, settings: SendGridSettings, request: HookRequest) -> str:
        """Of a mail its Message-ID and recipients; of events their bytes."""
        try:
            if _is_mail(request):
                return key_of_form(form_of(request.content_type, request.body))
        except CannotRead:
            pass
        return f"events {hashlib.sha256(request.body).hexdigest()}"

    def read(self, settings: SendGridSettings, request: HookRequest) -> Reading:
        """A mail, or a batch of events."""
        if not _is_mail(request):
            return reading_of(request)
        form = form_of(request.content_type, request.body)
        return Reading(messages=[mail_of(form, spam_from=settings.spam_from)])

    def fetch(self, settings: SendGridSettings, url: str) -> tuple[str, bytes]:
        """Files come with the mail."""
        raise Rejected("SendGrid keeps no files.")


def _is_mail(request: HookRequest) -> bool:
    return request.content_type.lower().startswith("multipart/form-data")


def _password_of(request: HookRequest) -> bytes:
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    try:
        return base64.b64decode(told, validate=True).partition(b":")[2] if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        return b""


def _mail(outgoing: Outgoing) -> dict[str, Any]:
    to = {"email": outgoing.to_address, **({"name": outgoing.to_name} if outgoing.to_name else {})}
    # SendGrid refuses a mail that names an address twice.
    copies = {one.lower(): one for one in outgoing.cc if one.lower() != outgoing.to_address.lower()}
    person: dict[str, Any] = {"to": [to], "custom_args": {KEY: outgoing.key, TO: outgoing.to_address}}
    if copies:
        person["cc"] = [{"email": one} for one in copies.values()]
    content = [{"type": "text/plain", "value": outgoing.text or " "}]
    if outgoing.html:
        content.append({"type": "text/html", "value": outgoing.html})
    mail: dict[str, Any] = {
        "personalizations": [person],
        "from": {"email": outgoing.from_address, **({"name": outgoing.from_name} if outgoing.from_name else {})},
        "subject": outgoing.subject or "(no subject)",
        "content": content,
        "headers": dict(outgoing.headers),
        # Links and the header of unsubscribing are ours: SendGrid would write others in their place.
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
        },
    }
    if outgoing.reply_to:
        mail["reply_to"] = {"email": outgoing.reply_to}
    if outgoing.files:
        mail["attachments"] = [
            {
                "content": base64.b64encode(file.data).decode(),
                "type": file.content_type,
                "filename": file.name,
                "disposition": "inline" if file.content_id else "attachment",
                **({"content_id": file.content_id} if file.content_id else {}),
            }
            for file in outgoing.files
            if file.data
        ]
    return mail


def _refusal(answer: Answer) -> Rejected:
    code = str(answer.status)
    said = " ".join(str(one.get("message", "")) for one in _errors(answer))[:300]
    if answer.status in {401, 403}:
        text = f"SendGrid does not let this account send: {said}" if said else "SendGrid does not know the API key."
        return Rejected(text, code=code, next_act=NextAct.FIX_CHANNEL)
    if answer.status == 413:
        return Rejected("The mail is larger than SendGrid takes (30 MB).", code=code, next_act=NextAct.FIX_TEXT)
    fields = " ".join(str(one.get("field") or "") for one in _errors(answer))
    act = NextAct.FIX_ADDRESS if ".to" in fields or ".cc" in fields else NextAct.FIX_TEXT
    if "from" in fields.split("."):
        act = NextAct.FIX_CHANNEL
    return Rejected(
        f"SendGrid refuses this mail: {said}" if said else "SendGrid refuses this mail.", code=code, next_act=act
    )


def _errors(answer: Answer) -> list[dict[str, Any]]:
    errors = _told(answer).get("errors")
    return [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []


def _told(answer: Answer) -> dict[str, Any]:
    try:
        told = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


register_adapter(SendGrid(), headers=[SIGNATURE, TIMESTAMP])
