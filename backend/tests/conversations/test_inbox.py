"""The inbox: its list, its counts, a thread's page, and what each of us keeps about it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.contacts.models import Contact
from crm.conversations import selectors, services
from crm.conversations.models import Conversation, Draft, Mention, Message
from crm.conversations.selectors import lists
from crm.conversations.selectors.lists import Show, StateFilter
from crm.conversations.selectors.messages import EventRow
from crm.conversations.services.threads import seconds_until_waking, wake_snoozed
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from crm.journal.models import Event
from tests import cast
from tests.conversations.threads import fill_threads, person, stored


def names(actor: Actor, **which: object) -> list[str]:
    """Who stands in the list, from the top."""
    return [row.contact.name for row in selectors.list_conversations(actor=actor, **which).items]  # type: ignore[arg-type]


def test_a_thread_begins_with_the_owner_of_the_contact_and_there_is_one(ada: Actor, uma: Actor) -> None:
    contact = person()
    contact.assigned_user_id = uma.user_id
    contact.save()

    first = services.open_conversation(actor=ada, contact_id=contact.pk)
    second = services.open_conversation(actor=uma, contact_id=contact.pk)

    assert first.id == second.id
    assert first.assigned_user is not None
    assert first.assigned_user.id == uma.user_id
    assert list(Event.objects.values_list("name", flat=True)) == ["conversation.started"]
    with pytest.raises(NotFound):
        services.open_conversation(actor=ada, contact_id=contact.pk + 1)


def test_who_has_left_gets_no_new_thread(ada: Actor) -> None:
    gone = cast.uma()
    contact = person()
    contact.assigned_user_id = gone.pk
    contact.save()
    gone.is_active = False
    gone.save()

    assert services.open_conversation(actor=ada, contact_id=contact.pk).assigned_user is None


def test_close_reopen_snooze_and_wake(ada: Actor) -> None:
    (thread,) = fill_threads(1)

    closed = services.close_conversation(actor=ada, conversation_id=thread)
    again = services.close_conversation(actor=ada, conversation_id=thread)
    assert (closed.state, closed.turn, closed.version, again.version) == ("closed", "nobody", 2, 2)
    reopened = services.reopen_conversation(actor=ada, conversation_id=thread)
    assert (reopened.state, reopened.turn, reopened.waiting_since is not None) == ("open", "us", True)
    with pytest.raises(InvalidInput) as refused:
        services.snooze_conversation(actor=ada, conversation_id=thread, until=clock.now() - timedelta(hours=1))
    assert refused.value.fields is not None
    assert "until" in refused.value.fields
    snoozed = services.snooze_conversation(actor=ada, conversation_id=thread, until=clock.now() + timedelta(hours=1))
    assert (snoozed.state, snoozed.turn, wake_snoozed()) == ("snoozed", "us", 0)
    assert seconds_until_waking(9999) > 3000

    Conversation.objects.update(snoozed_until=clock.now() - timedelta(seconds=1))

    assert (seconds_until_waking(9999), wake_snoozed(), stored(thread).state) == (0, 1, "open")
    assert list(Event.objects.order_by("id").values_list("name", flat=True)) == [
        "conversation.closed", "conversation.reopened", "conversation.snoozed", "conversation.woken",
    ]  # fmt: skip


def test_who_hands_over_says_why_and_it_stands_in_the_thread(ada: Actor, uma: Actor) -> None:
    (thread,) = fill_threads(1)

    assigned = services.assign_conversation(
        actor=ada, conversation_id=thread, user_id=uma.user_id, note="She knows the order"
    )

    assert assigned.assigned_user is not None
    assert assigned.assigned_user.name == "Uma"
    page = selectors.list_messages(actor=uma, conversation_id=thread)
    told = [item for item in page.items if isinstance(item, EventRow)]
    assert [(one.actor, one.text) for one in told] == [("Ada", "assigned the conversation to Uma: She knows the order")]
    with pytest.raises(InvalidInput):
        services.assign_conversation(actor=ada, conversation_id=thread, user_id=987654, note="")
    assert services.assign_conversation(actor=ada, conversation_id=thread, user_id=None).assigned_user is None


def test_the_list_is_narrowed_and_the_newest_stands_on_top(ada: Actor, uma: Actor) -> None:
    fill_threads(2, owner=uma)
    (other,) = fill_threads(1)
    services.close_conversation(actor=ada, conversation_id=other)

    assert names(uma) == ["Person No2", "Person No1"]
    assert names(uma, show=Show.MINE) == ["Person No2", "Person No1"]
    assert names(ada, show=Show.MINE) == []
    assert names(ada, show=Show.UNASSIGNED, state=StateFilter.CLOSED) == ["Person No1"]
    assert len(names(ada, state=StateFilter.ALL)) == 3
    assert names(ada, channel="email") == []
    assert len(names(ada, channel="sms", turn="us", unread=True)) == 2


def test_what_was_written_is_found_and_so_are_people(ada: Actor) -> None:
    first, second = fill_threads(2, messages=3)
    Message.objects.filter(conversation_id=first).update(text="The piano, please: Größe XL")

    found = selectors.list_conversations(actor=ada, q="piano grosse").items

    assert [row.id for row in found] == [first]
    assert found[0].hit is not None
    assert found[0].hit.text.startswith("The piano")
    by_name = selectors.list_conversations(actor=ada, q="person no2").items
    assert [(row.id, row.hit) for row in by_name] == [(second, None)]
    assert names(ada, q="nobody%_ at all") == []


def test_a_word_of_many_messages_finds_the_newest_and_archived_people_are_found(
    ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fill_threads(3, messages=2)[0]
    monkeypatch.setattr(lists, "FOUND_MOST", 1)
    newest = Message.objects.order_by("-pk").first()
    assert newest is not None
    Contact.objects.filter(last_name="No1").update(archived_at=clock.now())

    # All six messages bear the word, and the newest one counts.
    found = selectors.list_conversations(actor=ada, q="message").items
    assert [row.id for row in found] == [newest.conversation_id]
    found = selectors.list_conversations(actor=ada, q="no1").items
    assert [(row.id, row.contact.is_archived) for row in found] == [(first, True)]


def test_pages_go_on_where_the_last_one_ended(ada: Actor) -> None:
    ids = fill_threads(7)

    first = selectors.list_conversations(actor=ada, limit=4)
    rest = selectors.list_conversations(actor=ada, limit=4, cursor=first.next_cursor)

    assert [row.id for row in first.items + rest.items] == ids[::-1]
    assert rest.next_cursor is None
    with pytest.raises(InvalidInput):
        selectors.list_conversations(actor=ada, cursor="nonsense")


def test_unread_is_each_ones_own(ada: Actor, uma: Actor) -> None:
    thread, other = fill_threads(2, messages=120)
    last = stored(thread).last_in_id

    assert [row.unread_count for row in selectors.list_conversations(actor=ada).items] == [99, 99]
    services.mark_conversation_read(actor=ada, conversation_id=thread, message_id=last - 3)
    services.mark_conversation_read(actor=ada, conversation_id=thread, message_id=last - 50)
    services.mark_conversation_read(actor=uma, conversation_id=other, message_id=2**62)

    assert [row.unread_count for row in selectors.list_conversations(actor=ada).items] == [99, 3]
    assert [row.unread_count for row in selectors.list_conversations(actor=uma).items] == [0, 99]
    counts = selectors.count_conversations(actor=uma)
    assert (counts.all, counts.mine, counts.unassigned, counts.unread, counts.unread_unassigned) == (2, 0, 2, 1, 1)
    services.mark_conversation_unread(actor=uma, conversation_id=other)
    assert selectors.get_conversation(actor=uma, conversation_id=other).unread_count == 1
    assert selectors.count_conversations(actor=uma).unread == 2


def test_what_came_before_somebody_joined_is_not_theirs_to_read(ada: Actor) -> None:
    fill_threads(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET date_joined = now() + interval '1 hour'")

    assert selectors.list_conversations(actor=ada).items[0].unread_count == 0
    assert selectors.count_conversations(actor=ada).unread == 0
    assert selectors.list_conversations(actor=ada, unread=True).items == []


def test_a_thread_in_pages_holds_every_message_and_event_once(ada: Actor) -> None:
    (thread,) = fill_threads(1, messages=9)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conversations_message SET at = at - interval '1 minute'")
    services.close_conversation(actor=ada, conversation_id=thread)
    services.reopen_conversation(actor=ada, conversation_id=thread)

    seen: list[str] = []
    before = None
    while True:
        page = selectors.list_messages(actor=ada, conversation_id=thread, before=before, limit=4)
        seen += [item.text.split(" of")[0] for item in page.items]
        before = page.next_before
        if before is None:
            break

    assert seen == ["reopened the conversation", "closed the conversation"] + [f"Message {n}" for n in range(9, 0, -1)]
    with pytest.raises(NotFound):
        selectors.list_messages(actor=ada, conversation_id=thread + 1)


def test_lists_cost_the_same_for_one_and_for_many(ada: Actor) -> None:
    (thread,) = fill_threads(1)
    costs = []
    for _ in range(2):
        selectors.list_conversations(actor=ada)
        with CaptureQueriesContext(connection) as queries:
            selectors.list_conversations(actor=ada)
            selectors.count_conversations(actor=ada)
            selectors.get_conversation(actor=ada, conversation_id=thread)
            selectors.list_messages(actor=ada, conversation_id=thread)
        costs.append(len(queries))
        fill_threads(30)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO conversations_message (conversation_id, direction, state, text) "
                "SELECT %s, 'in', 'received', 'x' FROM generate_series(1, 50)", [thread]
            )  # fmt: skip

    assert costs == [6, 6]


def test_a_note_names_people_moves_nothing_and_is_written_once(ada: Actor, uma: Actor) -> None:
    (thread,) = fill_threads(1)
    before = stored(thread)
    key = uuid.uuid4()

    note = services.add_note(
        actor=ada, conversation_id=thread, client_id=key, text=" Call her ", mentions=[uma.user_id or 0]
    )
    again = services.add_note(actor=ada, conversation_id=thread, client_id=key, text="Call her")

    assert (note.text, note.direction, note.id) == ("Call her", "note", again.id)
    assert b"Uma" in bytes(note.mentions)
    assert Mention.objects.count() == 1
    after = stored(thread)
    assert (after.preview, after.turn, after.last_at) == (before.preview, before.turn, before.last_at)
    assert Event.objects.get().name == "message.noted"
    (other,) = fill_threads(1)
    with pytest.raises(NotFound):
        services.add_note(actor=ada, conversation_id=other, client_id=key, text="Elsewhere")
    for text, mentions in (("", []), ("x" * 20_001, []), ("a\0b", []), ("Hello", [987654])):
        with pytest.raises(InvalidInput):
            services.add_note(actor=ada, conversation_id=thread, client_id=uuid.uuid4(), text=text, mentions=mentions)


def test_who_has_it_open_and_who_writes(ada: Actor, uma: Actor) -> None:
    (thread,) = fill_threads(1)

    services.save_draft(actor=ada, conversation_id=thread, draft=services.Begun(channel="sms", text="Dear"))
    services.view_conversation(actor=uma, conversation_id=thread, is_writing=True)
    services.view_conversation(actor=uma, conversation_id=thread, is_writing=True)

    mine = selectors.get_conversation(actor=ada, conversation_id=thread)
    theirs = selectors.get_conversation(actor=uma, conversation_id=thread)
    assert b'"Uma"' in bytes(mine.viewers)
    assert (bytes(theirs.draft), bytes(theirs.viewers)) == (b"null", b"[]")
    assert (mine.has_draft, theirs.has_draft) == (True, False)
    services.delete_draft(actor=ada, conversation_id=thread)
    assert not Draft.objects.exists()


def test_the_time_where_the_person_is_when_their_number_tells(ada: Actor) -> None:
    told = []
    for number, phone in enumerate(("+12125550123", "+18005550100", "")):
        contact = person(f"P{number}", phone=phone, phone_raw=phone)
        thread = services.open_conversation(actor=ada, contact_id=contact.pk)
        told.append((thread.zone, thread.local_time is not None))

    assert told == [("America/New_York", True), (None, False), (None, False)]


def test_over_http(ada: Actor) -> None:
    browser = cast.Browser(cast.ada())
    contact = person()
    thread = browser.post(f"/api/v1/contacts/{contact.pk}/conversation").json()
    path = f"/api/v1/conversations/{thread['id']}"

    note = browser.post(f"{path}/notes", {"client_id": str(uuid.uuid4()), "text": "Hello", "mentions": []})
    assert note.status_code == 201
    page = browser.get(f"{path}/messages").json()
    assert [(item["kind"], item["direction"]) for item in page["items"]] == [("message", "note")]
    assert browser.send("PUT", f"{path}/draft", {"channel": "note", "text": "x"}).status_code == 200
    assert browser.get("/api/v1/conversations").json()["items"][0]["has_draft"] is True
    assert browser.post(f"{path}/viewing", {"is_writing": False}).status_code == 204
    assert browser.post(f"{path}/snooze", {"until": "2020-01-01T00:00:00"}).status_code == 422
    vic = cast.Browser(cast.vic())
    assert vic.get(path).json()["can"] == {"send": False, "write": False}
    assert vic.post(f"{path}/close").status_code == 403
    assert vic.post(f"{path}/read", {"message_id": page["items"][0]["id"]}).status_code == 200


def test_a_page_that_was_told_of_a_change_asks_for_these_people_alone(ada: Actor) -> None:
    threads = fill_threads(3)
    people = [stored(thread).contact_id for thread in threads]
    services.close_conversation(actor=ada, conversation_id=threads[1])

    def found(**which: object) -> list[int]:
        page = selectors.list_conversations(actor=ada, contact_ids=people[:2], **which)  # type: ignore[arg-type]
        return [row.id for row in page.items]

    assert found() == [threads[0]]
    assert found(state=StateFilter.ALL) == [threads[1], threads[0]]
    assert found(state=StateFilter.ALL, q="nobody has this") == []
    assert selectors.list_conversations(actor=ada, contact_ids=[2**70]).items == []


def test_a_thread_tells_until_when_it_was_snoozed(ada: Actor) -> None:
    (thread,) = fill_threads(1)
    until = clock.now() + timedelta(days=1)
    services.snooze_conversation(actor=ada, conversation_id=thread, until=until)
    services.close_conversation(actor=ada, conversation_id=thread)

    events = [one for one in selectors.list_messages(actor=ada, conversation_id=thread).items if one.kind == "event"]

    assert [getattr(event, "until", "") for event in events] == [None, until.isoformat()]
