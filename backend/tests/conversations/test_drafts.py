"""Drafts: whole on whatever machine they are opened, and gone with all their files."""

from datetime import timedelta

import pytest
from django.db import connection

from crm.contacts.services import archive_contact, delete_contact
from crm.conversations import selectors, services
from crm.conversations.models import Draft, Upload
from crm.conversations.services import Begun
from crm.conversations.sweeping import sweep
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from tests import cast
from tests.conversations.threads import fill_threads, stored


def upload(actor: Actor, name: str = "a.txt") -> int:
    """A file of the actor's."""
    made = Upload.objects.create(user_id=actor.user_id or 0, name=name, content_type="text/plain", size=2, data=b"hi")
    return made.pk


def left() -> list[str]:
    """Files that are still here."""
    return sorted(Upload.objects.values_list("name", flat=True))


def test_a_draft_is_whole_and_its_own(ada: Actor, uma: Actor) -> None:
    (thread,) = fill_threads(1)
    file, theirs = upload(ada), upload(uma, "theirs.txt")

    services.save_draft(actor=ada, conversation_id=thread, draft=Begun(channel="sms", text="Dear"))
    services.save_draft(
        actor=ada, conversation_id=thread,
        draft=Begun(
            channel="email", subject="Hello", text="Dear Grace", cc=["alan@example.com", "mar"], template_version_id=7,
            html='<p onclick="x()">Dear <b>Grace</b></p><script>x</script>', uploads=[file, theirs, 987654, -1],
        ),
    )  # fmt: skip

    browser = cast.Browser(cast.ada())
    draft = browser.get(f"/api/v1/conversations/{thread}").json()["draft"]
    assert draft.pop("updated_at")
    assert draft == {
        "channel": "email", "sender_id": None, "template_version_id": 7, "cc": ["alan@example.com", "mar"],
        "subject": "Hello", "text": "Dear Grace", "html": "<p>Dear <b>Grace</b></p>",
        "uploads": [{"id": file, "name": "a.txt", "content_type": "text/plain", "size": 2}],
    }  # fmt: skip
    assert bytes(selectors.get_conversation(actor=uma, conversation_id=thread).draft) == b"null"


def test_what_is_saved_is_answered(ada: Actor) -> None:
    (thread,) = fill_threads(1)
    browser = cast.Browser(cast.ada())
    path = f"/api/v1/conversations/{thread}"

    kept = browser.send("PUT", f"{path}/draft", {"channel": "email", "html": "<p><a href='https://a.example'>x</a>"})

    assert kept.status_code == 200
    assert kept.json() == browser.get(path).json()["draft"]
    assert 'rel="noopener' in kept.json()["html"]


@pytest.mark.parametrize(
    ("field", "draft"),
    [
        ("channel", Begun(channel="pigeon")),
        ("cc", Begun(channel="email", cc=["x"] * 21)),
        ("cc", Begun(channel="email", cc=["x\n"])),
        ("subject", Begun(channel="email", subject="x" * 301)),
        ("html", Begun(channel="email", html="x\0")),
        ("template_version_id", Begun(channel="email", template_version_id=0)),
    ],
)
def test_what_cannot_be_kept_is_named(ada: Actor, field: str, draft: Begun) -> None:
    (thread,) = fill_threads(1)

    with pytest.raises(InvalidInput) as refused:
        services.save_draft(actor=ada, conversation_id=thread, draft=draft)

    assert list(refused.value.fields or {}) == [field]
    with pytest.raises(NotFound):
        services.save_draft(actor=ada, conversation_id=thread + 1, draft=Begun(channel="sms"))


def test_files_go_with_their_draft(ada: Actor) -> None:
    first, second = fill_threads(2)
    kept, dropped, others = (upload(ada, name) for name in ("kept", "dropped", "others"))
    services.save_draft(actor=ada, conversation_id=second, draft=Begun(channel="sms", uploads=[others]))
    services.save_draft(actor=ada, conversation_id=first, draft=Begun(channel="sms", uploads=[kept, dropped, others]))
    services.save_draft(actor=ada, conversation_id=first, draft=Begun(channel="sms", uploads=[kept]))
    Upload.objects.update(created_at=clock.now() - timedelta(days=2))

    sweep()
    assert left() == ["kept", "others"]
    services.delete_draft(actor=ada, conversation_id=first)
    assert left() == ["others"]
    assert not Draft.objects.filter(conversation_id=first).exists()


def test_who_is_deleted_takes_drafts_and_their_files_along(ada: Actor) -> None:
    (thread,) = fill_threads(1)
    services.save_draft(actor=ada, conversation_id=thread, draft=Begun(channel="sms", uploads=[upload(ada)]))
    contact_id = stored(thread).contact_id

    archive_contact(actor=ada, contact_id=contact_id)
    delete_contact(actor=ada, contact_id=contact_id)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert (Draft.objects.count(), left()) == (0, [])
