"""What Twilio posts: messages that came in, and what became of those that were sent."""

from crm.channels.twilio_sms.errors import fact_of, meaning_of
from crm.channels.twilio_sms.signing import form_of
from crm.consent.enums import Channel
from crm.conversations.enums import MessageState, NextAct
from crm.conversations.port import CannotRead, Fact, HookRequest, Incoming, IncomingFile, Reading, Report

# Words that are not here move nothing, and are kept.
STATES = {
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.DELIVERED,
    "undelivered": MessageState.FAILED,
    "failed": MessageState.FAILED,
    "canceled": MessageState.FAILED,
}
KEYWORDS = {"STOP", "START", "HELP"}
FILES_MOST = 10
_CAME = {"", "received", "receiving"}


def fields_of(request: HookRequest) -> dict[str, str]:
    """The fields of a post. Raises `CannotRead`."""
    try:
        fields = dict(form_of(request.body))
    except ValueError as error:
        raise CannotRead("It is not the form that Twilio posts.") from error
    if not (fields.get("MessageSid") or fields.get("SmsSid")):
        raise CannotRead("It names no message (MessageSid).")
    return fields


def key_of(fields: dict[str, str]) -> str:
    """The message's id; of a report with its state, since each state is posted on its own."""
    sid, status = _sid(fields), _status(fields)
    return sid if status in _CAME else f"{sid} {status} {fields.get('ErrorCode', '')}".strip()


def reading_of(fields: dict[str, str], request: HookRequest) -> Reading:
    """A message or a report."""
    if _status(fields) not in _CAME:
        return Reading(reports=[_report(fields, request)])
    if not fields.get("From") or ":" in fields["From"]:
        return Reading(note="A message that is no text message (such as WhatsApp's) was left aside")
    return Reading(messages=[_message(fields)], reports=_lifted(fields, request))


def _sid(fields: dict[str, str]) -> str:
    return fields.get("MessageSid") or fields.get("SmsSid", "")


def _status(fields: dict[str, str]) -> str:
    return (fields.get("MessageStatus") or fields.get("SmsStatus") or "").lower()


def _message(fields: dict[str, str]) -> Incoming:
    told = fields.get("OptOutType", "").upper()
    return Incoming(
        key=_sid(fields),
        channel=Channel.SMS,
        from_address=fields["From"],
        to_addresses=[fields["To"]] if fields.get("To") else [],
        text=fields.get("Body", ""),
        files=_files(fields),
        keyword=told if told in KEYWORDS else "",
    )


def _lifted(fields: dict[str, str], request: HookRequest) -> list[Report]:
    """START lifts the block of the messaging service that the number belongs to, as Twilio does."""
    service = fields.get("MessagingServiceSid")
    if fields.get("OptOutType", "").upper() != "START" or not service:
        return []
    fact = Fact(kind="carrier_block_lifted", address=fields["From"], code="START", sender_address=service)
    key = f"{_sid(fields)} START"
    return [Report(key=key, state=None, provider_state="start", fact=fact, at=request.received_at)]


def _files(fields: dict[str, str]) -> list[IncomingFile]:
    told = fields.get("NumMedia", "0")
    count = min(int(told), FILES_MOST) if told.isascii() and told.isdigit() and len(told) < 4 else 0
    return [
        IncomingFile(
            name=f"File {number + 1}",
            content_type=fields.get(f"MediaContentType{number}", "application/octet-stream"),
            fetch_url=fields[f"MediaUrl{number}"],
        )
        for number in range(count)
        if fields.get(f"MediaUrl{number}")
    ]


def _report(fields: dict[str, str], request: HookRequest) -> Report:
    status, code = _status(fields), fields.get("ErrorCode", "")
    code = "" if code == "0" else code
    state = STATES.get(status)
    has_failed = state is MessageState.FAILED
    meaning = meaning_of(code, fields.get("ErrorMessage", "")) if has_failed else None
    ours = fields.get("MessagingServiceSid") or fields.get("From", "")
    return Report(
        key=key_of(fields),
        provider_id=_sid(fields),
        state=state,
        provider_state=status[:60],
        code=code if has_failed else "",
        text=meaning.text if meaning else "",
        next_act=meaning.next_act if meaning else NextAct.NONE,
        fact=fact_of(code, fields.get("To", ""), sender_address=ours) if has_failed and fields.get("To") else None,
        at=request.received_at,
    )
