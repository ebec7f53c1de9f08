"""Addresses of the inbox: conversations, what was written in them, and what each of us keeps about them."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.conversations import selectors, services
from crm.conversations.inbox_schemas import (
    AssignIn,
    Conversation,
    ConversationCounts,
    ConversationDraft,
    ConversationListQuery,
    ConversationPage,
    DraftIn,
    Message,
    MessageListQuery,
    MessagePage,
    NoteIn,
    ReadIn,
    SnoozeIn,
    ViewingIn,
)
from crm.conversations.sending_schemas import MessageIn
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["conversations"])
ONE = {200: Conversation, **PROBLEMS}
# Whether a call has made the message, or found it.
SENT_STATUS = {True: 201, False: 200}


@router.get("/conversations", response={200: ConversationPage, **PROBLEMS}, operation_id="list_conversations")
def list_conversations(request: HttpRequest, query: Query[ConversationListQuery]) -> HttpResponse:
    """A page of conversations, the last written first."""
    return json_response(selectors.list_conversations(actor=caller_of(request), **query.dict()))


@router.get("/conversations/counts", response={200: ConversationCounts, **PROBLEMS}, operation_id="count_conversations")
def count_conversations(request: HttpRequest) -> HttpResponse:
    """How many conversations are open, and how many of them are unread."""
    return json_response(selectors.count_conversations(actor=caller_of(request)))


@router.get("/conversations/{conversation_id}", response=ONE, operation_id="get_conversation")
def get_conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """One conversation."""
    return json_response(selectors.get_conversation(actor=caller_of(request), conversation_id=conversation_id))


@router.get(
    "/conversations/{conversation_id}/messages",
    response={200: MessagePage, **PROBLEMS},
    operation_id="list_messages",
)
def list_messages(request: HttpRequest, conversation_id: int, query: Query[MessageListQuery]) -> HttpResponse:
    """A page of what was written, the newest first, and of what happened between."""
    return json_response(
        selectors.list_messages(actor=caller_of(request), conversation_id=conversation_id, **query.dict())
    )


@router.post(
    "/conversations/{conversation_id}/messages",
    response={201: Message, 200: Message, **PROBLEMS},
    operation_id="send_message",
)
def send_message(request: HttpRequest, conversation_id: int, payload: MessageIn) -> HttpResponse:
    """Writes a message that leaves in ten seconds, or later."""
    sent = services.send_message(
        actor=caller_of(request),
        conversation_id=conversation_id,
        message=payload.message(),
        override_reason=payload.override_reason,
    )
    return json_response(sent.message, status=SENT_STATUS[sent.is_new])


@router.get("/messages/{message_id}", response={200: Message, **PROBLEMS}, operation_id="get_message")
def get_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message."""
    return json_response(selectors.get_message(actor=caller_of(request), message_id=message_id))


@router.post("/contacts/{contact_id}/conversation", response=ONE, operation_id="open_conversation")
def open_conversation(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The contact's conversation, made when there is none."""
    return json_response(services.open_conversation(actor=caller_of(request), contact_id=contact_id))


@router.post("/conversations/{conversation_id}/close", response=ONE, operation_id="close_conversation")
def close_conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Puts a conversation away until the person writes again."""
    return json_response(services.close_conversation(actor=caller_of(request), conversation_id=conversation_id))


@router.post("/conversations/{conversation_id}/reopen", response=ONE, operation_id="reopen_conversation")
def reopen_conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Takes up a closed or snoozed conversation."""
    return json_response(services.reopen_conversation(actor=caller_of(request), conversation_id=conversation_id))


@router.post("/conversations/{conversation_id}/snooze", response=ONE, operation_id="snooze_conversation")
def snooze_conversation(request: HttpRequest, conversation_id: int, payload: SnoozeIn) -> HttpResponse:
    """Puts a conversation out of the way until a moment."""
    return json_response(
        services.snooze_conversation(actor=caller_of(request), conversation_id=conversation_id, **payload.dict())
    )


@router.post("/conversations/{conversation_id}/assign", response=ONE, operation_id="assign_conversation")
def assign_conversation(request: HttpRequest, conversation_id: int, payload: AssignIn) -> HttpResponse:
    """Hands a conversation to somebody, with a note."""
    return json_response(
        services.assign_conversation(actor=caller_of(request), conversation_id=conversation_id, **payload.dict())
    )


@router.post("/conversations/{conversation_id}/read", response=ONE, operation_id="mark_conversation_read")
def mark_conversation_read(request: HttpRequest, conversation_id: int, payload: ReadIn) -> HttpResponse:
    """Notes how far the reader has read."""
    return json_response(
        services.mark_conversation_read(actor=caller_of(request), conversation_id=conversation_id, **payload.dict())
    )


@router.post("/conversations/{conversation_id}/unread", response=ONE, operation_id="mark_conversation_unread")
def mark_conversation_unread(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Makes the last message that came in unread again for the reader."""
    return json_response(services.mark_conversation_unread(actor=caller_of(request), conversation_id=conversation_id))


@router.post(
    "/conversations/{conversation_id}/viewing", response={204: None, **PROBLEMS}, operation_id="view_conversation"
)
def view_conversation(request: HttpRequest, conversation_id: int, payload: ViewingIn) -> HttpResponse:
    """Tells the others that the reader has the conversation open."""
    services.view_conversation(actor=caller_of(request), conversation_id=conversation_id, **payload.dict())
    return HttpResponse(status=204)


@router.put(
    "/conversations/{conversation_id}/draft",
    response={200: ConversationDraft | None, **PROBLEMS},
    operation_id="save_draft",
)
def save_draft(request: HttpRequest, conversation_id: int, payload: DraftIn) -> HttpResponse:
    """Keeps what the reader has begun to write, and answers what is kept."""
    kept = services.save_draft(actor=caller_of(request), conversation_id=conversation_id, draft=payload.draft())
    return json_response(kept)


@router.delete("/conversations/{conversation_id}/draft", response={204: None, **PROBLEMS}, operation_id="delete_draft")
def delete_draft(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Throws away what the reader has begun to write, with its files."""
    services.delete_draft(actor=caller_of(request), conversation_id=conversation_id)
    return HttpResponse(status=204)


@router.post("/conversations/{conversation_id}/notes", response={201: Message, **PROBLEMS}, operation_id="add_note")
def add_note(request: HttpRequest, conversation_id: int, payload: NoteIn) -> HttpResponse:
    """Writes a note that only we see."""
    note = services.add_note(actor=caller_of(request), conversation_id=conversation_id, **payload.dict())
    return json_response(note, status=201)
