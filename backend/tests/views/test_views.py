"""Saved views: whose they are, who may change them, what they hold, and the way back."""

import uuid
from typing import Any

import msgspec
import pytest
from django.db import transaction

from crm.accounts.models import User
from crm.contacts.models import Tag
from crm.core.access import Actor, system_actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound, NotSignedIn
from crm.journal.errors import AlreadyUndone, EditConflict, UndoConflict
from crm.journal.models import Event
from crm.journal.undo import undo_change
from crm.views import services
from crm.views.errors import NotYourView, TooManyViews
from crm.views.models import Pin, View
from crm.views.selectors import ViewRow, list_views, views_naming
from crm.views.services import saving
from tests import cast

VIP: dict[str, Any] = {"all": [{"field": "tags", "op": "has_any", "value": [1]}]}


def save(actor: Actor, name: str = "Mine", *, subject: str = "contact", **given: Any) -> ViewRow:
    """A view, saved by the service."""
    return services.create_view(actor=actor, subject=subject, name=name, **given).view


def change(actor: Actor, view: ViewRow, *, version: int | None = None, **changes: Any) -> services.ViewChanged:
    """An edit that began when `view` was read."""
    return services.update_view(
        actor=actor, view_id=view.id, version=view.version if version is None else version, changes=changes
    )


def names(actor: Actor, subject: str | None = None) -> list[str]:
    """Names of the views that the actor sees, in order."""
    return [view.name for view in list_views(actor=actor, subject=subject)]


def tree_of(view: ViewRow) -> Any:
    """The view's filter."""
    return msgspec.json.decode(bytes(view.filter))


def undo(actor: Actor, changed: services.ViewChanged | services.ViewGone) -> uuid.UUID:
    """Takes a change back."""
    assert changed.change_id is not None
    return undo_change(actor=actor, change_id=changed.change_id).change_id


def test_a_view_comes_back_as_it_was_saved(uma: Actor) -> None:
    saved = save(
        uma, "  VIPs  of mine ", filter=VIP, q=" ann ", sort="-created_at", columns=["first_name", "tags", "tags"]
    )
    (view,) = list_views(actor=uma, subject="contact")
    assert view == saved
    assert (view.name, tree_of(view), view.q, view.sort) == ("VIPs of mine", VIP, "ann", "-created_at")
    assert view.columns == ["first_name", "tags"]
    assert (view.is_mine, view.is_shared, view.is_pinned, view.position, view.version) == (True, False, False, None, 1)
    assert view.owner.name == "Uma"
    assert list_views(actor=uma, subject="company") == []


def test_a_list_with_several_layouts_keeps_one(uma: Actor) -> None:
    open_ones = {"all": [{"field": "status", "op": "any_of", "value": ["open"]}]}
    view = save(uma, subject="opportunity", filter=open_ones, layout="board", sort="-value", columns=["title", "stage"])
    assert (view.layout, view.sort, view.columns) == ("board", "-value", ["title", "stage"])
    changed = change(uma, view, layout="table")
    assert changed.view.layout == "table"
    undo(uma, changed)
    assert list_views(actor=uma, subject="opportunity")[0].layout == "board"
    undo(uma, services.delete_view(actor=uma, view_id=view.id))
    assert list_views(actor=uma, subject="opportunity")[0].layout == "board"
    for subject, wrong in (("opportunity", {"layout": "map"}), ("contact", {"layout": "board"})):
        with pytest.raises(InvalidInput) as refusal:
            save(uma, subject=subject, **wrong)
        assert list(refusal.value.fields or {}) == ["layout"]
    with pytest.raises(InvalidInput):
        save(uma, subject="opportunity", sort="rank")


def test_a_filter_that_asks_for_nothing_is_none(uma: Actor) -> None:
    assert tree_of(save(uma, filter={"all": [{"any": []}]})) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("name", "x" * 81), ("name", "a\x00b"), ("q", "x" * 201), ("q", "\x00"), ("sort", "id; DROP"),
        ("sort", "-archived_at"), ("columns", ["x"] * 3 + ["A"]), ("columns", [f"c{n}" for n in range(51)]),
        ("columns", ["a\x00"]), ("filter", {"all": [{"field": "nothing", "op": "is"}]}), ("filter", {"x": []}),
        ("filter", {}),
    ],
)  # fmt: skip
def test_what_a_view_can_not_hold_is_refused_by_name(uma: Actor, field: str, value: Any) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save(uma, **{"name": "x", field: value})
    assert list(refusal.value.fields or {}) == [field]
    view = save(uma)
    with pytest.raises(InvalidInput):
        change(uma, view, **{field: value})


def test_a_list_that_there_is_none_of(uma: Actor) -> None:
    for subject in ("user", "", "contact; --"):
        with pytest.raises(InvalidInput):
            save(uma, subject=subject)


def test_others_see_what_is_shared_and_nothing_else(uma: Actor, ada: Actor, vic: Actor) -> None:
    private, shared = save(uma, "Private"), save(uma, "Shared", is_shared=True)
    assert names(uma) == ["Private", "Shared"]
    assert names(ada) == names(vic) == ["Shared"]
    (seen,) = list_views(actor=vic)
    assert (seen.is_mine, seen.owner.name) == (False, "Uma")
    for actor in (ada, vic):
        for act in (services.pin_view, services.unpin_view, services.delete_view):
            with pytest.raises(NotFound):
                act(actor=actor, view_id=private.id)
        with pytest.raises(NotFound):
            change(actor, private, name="x")
    with pytest.raises(NotYourView):
        change(vic, shared, name="x")
    with pytest.raises(NotYourView):
        services.delete_view(actor=vic, view_id=shared.id)


@pytest.mark.parametrize("view_id", [0, -1, 987_654, 2**63, 10**30])
def test_a_view_that_is_none(uma: Actor, view_id: int) -> None:
    with pytest.raises(NotFound):
        services.delete_view(actor=uma, view_id=view_id)
    with pytest.raises(NotFound):
        services.pin_view(actor=uma, view_id=view_id)
    with pytest.raises(NotFound):
        services.update_view(actor=uma, view_id=view_id, version=1, changes={"name": "x"})


def test_an_administrator_keeps_shared_views_in_order(ada: Actor, uma: Actor) -> None:
    shared = save(uma, is_shared=True)
    assert change(ada, shared, name="Tidy").view.name == "Tidy"
    with pytest.raises(NotYourView):
        change(ada, shared, is_shared=False)
    gone = services.delete_view(actor=ada, view_id=shared.id)
    assert names(uma) == []
    undo(ada, gone)
    assert names(uma) == ["Tidy"]


def test_a_viewer_keeps_views_and_shares_none(vic: Actor) -> None:
    mine = save(vic)
    assert change(vic, mine, name="Other").view.name == "Other"
    with pytest.raises(NotAllowed):
        save(vic, is_shared=True)
    with pytest.raises(NotAllowed):
        change(vic, mine, is_shared=True)
    # Shared before the role was taken away: it can be made private, not changed for everybody.
    View.objects.filter(pk=mine.id).update(is_shared=True)
    with pytest.raises(NotAllowed):
        change(vic, mine, name="For everybody", version=9)
    assert change(vic, mine, is_shared=False, version=9).view.is_shared is False


def test_views_are_peoples(uma: Actor) -> None:
    kith = system_actor("Kith")
    for act in (lambda: save(kith), lambda: list_views(actor=kith)):
        with pytest.raises(NotSignedIn):
            act()


def test_there_is_an_end_to_views(uma: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "VIEWS_MOST", 2)
    save(uma)
    save(uma)
    with pytest.raises(TooManyViews):
        save(uma)


def test_changes_merge_and_conflicts_show_both_values(ada: Actor, uma: Actor) -> None:
    seen = save(uma, "Before", is_shared=True)
    change(ada, seen, name="Ada's")
    assert change(uma, seen, filter=VIP).view.name == "Ada's"
    with pytest.raises(EditConflict) as conflict:
        change(uma, seen, name="Uma's")
    disputed = conflict.value.extra["conflict"]["name"]
    assert {key: disputed[key] for key in ("yours", "current", "original", "changed_by")} == {
        "yours": "Uma's", "current": "Ada's", "original": "Before", "changed_by": "Ada",
    }  # fmt: skip
    assert conflict.value.extra["current"]["filter"] == VIP


def test_nothing_changed_is_no_change(uma: Actor) -> None:
    view = save(uma, filter=VIP)
    assert change(uma, view, name=view.name, filter=VIP) == services.ViewChanged(view=view, change_id=None)


def test_the_journal_says_what_a_filter_was_in_words(uma: Actor) -> None:
    tag = Tag.objects.create(name="VIP", key="vip")
    changed = change(
        uma, save(uma, "Mine"), filter={"all": [{"field": "tags", "op": "has_any", "value": [tag.pk]}]}, sort="name"
    )
    told = Event.objects.get(change_id=str(changed.change_id))
    assert told.name == "view.updated"
    assert told.data["fields"]["filter"]["after_text"] == "Tag is VIP"


def test_every_change_is_taken_back(uma: Actor) -> None:
    created = services.create_view(actor=uma, subject="contact", name="Mine", filter=VIP)
    changed = change(uma, created.view, filter=None, name="Other")
    assert (changed.view.name, tree_of(changed.view)) == ("Other", None)
    undone = undo(uma, changed)
    (view,) = list_views(actor=uma)
    assert (view.name, tree_of(view)) == ("Mine", VIP)
    undo_change(actor=uma, change_id=undone)
    assert names(uma) == ["Other"]
    undo(uma, created)
    assert names(uma) == []
    with pytest.raises(AlreadyUndone):
        undo(uma, created)


def test_a_deleted_view_comes_back_with_its_id_and_pins(ada: Actor, uma: Actor, vic: Actor) -> None:
    view = save(uma, filter=VIP, q="ann", sort="name", columns=["email"], is_shared=True)
    for actor in (uma, vic, ada):
        services.pin_view(actor=actor, view_id=view.id)
    User.objects.filter(email="ada@example.com").update(is_active=False)
    gone = services.delete_view(actor=uma, view_id=view.id)
    assert (names(uma), Pin.objects.count()) == ([], 0)
    undo(uma, gone)
    (back,) = list_views(actor=uma)
    for field in ("id", "filter", "q", "sort", "columns", "is_shared", "is_pinned", "position"):
        assert getattr(back, field) == getattr(services.pin_view(actor=uma, view_id=view.id), field)
    assert (tree_of(back), back.columns, back.is_pinned) == (VIP, ["email"], True)
    assert [view.is_pinned for view in list_views(actor=vic)] == [True]
    assert Pin.objects.count() == 2


def test_undo_overwrites_nothing_unseen(ada: Actor, uma: Actor, vic: Actor) -> None:
    view = save(uma, "One", is_shared=True)
    changed = change(uma, view, name="Two")
    change(ada, changed.view, name="Three")
    with pytest.raises(UndoConflict):
        undo(uma, changed)
    created = services.create_view(actor=uma, subject="contact", name="Gone")
    services.delete_view(actor=uma, view_id=created.view.id)
    with pytest.raises(UndoConflict):
        undo(uma, created)
    # Another's private view is nobody's to bring back.
    private = services.delete_view(actor=uma, view_id=save(uma).id)
    with pytest.raises(NotFound):
        undo(ada, private)


def test_pinned_views_come_first_in_ones_own_order(uma: Actor, vic: Actor) -> None:
    a, b, c, d = (save(uma, name, is_shared=True) for name in "ABCD")
    company = save(uma, "K", subject="company")
    for view in (c, a, d, company):
        services.pin_view(actor=uma, view_id=view.id)
    assert services.pin_view(actor=uma, view_id=c.id).position == 0
    assert names(uma, "contact") == ["C", "A", "D", "B"]
    assert names(vic, "contact") == ["A", "B", "C", "D"]
    services.order_views(actor=uma, subject="contact", ids=[d.id, 987_654, b.id, company.id, d.id, 2**80])
    assert names(uma, "contact") == ["D", "C", "A", "B"]
    assert services.unpin_view(actor=uma, view_id=c.id).is_pinned is False
    assert names(uma, "contact") == ["D", "A", "B", "C"]
    assert services.pin_view(actor=uma, view_id=b.id).position == 3
    assert cast.uma().pk in set(Pin.objects.values_list("user_id", flat=True))


def test_a_view_made_private_leaves_the_others(uma: Actor, vic: Actor) -> None:
    view = save(uma, is_shared=True)
    services.pin_view(actor=vic, view_id=view.id)
    change(uma, view, is_shared=False)
    assert names(vic) == []


@pytest.mark.parametrize("many", [1, 4])
def test_a_list_costs_the_same_for_one_and_for_four(uma: Actor, many: int, django_assert_num_queries: Any) -> None:
    for n in range(many):
        save(uma, f"View {n}", filter=VIP)
    with django_assert_num_queries(1):
        assert len(list_views(actor=uma)) == many


def deep(*ids: int, also: list[Any] | None = None) -> dict[str, Any]:
    """A filter that names tags far inside."""
    condition = {"field": "tags", "op": "has_none", "value": list(ids)}
    other = {"field": "assigned_user", "op": "any_of", "value": also or [*ids, "me"]}
    return {"all": [other, {"any": [condition, {"field": "tags", "op": "is_empty"}]}]}


def test_where_a_tag_is_used(ada: Actor, uma: Actor) -> None:
    save(uma, "Private", filter=deep(5))
    save(uma, "Shared", filter=deep(4, 5), is_shared=True)
    save(uma, "Other tag", filter=deep(4, also=[5]))
    save(uma, "None")
    assert [use.name for use in views_naming(uma, subject="contact", field="tags", record_id=5).views] == [
        "Private", "Shared",
    ]  # fmt: skip
    seen = views_naming(ada, subject="contact", field="tags", record_id=5)
    assert ([(use.name, use.owner.name) for use in seen.views], seen.hidden) == ([("Shared", "Uma")], 1)
    assert views_naming(uma, subject="company", field="tags", record_id=5).views == []


def test_views_follow_a_merged_tag_and_back(ada: Actor, uma: Actor) -> None:
    one, both, later, other = (
        save(uma, name, filter=tree)
        for name, tree in [("One", deep(5)), ("Both", deep(6, 5, 7)), ("Later", deep(5)), ("Other", deep(8))]
    )
    merged, undone = uuid.uuid4(), uuid.uuid4()
    with transaction.atomic():
        assert services.replace_in_views(
            ada, subject="contact", field="tags", before=5, after=6, change_id=merged
        ) == 3  # fmt: skip

    def now() -> dict[str, Any]:
        return {view.name: tree_of(view) for view in list_views(actor=uma)}

    assert now() == {"One": deep(6, also=[5, "me"]), "Both": deep(6, 7, also=[6, 5, 7, "me"]), "Later": now()["Later"],
                     "Other": deep(8)}  # fmt: skip
    change(uma, later, filter=VIP, version=2)
    with transaction.atomic():
        services.take_back_replacement(ada, replaced=merged, change_id=undone)
    assert now() == {"One": deep(5), "Both": deep(6, 5, 7), "Later": VIP, "Other": deep(8)}
    assert {one.id, both.id} == set(Event.objects.filter(change_id=undone).values_list("subject_id", flat=True))
    assert other.version == 1
