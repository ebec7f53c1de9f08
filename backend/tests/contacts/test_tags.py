"""Tags as such: names, colours, where they are used, merging and deleting, and every undo."""

import importlib
import threading
import uuid

import pytest
from django.db import connection, transaction

from crm.contacts import selectors, services
from crm.contacts.errors import TagExists
from crm.contacts.models import Contact as ContactModel
from crm.contacts.models import ContactTag, Tag
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.journal.errors import UndoConflict
from crm.journal.models import Event
from crm.journal.undo import undo_change
from tests.contacts.people import events_of, make, read, tags_of


def tag_id(name: str) -> int:
    return Tag.objects.get(name=name).pk


def state() -> tuple[list[tuple[object, ...]], list[tuple[int, int]], list[tuple[int, list[int], int]]]:
    """All tags, who has which by both ways of keeping it, and that contacts count as unchanged."""
    return (
        list(Tag.objects.order_by("id").values_list("id", "name", "key", "color", "created_at")),
        sorted(ContactTag.objects.values_list("contact_id", "tag_id")),
        list(ContactModel.objects.order_by("id").values_list("id", "tag_ids", "version")),
    )


def undo(actor: Actor, change_id: uuid.UUID | None) -> uuid.UUID:
    assert change_id is not None
    return undo_change(actor=actor, change_id=change_id).change_id


def test_a_new_name_and_colour_are_everywhere_at_once(uma: Actor) -> None:
    contact = make(uma, tags=["vip"])
    changed = services.update_tag(actor=uma, tag_id=tag_id("vip"), name=" Very  Important ", color="red")
    assert (changed.tag.name, changed.tag.color) == ("Very Important", "red")
    assert tags_of(read(uma, contact)) == ["Very Important"]
    before = Tag.objects.get().color
    undone = undo(uma, changed.change_id)
    assert tags_of(read(uma, contact)) == ["vip"]
    undo(uma, undone)
    assert (Tag.objects.get().name, Tag.objects.get().color) == ("Very Important", before)


def test_another_spelling_of_its_own_name(uma: Actor) -> None:
    make(uma, tags=["vip"])
    assert services.update_tag(actor=uma, tag_id=tag_id("vip"), name="V I P").tag.name == "V I P"
    assert services.update_tag(actor=uma, tag_id=tag_id("V I P"), name="v  i p").tag.name == "v i p"
    assert services.update_tag(actor=uma, tag_id=tag_id("v i p"), name="v i p").change_id is None
    assert selectors.list_tags(actor=uma, q="V i")[0].name == "v i p"


def test_the_name_of_another_tag_is_refused_with_that_tag(uma: Actor) -> None:
    make(uma, tags=["Lead", "Customer"])
    with pytest.raises(TagExists) as refused:
        services.update_tag(actor=uma, tag_id=tag_id("Lead"), name="ＣＵＳＴＯＭＥＲ")
    assert refused.value.extra["tag"]["id"] == tag_id("Customer")
    assert tag_id("Lead")


@pytest.mark.parametrize(
    ("given", "field"), [({"name": " "}, "name"), ({"name": "x" * 51}, "name"), ({"color": "pink"}, "color")]
)
def test_what_no_tag_can_be(uma: Actor, given: dict[str, str], field: str) -> None:
    make(uma, tags=["Lead"])
    with pytest.raises(InvalidInput) as refused:
        services.update_tag(actor=uma, tag_id=tag_id("Lead"), **given)
    assert list(refused.value.fields or {}) == [field]


def test_a_name_that_was_taken_since_does_not_come_back(uma: Actor) -> None:
    make(uma, tags=["Lead"])
    renamed = services.update_tag(actor=uma, tag_id=tag_id("Lead"), name="Prospect")
    make(uma, tags=["lead"])
    with pytest.raises(UndoConflict):
        undo(uma, renamed.change_id)
    services.update_tag(actor=uma, tag_id=tag_id("Prospect"), name="Suspect")
    with pytest.raises(UndoConflict, match="changed since"):
        undo(uma, renamed.change_id)


def test_a_merge_and_its_undo_and_that_ones_undo(uma: Actor) -> None:
    only = make(uma, tags=["Custmer", "x"])
    both = make(uma, tags=["Custmer", "Customer"])
    other = make(uma, tags=["Customer"])
    archived = make(uma, tags=["Custmer"])
    services.archive_contact(actor=uma, contact_id=archived.id)
    before = state()

    merged = services.merge_tag(actor=uma, tag_id=tag_id("Custmer"), into_id=tag_id("Customer"))

    assert [tags_of(read(uma, contact)) for contact in (only, both, other, archived)] == [
        ["Customer", "x"],
        ["Customer"],
        ["Customer"],
        ["Customer"],
    ]
    assert not Tag.objects.filter(name="Custmer").exists()
    after = state()
    assert events_of(only.id)[-1] == events_of(both.id)[-1] == "contact.tag_merged"
    assert events_of(only.id) == ["contact.created", "contact.tag_added", "contact.tag_added", "contact.tag_merged"]
    assert "contact.tag_merged" not in events_of(other.id)

    undone = undo(uma, merged.change_id)
    assert state() == before
    assert events_of(only.id)[-1] == "contact.tag_unmerged"
    redone = undo(uma, undone)
    assert state() == after
    undo(uma, redone)
    assert state() == before
    assert not Event.objects.filter(name__in=["contact.tag_added", "contact.tag_removed"]).exclude(undoes=None).exists()


def test_what_was_decided_since_a_merge_stays(uma: Actor) -> None:
    kept, dropped, gone = (make(uma, tags=["a"]) for _ in range(3))
    make(uma, tags=["b"])
    into = tag_id("b")
    merged = services.merge_tag(actor=uma, tag_id=tag_id("a"), into_id=into)
    services.remove_contact_tag(actor=uma, contact_id=dropped.id, tag_id=into)
    services.archive_contact(actor=uma, contact_id=gone.id)
    ContactTag.objects.filter(contact_id=gone.id).delete()
    ContactModel.objects.filter(pk=gone.id).delete()
    new = services.add_contact_tag(actor=uma, contact_id=make(uma).id, name="b").contact
    undo(uma, merged.change_id)
    assert tags_of(read(uma, kept)) == ["a"]
    assert tags_of(read(uma, dropped)) == []
    assert tags_of(read(uma, new)) == ["b"]


def test_a_merge_cannot_be_undone_once_the_name_is_taken(uma: Actor) -> None:
    make(uma, tags=["a", "b"])
    merged = services.merge_tag(actor=uma, tag_id=tag_id("a"), into_id=tag_id("b"))
    make(uma, tags=["A"])
    with pytest.raises(UndoConflict, match="There is a tag called A"):
        undo(uma, merged.change_id)


def test_a_deleted_tag_comes_back_to_whom_it_was_taken_from(uma: Actor) -> None:
    contact = make(uma, tags=["vip", "x"])
    make(uma, tags=["x"])
    before = state()
    deleted = services.delete_tag(actor=uma, tag_id=tag_id("vip"))
    after = state()
    assert tags_of(read(uma, contact)) == ["x"]
    told = selectors.list_timeline(actor=uma, contact_id=contact.id).items[0].entries[0]
    assert told.text == "deleted the tag vip"
    undone = undo(uma, deleted.change_id)
    assert state() == before
    undo(uma, undone)
    assert state() == after


def test_timelines_speak_of_tags_that_are_gone(uma: Actor) -> None:
    contact = make(uma)
    services.add_contact_tag(actor=uma, contact_id=contact.id, name="vip")
    services.delete_tag(actor=uma, tag_id=tag_id("vip"))
    texts = [
        entry.text
        for group in selectors.list_timeline(actor=uma, contact_id=contact.id).items
        for entry in group.entries
    ]
    assert texts == ["deleted the tag vip", "added the tag vip", "created this contact"]


def test_a_tag_of_nobody(uma: Actor) -> None:
    services.get_or_create_tags(actor=uma, names=["a", "b"])
    before = state()
    first = services.merge_tag(actor=uma, tag_id=tag_id("a"), into_id=tag_id("b")).change_id
    second = services.delete_tag(actor=uma, tag_id=tag_id("b")).change_id
    assert not Tag.objects.exists()
    undo(uma, second)
    undo(uma, first)
    assert state() == before


def test_tags_that_are_not_there(uma: Actor) -> None:
    make(uma, tags=["a"])
    for number in (0, -1, 2**40, tag_id("a") + 100):
        with pytest.raises(NotFound):
            services.delete_tag(actor=uma, tag_id=number)
        with pytest.raises(NotFound):
            services.merge_tag(actor=uma, tag_id=tag_id("a"), into_id=number)
        with pytest.raises(NotFound):
            services.update_tag(actor=uma, tag_id=number, name="x")
        with pytest.raises(NotFound):
            selectors.get_tag_uses(actor=uma, tag_id=number)
    with pytest.raises(InvalidInput):
        services.merge_tag(actor=uma, tag_id=tag_id("a"), into_id=tag_id("a"))


def test_where_tags_are_used(uma: Actor) -> None:
    make(uma, tags=["a", "b"])
    services.archive_contact(actor=uma, contact_id=make(uma, tags=["a"]).id)
    services.get_or_create_tags(actor=uma, names=["C"])
    told = selectors.list_all_tags(actor=uma)
    assert [(tag.name, tag.contacts_count) for tag in told] == [("a", 1), ("b", 1), ("C", 0)]
    uses = selectors.get_tag_uses(actor=uma, tag_id=tag_id("a"))
    assert (uses.contacts_count, uses.archived_count) == (1, 1)


def test_viewers_read_and_no_more(uma: Actor, vic: Actor) -> None:
    make(uma, tags=["a", "b"])
    assert len(selectors.list_all_tags(actor=vic)) == 2
    for write in (
        lambda: services.update_tag(actor=vic, tag_id=tag_id("a"), name="c"),
        lambda: services.merge_tag(actor=vic, tag_id=tag_id("a"), into_id=tag_id("b")),
        lambda: services.delete_tag(actor=vic, tag_id=tag_id("a")),
    ):
        with pytest.raises(NotAllowed):
            write()


@pytest.mark.django_db(transaction=True)
def test_a_tag_that_is_put_on_while_it_is_merged_is_made_anew(uma: Actor) -> None:
    """Whoever comes second waits for the merge, and finds the tag gone: no dangling link, no deadlock."""
    make(uma, tags=["a", "b"])
    contact = make(uma)
    source, into = tag_id("a"), tag_id("b")
    done: list[str] = []

    def add() -> None:
        try:
            services.add_contact_tag(actor=uma, contact_id=contact.id, name="a")
            done.append("added")
        finally:
            connection.close()

    with transaction.atomic():
        services.merge_tag(actor=uma, tag_id=source, into_id=into)
        adding = threading.Thread(target=add)
        adding.start()
        adding.join(timeout=0.5)
        assert not done
    adding.join(timeout=10)
    assert done == ["added"]
    assert tags_of(read(uma, contact)) == ["a"]
    assert tag_id("a") != source


@pytest.mark.django_db
def test_tags_from_when_spaces_told_them_apart() -> None:
    keys = ["follow up", "followup", "top client", "t op client", "vip"]
    Tag.objects.bulk_create(Tag(name=key, key=key, color="teal") for key in keys)
    (rename,) = importlib.import_module("crm.contacts.migrations.0005_tags_whatever_spaces").Migration.operations
    with connection.cursor() as cursor:
        cursor.execute(rename.sql)
    # The one whose key is free takes it, the oldest of several; the others stay until somebody merges them.
    kept = ["follow up", "followup", "topclient", "t op client", "vip"]
    assert list(Tag.objects.order_by("id").values_list("key", flat=True)) == kept
