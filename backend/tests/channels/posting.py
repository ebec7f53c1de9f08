"""Posts in the very forms of Twilio and SendGrid, signed as they sign them."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings as django_settings
from django.test import Client

from crm.channels.sendgrid.adapter import SIGNATURE, TIMESTAMP, SendGridSettings
from crm.channels.twilio_sms.adapter import TwilioSettings
from crm.channels.twilio_sms.signing import signature_of
from crm.conversations.account_settings import sealed
from crm.conversations.models import ChannelAccount
from crm.core import clock

TOKEN, HOOK_PASSWORD = "12345", "open"
FORM = "application/x-www-form-urlencoded"
NUMBER, MAILBOX = "+15550100100", "hello@reply.ours.example"


@lru_cache(maxsize=1)
def signing_key() -> ec.EllipticCurvePrivateKey:
    """The key that SendGrid signs events with in this run."""
    return ec.generate_private_key(ec.SECP256R1())


def twilio_account() -> ChannelAccount:
    """An account whose posts are signed with `TOKEN`."""
    return ChannelAccount.objects.create(
        kind="twilio_sms", name="Twilio", settings_sealed=sealed(twilio_settings()), hook_id="of-twilio"
    )


def twilio_settings(**changed: str) -> TwilioSettings:
    """Those of the account."""
    return TwilioSettings.model_validate({"account_sid": "AC" + "a" * 32, "auth_token": TOKEN, **changed})


def sendgrid_account() -> ChannelAccount:
    """An account whose events are signed with `signing_key`, and whose mails carry `HOOK_PASSWORD`."""
    public = signing_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    settings = SendGridSettings.model_validate({
        "api_key": "SG.key", "event_key": base64.b64encode(public).decode(), "hook_password": HOOK_PASSWORD,
        "receiving_domain": "reply.ours.example",
    })  # fmt: skip
    return ChannelAccount.objects.create(
        kind="sendgrid", name="SendGrid", settings_sealed=sealed(settings), hook_id="of-sendgrid"
    )


@dataclass(frozen=True, slots=True)
class Post:
    """What a provider posts: the same each time it does."""

    path: str
    content_type: str
    headers: dict[str, str]
    body: bytes

    def send(self, client: Client) -> int:
        """Posts it; the answer's status."""
        headers = {**self.headers, "Host": "127.0.0.1"}
        return client.post(self.path, self.body, content_type=self.content_type, headers=headers).status_code


def _by_twilio(fields: dict[str, str]) -> Post:
    path = "/hooks/twilio_sms/of-twilio"
    signature = signature_of(TOKEN, f"{django_settings.PUBLIC_URL}{path}", list(fields.items()))
    return Post(path, FORM, {"X-Twilio-Signature": signature}, urlencode(fields).encode())


def text_message(key: str, address: str, text: str) -> Post:
    """A text message that came in."""
    return _by_twilio({
        "ToCountry": "US", "SmsMessageSid": key, "NumMedia": "0", "SmsSid": key, "SmsStatus": "received", "Body": text,
        "To": NUMBER, "NumSegments": "1", "MessageSid": key, "AccountSid": "AC" + "a" * 32, "From": address,
        "ApiVersion": "2010-04-01",
    })  # fmt: skip


def text_report(key: str, status: str, address: str, code: str = "") -> Post:
    """What became of a text message."""
    fields = {"MessageSid": key, "MessageStatus": status, "To": address, "From": NUMBER, "ApiVersion": "2010-04-01"}
    return _by_twilio({**fields, **({"ErrorCode": code} if code else {})})


def mail(key: str, address: str, text: str) -> Post:
    """A mail that came in, taken apart."""
    headers = f"From: {address}\r\nTo: {MAILBOX}\r\nSubject: A question\r\nMessage-ID: <{key}@mail.example.com>\r\n"
    fields = {
        "headers": headers, "from": address, "to": MAILBOX, "subject": "A question", "text": text,
        "html": f"<p>{text}</p>", "envelope": json.dumps({"to": [MAILBOX], "from": address}), "spam_score": "0.1",
        "charsets": json.dumps({"text": "UTF-8", "html": "UTF-8"}), "attachments": "0", "SPF": "pass",
    }  # fmt: skip
    parts = [
        f'--xYzZY\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()
    ]
    body = ("\r\n".join(parts) + "\r\n--xYzZY--\r\n").encode()
    told = base64.b64encode(f"kith:{HOOK_PASSWORD}".encode()).decode()
    return Post(
        "/hooks/sendgrid/of-sendgrid",
        "multipart/form-data; boundary=xYzZY",
        {"Authorization": f"Basic {told}"},
        body,
    )


def events(batch: Sequence[dict[str, Any]]) -> Post:
    """A batch of what became of mails."""
    body = json.dumps(list(batch)).encode()
    moment = str(int(clock.now().timestamp()))
    signature = base64.b64encode(signing_key().sign(moment.encode() + body, ec.ECDSA(SHA256()))).decode()
    headers = {SIGNATURE: signature, TIMESTAMP: moment}
    return Post("/hooks/sendgrid/of-sendgrid", "application/json", headers, body)


def event(key: str, word: str, provider_id: str, address: str, **told: Any) -> dict[str, Any]:
    """One thing that became of a mail."""
    return {
        "email": address, "timestamp": 1_700_000_000, "event": word, "sg_event_id": key,
        "sg_message_id": f"{provider_id}.filter0", **told,
    }  # fmt: skip


def mixed(count: int, *, people: int, run: str = "") -> list[Post]:
    """So many posts of all kinds: four texts, two reports, three mails and one batch of three events in ten."""
    posts: list[Post] = []
    for number in range(count):
        who = number // 10 % people
        phone, address = f"+1202555{1000 + who:04}", f"p{who}@example.com"
        match number % 10:
            case 0 | 1 | 2 | 3:
                posts.append(text_message(f"SM{run}{number}", phone, f"Text {number}"))
            case 4 | 5:
                status, code = ("delivered", "") if number % 10 == 4 else ("undelivered", "30008")
                posts.append(text_report(f"SMout{number // 10 % people}", status, phone, code))
            case 6 | 7 | 8:
                posts.append(mail(f"m{run}{number}", address, f"Text {number}"))
            case _:
                words = ["processed", "delivered", "open"]
                posts.append(events([event(f"e{run}{number}{word}", word, f"sg{who}", address) for word in words]))
    return posts
