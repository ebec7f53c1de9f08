"""A stored message as what an adapter is given."""

from dataclasses import dataclass
from typing import Any, LiteralString
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings as django_settings

from crm.consent.enums import Channel, Purpose, Stream
from crm.consent.links import unsubscribe_headers
from crm.contacts.selectors.rows import full_name_of
from crm.conversations.enums import FileState
from crm.conversations.media import media_url
from crm.conversations.models import Attachment, ChannelAccount
from crm.conversations.port import Adapter, Outgoing, OutgoingFile
from crm.conversations.reply_addresses import reply_address
from crm.core.erasure import ERASED
from crm.core.prepared import prepared_cursor


def rfc_id_of(client_id: UUID) -> str:
    """The Message-ID of a mail of ours, without brackets: the same however often it is tried."""
    return f"{client_id}@{urlsplit(django_settings.PUBLIC_URL).hostname or 'localhost'}"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that is to leave, with whom it is for and what it is sent from. In the order of `_READ`."""

    id: int
    client_id: UUID
    conversation_id: int
    contact_id: int
    channel: str
    purpose: str
    to_address: str
    cc: list[str]
    subject: str
    text: str
    html: str
    rfc_id: str
    in_reply_to: list[str]
    references: list[str]
    is_by_machine: bool
    is_override: bool
    attempts: int
    has_files: bool
    first_name: str
    last_name: str
    sender_id: int
    sender_address: str
    sender_name: str
    is_in_use: bool
    is_failing: bool
    account_id: int
    account_kind: str
    settings_sealed: bytes
    hook_id: str

    @property
    def account(self) -> ChannelAccount:
        """The account, as far as its adapter and its settings are looked up by it."""
        return ChannelAccount(pk=self.account_id, kind=self.account_kind, settings_sealed=self.settings_sealed)


_READ: LiteralString = """
    SELECT m.id, m.client_id, m.conversation_id, t.contact_id, m.channel, m.purpose, m.to_address,
           array_remove(m.cc, %s), m.subject, m.text, m.html, m.rfc_id, m.in_reply_to, m.rfc_references,
           m.author_id IS NULL, m.is_override, m.attempts,
           EXISTS (SELECT 1 FROM conversations_attachment f WHERE f.message_id = m.id), k.first_name, k.last_name,
           s.id, s.address, s.name, s.is_active AND a.is_active, s.failures > 0, a.id, a.kind,
           a.settings_sealed, a.hook_id
    FROM conversations_message m
    JOIN conversations_conversation t ON t.id = m.conversation_id
    JOIN contacts_contact k ON k.id = t.contact_id
    JOIN conversations_sender s ON s.id = m.sender_id
    JOIN conversations_channelaccount a ON a.id = s.account_id
    WHERE m.id = %s::bigint
"""


def read_letter(message_id: int) -> Letter:
    """The message, which must be there and locked."""
    with prepared_cursor() as cursor:
        # Who was erased since gets no copy.
        cursor.execute(_READ, [ERASED, message_id])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(message_id)
    return Letter(*row)


def compose(letter: Letter, *, adapter: Adapter, settings: Any) -> Outgoing:
    """What is handed to the provider."""
    is_mail = letter.channel == Channel.EMAIL
    comes_back = is_mail and adapter.receives_at(settings, letter.sender_address)
    return Outgoing(
        key=str(letter.client_id),
        channel=Channel(letter.channel),
        from_address=letter.sender_address,
        from_name=letter.sender_name,
        to_address=letter.to_address,
        to_name=full_name_of(letter.first_name, letter.last_name, "", ""),
        cc=tuple(letter.cc),
        reply_to=reply_address(letter.sender_address, letter.conversation_id) if comes_back else "",
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=_headers(letter) if is_mail else {},
        files=_files(letter.id, has_links=not is_mail) if letter.has_files else [],
        report_url=f"{django_settings.PUBLIC_URL}/hooks/{letter.account_kind}/{letter.hook_id}",
    )


def _headers(letter: Letter) -> dict[str, str]:
    """RFC 5322's threading, RFC 3834's word that no person wrote it, and the way out of marketing (RFC 8058)."""
    headers = {"Message-ID": f"<{letter.rfc_id}>"}
    if letter.in_reply_to:
        headers["In-Reply-To"] = " ".join(f"<{one}>" for one in letter.in_reply_to)
    if letter.references:
        headers["References"] = " ".join(f"<{one}>" for one in letter.references)
    if letter.is_by_machine:
        headers["Auto-Submitted"] = "auto-generated"
    if letter.purpose == Purpose.MARKETING:
        headers |= unsubscribe_headers(address=letter.to_address, stream=Stream.MARKETING)
    return headers


def _files(message_id: int, *, has_links: bool) -> list[OutgoingFile]:
    return [
        OutgoingFile(
            name=file.name,
            content_type=file.content_type,
            data=bytes(file.data or b""),
            url=media_url(file.pk) if has_links else "",
        )
        for file in Attachment.objects.filter(message_id=message_id, state=FileState.STORED).order_by("pk")
    ]
