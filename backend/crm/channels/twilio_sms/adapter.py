"""Twilio's REST API of 2010-04-01: text messages out, and files of those that came in."""

import ipaddress
import re
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

import orjson
from pydantic import AfterValidator, BaseModel, Field, SecretStr

from crm.channels.http_calls import Answer, TooLarge, call, checked_base_url, refuse_when_busy
from crm.channels.twilio_sms.errors import fact_of, meaning_of
from crm.channels.twilio_sms.payloads import fields_of, key_of, reading_of
from crm.channels.twilio_sms.signing import is_signed
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
    OutgoingFile,
    Reading,
    Rejected,
    register_adapter,
)
from crm.core.errors import InvalidInput
from crm.core.phone import read_e164

SIGNATURE = "x-twilio-signature"
FILE_MOST = 25 * 1024 * 1024
REDIRECTS_MOST = 3
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")


class TwilioSettings(BaseModel):
    """What the account's page in Twilio's console shows."""

    account_sid: str = Field(
        title="Account SID",
        description="In Twilio's console on the first page. It begins with AC.",
        pattern="^AC[0-9a-fA-F]{32}$",
    )
    auth_token: SecretStr = Field(
        title="Auth token", description="Beside the account SID. What Twilio posts is signed with it.", min_length=1
    )
    other_auth_token: SecretStr | None = Field(
        None,
        title="Second auth token",
        description="While tokens are changed: the one that is not used yet, or not any more. Both count.",
    )
    api_key_sid: str = Field(
        "",
        title="API key SID",
        description="Optional: a key of its own to send with, which begins with SK. Else the auth token is used.",
        pattern="^(SK[0-9a-fA-F]{32})?$",
    )
    api_key_secret: SecretStr | None = Field(
        None, title="API key secret", description="What Twilio showed once when the key was made."
    )
    base_url: Annotated[str, AfterValidator(checked_base_url)] = Field(
        "https://api.twilio.com", title="Address", description="Another one only for other regions, or for tests."
    )

    def credentials(self) -> tuple[str, str]:
        """Name and password of requests."""
        if self.api_key_sid and self.api_key_secret:
            return self.api_key_sid, self.api_key_secret.get_secret_value()
        return self.account_sid, self.auth_token.get_secret_value()

    def tokens(self) -> list[str]:
        """Whatever posts may be signed with."""
        given = [self.auth_token, self.other_auth_token]
        return [token.get_secret_value() for token in given if token and token.get_secret_value()]


class Twilio:
    """Text messages by Twilio, from a number or a messaging service."""

    kind, label = "twilio_sms", "Twilio"
    help = "Text messages from a number or a messaging service of a Twilio account."
    channels: Sequence[Channel] = (Channel.SMS,)
    Settings = TwilioSettings

    def check(self, settings: TwilioSettings) -> Check:
        """Asks for the account."""
        url = f"{settings.base_url}/2010-04-01/Accounts/{settings.account_sid}.json"
        try:
            answer = call("GET", url, auth=settings.credentials())
        except (NotNow, OutcomeUnknown) as error:
            return Check(is_passed=False, text=f"{error.text} See that this machine may call {settings.base_url}.")
        except TooLarge:
            return Check(is_passed=False, text="This address does not answer as Twilio does.")
        told = _told(answer)
        if answer.status in {401, 403, 404}:
            return Check(is_passed=False, text="Twilio does not know these credentials: copy SID and token again.")
        if answer.status != 200 or "status" not in told:
            return Check(is_passed=False, text=f"Twilio answered {answer.status}: try again in a minute.")
        if told["status"] != "active":
            return Check(is_passed=False, text=f"The Twilio account is {str(told['status'])[:40]}: open its console.")
        trial = " It is a trial: it writes to verified numbers only." if told.get("type") == "Trial" else ""
        return Check(
            is_passed=True, text=f"Twilio knows the account “{str(told.get('friendly_name', ''))[:80]}”.{trial}"
        )

    def check_sender(self, settings: TwilioSettings, channel: Channel, address: str) -> str:
        """A phone number, a short code, or the SID of a messaging service."""
        given = address.strip()
        if _SERVICE.fullmatch(given) or re.fullmatch(r"[0-9]{5,6}", given):
            return given
        number = read_e164(given, region="US")
        if not number:
            hint = "Give a phone number, such as +1 202 555 0100, or a messaging service's SID (MG…)."
            raise InvalidInput(fields={"address": [hint]})
        return number

    def receives_at(self, settings: TwilioSettings, address: str) -> bool:
        """No mail comes here."""
        return False

    def send(self, settings: TwilioSettings, outgoing: Outgoing) -> Accepted:
        """Creates a message (`POST …/Messages.json`)."""
        sender = "MessagingServiceSid" if _SERVICE.fullmatch(outgoing.from_address) else "From"
        form: dict[str, Any] = {"To": outgoing.to_address, sender: outgoing.from_address}
        if outgoing.text:
            form["Body"] = outgoing.text
        if outgoing.files:
            form["MediaUrl"] = _media_urls(outgoing.files)
        if _is_public(outgoing.report_url):
            form["StatusCallback"] = outgoing.report_url
        url = f"{settings.base_url}/2010-04-01/Accounts/{settings.account_sid}/Messages.json"
        try:
            answer = call("POST", url, data=form, auth=settings.credentials())
        except TooLarge as error:
            raise OutcomeUnknown("Twilio's answer could not be read.") from error
        refuse_when_busy(answer, "Twilio")
        told = _told(answer)
        if answer.status in {200, 201} and told.get("sid"):
            return Accepted(
                provider_id=str(told["sid"]),
                provider_state=str(told.get("status") or ""),
                segments=_count(told.get("num_segments")),
            )
        if answer.status < 300:
            raise OutcomeUnknown("Twilio's answer could not be read.")
        raise _refusal(answer, told, outgoing)

    def verify(self, settings: TwilioSettings, request: HookRequest) -> None:
        """Its signature, by either token."""
        if not is_signed(
            settings.tokens(),
            url=request.url,
            content_type=request.content_type,
            body=request.body,
            signature=request.headers.get(SIGNATURE, ""),
        ):
            raise NotVerified("Twilio's signature is missing or another one: is the auth token the present one?")

    def key_of(self, settings: TwilioSettings, request: HookRequest) -> str:
        """The message's SID; with the state, of a report."""
        try:
            return key_of(fields_of(request))[:200]
        except CannotRead:
            return f"unreadable {request.received_at.isoformat()}"

    def read(self, settings: TwilioSettings, request: HookRequest) -> Reading:
        """A message or a report."""
        return reading_of(fields_of(request), request)

    def fetch(self, settings: TwilioSettings, url: str) -> tuple[str, bytes]:
        """A picture or other file of a message. Credentials go to the account's own address and nowhere else."""
        ours = urlsplit(settings.base_url)
        for _ in range(REDIRECTS_MOST + 1):
            parts = urlsplit(url)
            is_ours = (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc)
            if not is_ours and parts.scheme != "https" and ours.scheme == "https":
                raise Rejected("Twilio names an address for this file that is not safe to call.")
            try:
                answer = call("GET", url, most=FILE_MOST, **({"auth": settings.credentials()} if is_ours else {}))
            except TooLarge as error:
                raise Rejected("It is larger than is kept: 25 MB a file.") from error
            except OutcomeUnknown as error:
                raise NotNow(error.text) from error
            location = answer.headers.get("location", "")
            if answer.status not in {301, 302, 303, 307, 308} or not location:
                return _file_of(answer)
            url = urljoin(url, location)
        raise Rejected("Twilio sends from address to address for this file.")


def _media_urls(files: Sequence[OutgoingFile]) -> list[str]:
    """Where Twilio fetches the files of a message (twilio.com/docs/messaging/api/message-resource, `MediaUrl`)."""
    urls = [file.url for file in files]
    if not all(map(_is_public, urls)):
        text = "Twilio fetches files, and can't reach this Kith: it has no public address. Send them by email."
        raise Rejected(text, code="files", next_act=NextAct.FIX_TEXT)
    return urls


def _file_of(answer: Answer) -> tuple[str, bytes]:
    if answer.status == 200:
        return answer.headers.get("content-type", "application/octet-stream"), answer.body
    if answer.status in {404, 410}:
        raise Rejected("Twilio does not have this file any more.")
    # Credentials may be put right; a file is asked for again for an hour.
    raise NotNow(f"Twilio answered {answer.status}.", code=str(answer.status))


def _refusal(answer: Answer, told: dict[str, Any], outgoing: Outgoing) -> Exception:
    code = str(told.get("code") or "")
    if not code and answer.status in {401, 403}:
        code = "20003"
    if code in {"20429", "21611"}:
        return NotNow("Too many messages wait with this sender.", code=code)
    meaning = meaning_of(code, str(told.get("message") or ""))
    return Rejected(
        meaning.text,
        code=code or str(answer.status),
        next_act=meaning.next_act,
        fact=fact_of(code, outgoing.to_address, sender_address=outgoing.from_address),
    )


def _told(answer: Answer) -> dict[str, Any]:
    try:
        told = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _count(told: Any) -> int | None:
    """Parts as Twilio counts them; a messaging service does not know yet, and says 0."""
    text = str(told or "")
    return int(text) or None if text.isascii() and text.isdigit() and len(text) < 4 else None


def _is_public(url: str) -> bool:
    """Whether Twilio would take the address: it refuses a message whose reports go to one that it can't call."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal"))


register_adapter(Twilio(), headers=[SIGNATURE, "i-twilio-idempotency-token"])
