"""A preview tells what a run then does; a run is one set of changes; nothing is decided silently."""

import csv
import dataclasses
import io
from typing import Any

import pytest

from crm.accounts.models import User
from crm.bulk.running import run_job
from crm.contacts import services
from crm.contacts.events import ContactCreated
from crm.contacts.imports import loading, orders, preparing, rows, running, selectors
from crm.contacts.imports.enums import ImportState
from crm.contacts.imports.errors import (
    ImportIsOver,
    ImportIsUnderWay,
    ImportNotPreviewed,
    ImportWasNotRun,
    NothingIsMended,
    NothingToCancel,
    RowIsDone,
)
from crm.contacts.imports.models import ContactImport, ImportPiece, ImportRow
from crm.contacts.imports.running import run_import
from crm.contacts.models import Contact, Tag
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from crm.journal.models import Delivery, Event
from tests.contacts.imports import DECLINED, HEADER, loaded, outcomes, previewed, row, told, upload
from tests.contacts.people import make, read, tags_of
from tests.journal.stand_ins import batch_listener, only


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 3)
    monkeypatch.setattr(running, "BATCH", 3)


MIXED = [
    ["Ann", "Lee", "ann@example.com", "2025550100", "Acme", "VIP", ""],
    ["Bob", "", "not an address", "", "", "", ""],
    ["Cy", "", "known@example.com", "2025550177", "Acme", "", "met"],
    ["Ann", "", "ANN@example.com", "", "", "Lead", ""],
    ["Two", "", "known@example.com", "2025550143", "", "", ""],
    ["Ann", "Lee", "ann@example.com", "2025550100", "", "", ""],
    ["Eve", "", "", "12", "", "", ""],
]


def known_people(actor: Actor) -> tuple[int, int]:
    first = make(actor, "Known", email="known@example.com")
    other = make(actor, "Other", phone="+12025550143")
    return first.id, other.id


@pytest.mark.parametrize("policy", ["skip", "merge", "create"])
def test_a_preview_tells_what_the_run_then_does_and_writes_nothing(uma: Actor, policy: str) -> None:
    known_people(uma)
    view = upload(uma, *MIXED, duplicates=policy)
    before = (Contact.objects.count(), Event.objects.count(), Tag.objects.count())
    preview = previewed(uma, view.id)
    foretold = told(view.id)
    assert (Contact.objects.count(), Event.objects.count(), Tag.objects.count()) == before
    assert (preview.state, preview.rows_total, preview.done) == ("ready", 7, 7)

    orders.start_import(actor=uma, import_id=view.id)
    run_import(view.id)
    done = selectors.get_import(actor=uma, import_id=view.id)
    assert done.state == "done"
    assert done.counts == preview.counts
    assert [(line, outcome) for line, outcome, _ in told(view.id)] == [(line, what) for line, what, _ in foretold]
    wanted = {
        "skip": ["created", "refused", "skipped", "skipped", "refused", "skipped", "created"],
        "merge": ["created", "refused", "merged", "merged", "refused", "skipped", "created"],
        "create": ["created", "refused", "created", "created", "created", "created", "created"],
    }
    assert outcomes(view.id) == wanted[policy]
    assert done.counts.warnings == 1


def test_a_preview_says_with_whom_a_row_would_be_merged(uma: Actor) -> None:
    first, other = known_people(uma)
    view = upload(uma, *MIXED, duplicates="merge")
    previewed(uma, view.id)
    assert (row(uma, view.id, 4).contact_id, row(uma, view.id, 4).contact_name) == (first, "Known")
    assert row(uma, view.id, 2).contact_name is None
    assert "Same email address as Known" in row(uma, view.id, 4).reasons[0]
    assert row(uma, view.id, 5).reasons == ["Same email address as Ann Lee (line 2 of this file)."]
    several = row(uma, view.id, 6)
    assert {one["id"]: one["matched_on"] for one in several.candidates} == {first: ["email"], other: ["phone"]}
    assert row(uma, view.id, 2).cells["c1"] == "Ann"


def test_a_start_needs_the_preview_of_exactly_these_settings(uma: Actor) -> None:
    view = upload(uma, *MIXED)
    with pytest.raises(ImportNotPreviewed):
        orders.start_import(actor=uma, import_id=view.id)
    previewed(uma, view.id)
    preparing.change_import(actor=uma, import_id=view.id, changes={"duplicates": "merge"})
    assert not ImportRow.objects.exists()
    with pytest.raises(ImportNotPreviewed):
        orders.start_import(actor=uma, import_id=view.id)
    loaded(uma, view.id)
    for again in (orders.preview_import, orders.start_import):
        with pytest.raises(ImportIsOver):
            again(actor=uma, import_id=view.id)
    with pytest.raises(ImportIsOver):
        preparing.change_import(actor=uma, import_id=view.id, changes={"region": "GB"})


def test_a_start_needs_an_answer_about_consent_for_each_channel(uma: Actor) -> None:
    view = upload(uma, *MIXED, consent={"email": None, "sms": {"answer": "unknown"}})
    previewed(uma, view.id)
    with pytest.raises(InvalidInput) as refused:
        orders.start_import(actor=uma, import_id=view.id)
    assert set(refused.value.fields or {}) == {"consent.email"}


def test_a_preview_needs_a_column_that_says_who(uma: Actor) -> None:
    view = upload(uma, ["Acme"], header=["Company"])
    with pytest.raises(InvalidInput) as refused:
        orders.preview_import(actor=uma, import_id=view.id)
    assert set(refused.value.fields or {}) == {"mapping"}


def test_what_is_stated_of_consent_stands_in_the_journal_with_its_source(uma: Actor) -> None:
    header = ["Name", "Email", "Phone", "Newsletter", "Consent date"]
    view = upload(
        uma,
        ["Ann", "a@example.com", "2025550100", "yes", "12/31/2025"],
        ["Bob", "b@example.com", "2025550101", "No", ""],
        ["Cy", "c@example.com", "", "perhaps", "soon"],
        ["Di", "", "2025550103", "yes", ""],
        header=header,
        consent={"email": {"column": "c4"}, "sms": {"answer": "opted_in"}, "wording": "Fair 2025, booth 7"},
    )
    loaded(uma, view.id)
    told_of = [
        (event.data["channel"], event.data["address"], event.data["status"], event.data["stated_on"])
        for event in Event.objects.filter(name="contact.consent_stated").order_by("id")
    ]
    assert told_of == [
        ("email", "a@example.com", "opted_in", "2025-12-31"),
        ("sms", "+12025550100", "opted_in", "2025-12-31"),
        ("email", "b@example.com", "opted_out", None),
        ("sms", "+12025550101", "opted_in", None),
        ("email", "c@example.com", "unknown", None),
        ("sms", "+12025550103", "opted_in", None),
    ]
    event = Event.objects.filter(name="contact.consent_stated").earliest("id")
    assert (event.data["source"], event.data["consent_wording"]) == ("people.csv", "Fair 2025, booth 7")
    assert row(uma, view.id, 4).reasons == [
        "“perhaps” says neither yes nor no: the consent for email is not known.",
        "“soon” is no date that can be read: the day of consent is not recorded.",
    ]


def test_who_declines_to_state_consent_has_none_recorded(uma: Actor) -> None:
    loaded(uma, upload(uma, *MIXED).id)
    assert not Event.objects.filter(name="contact.consent_stated").exists()


def test_tags_of_the_whole_file(uma: Actor) -> None:
    view = upload(uma, *MIXED[:1], tags=["Fair", "vip"])
    loaded(uma, view.id)
    assert tags_of(read(uma, Contact.objects.get().pk)) == ["Fair", "VIP"]


def test_an_import_is_one_set_and_says_whether_workflows_run(uma: Actor) -> None:
    with only(dataclasses.replace(batch_listener("workflows", print, ContactCreated), skips_quiet=True)):
        quiet, loud = (
            loaded(uma, upload(uma, [f"P{n}", "", "", "", "New", "t", ""], runs_workflows=bool(n)).id) for n in (0, 1)
        )
    assert quiet.set_id
    assert loud.set_id
    assert quiet.set_id != loud.set_id
    events = Event.objects.filter(set_id=quiet.set_id)
    assert set(events.values_list("name", flat=True)) == {
        "contact.created", "contact.tag_added", "contact.company_linked", "company.created", "tag.created",
    }  # fmt: skip
    assert set(events.values_list("via", flat=True)) == {f"import #{quiet.id}"}
    # What workflows hear of: the one for which that was ticked.
    assert list(Delivery.objects.values_list("event__set_id", flat=True)) == [loud.set_id]


def test_nothing_of_the_file_is_kept_but_what_was_not_taken(uma: Actor) -> None:
    view = upload(uma, *MIXED)
    loaded(uma, view.id)
    assert not ImportPiece.objects.exists()
    kept = {one.outcome for one in ImportRow.objects.exclude(cells=None)}
    assert kept == {"refused", "skipped"}
    assert row(uma, view.id, 2).cells == {}


def test_rows_come_page_by_page(uma: Actor) -> None:
    view = upload(uma, *[[f"P{n}", "", "", "", "", "", ""] for n in range(7)])
    previewed(uma, view.id)
    page = rows.list_import_rows(actor=uma, import_id=view.id, outcome="created", limit=4)
    rest = rows.list_import_rows(actor=uma, import_id=view.id, outcome="created", limit=4, cursor=page.next_cursor)
    assert [one.line for one in [*page.items, *rest.items]] == list(range(2, 9))
    assert rest.next_cursor is None


def test_who_a_row_is_can_be_decided_before_the_start(uma: Actor) -> None:
    first, other = known_people(uma)
    both = ["Two", "", "known@example.com", "2025550143", "Acme", "", ""]
    view = upload(uma, both, both, both, duplicates="skip")
    previewed(uma, view.id)
    assert outcomes(view.id) == ["refused"] * 3
    for line, decision in ((2, {"merge_into": other}), (3, "create"), (4, "skip")):
        decided = rows.fix_import_row(actor=uma, import_id=view.id, line=line, changes={"decision": decision})
        assert (decided.is_fixed, decided.decision) == (True, decision)
    orders.start_import(actor=uma, import_id=view.id)
    run_import(view.id)
    assert outcomes(view.id) == ["merged", "created", "skipped"]
    company = read(uma, other).company
    assert company is not None
    assert company.name == "Acme"
    assert read(uma, first).company is None
    assert Contact.objects.count() == 3
    assert selectors.get_import(actor=uma, import_id=view.id).fixes_waiting == 0


def test_bad_rows_are_mended_and_only_those_are_run(uma: Actor) -> None:
    first, _ = known_people(uma)
    view = upload(uma, *MIXED)
    done = loaded(uma, view.id)
    with pytest.raises(NothingIsMended):
        orders.run_fixed_rows(actor=uma, import_id=view.id)
    with pytest.raises(InvalidInput) as refused:
        rows.fix_import_row(actor=uma, import_id=view.id, line=3, changes={"cells": {"c3": "still wrong"}})
    assert set(refused.value.fields or {}) == {"cells.c3"}
    mended = rows.fix_import_row(actor=uma, import_id=view.id, line=3, changes={"cells": {"c3": "bob@example.com"}})
    assert (mended.is_fixed, mended.cells["c3"], mended.cells["c1"]) == (True, "bob@example.com", "Bob")
    rows.fix_import_row(actor=uma, import_id=view.id, line=6, changes={"decision": {"merge_into": first}})
    with pytest.raises(RowIsDone):
        rows.fix_import_row(actor=uma, import_id=view.id, line=2, changes={"cells": {"c1": "x"}})

    before = Contact.objects.count()
    assert orders.run_fixed_rows(actor=uma, import_id=view.id).state == "running"
    run_import(view.id)
    after = selectors.get_import(actor=uma, import_id=view.id)
    assert (after.state, after.set_id, after.fixes_waiting) == ("done", done.set_id, 0)
    assert Contact.objects.count() == before + 1
    assert outcomes(view.id) == ["created", "created", "skipped", "skipped", "merged", "skipped", "created"]
    assert after.counts.created == done.counts.created + 1
    assert after.counts.refused == 0


@pytest.mark.parametrize("decision", [{"merge_into": 987654}, {"merge_into": 0}])
def test_a_row_is_merged_only_into_somebody_who_is_here(uma: Actor, decision: Any) -> None:
    view = upload(uma, *MIXED)
    previewed(uma, view.id)
    with pytest.raises(InvalidInput) as refused:
        rows.fix_import_row(actor=uma, import_id=view.id, line=2, changes={"decision": decision})
    assert set(refused.value.fields or {}) == {"decision"}
    gone = make(uma, "Gone")
    services.archive_contact(actor=uma, contact_id=gone.id)
    with pytest.raises(InvalidInput, match="another look"):
        rows.fix_import_row(actor=uma, import_id=view.id, line=2, changes={"decision": {"merge_into": gone.id}})
    with pytest.raises(NotFound):
        rows.fix_import_row(actor=uma, import_id=view.id, line=99, changes={"decision": "skip"})


def test_what_was_refused_comes_back_as_a_file_that_no_spreadsheet_runs(uma: Actor) -> None:
    bad = ["=HYPERLINK(1)", "", "nope", "+41", "", "", "é"]
    view = upload(uma, MIXED[0], bad)
    loaded(uma, view.id)
    name, content = rows.write_import_errors(actor=uma, import_id=view.id)
    text = b"".join(content).decode("utf-8-sig")
    header, refused = csv.reader(io.StringIO(text))
    assert name == "people - not imported.csv"
    assert header == [*HEADER, "Reason"]
    assert refused[:7] == ["'=HYPERLINK(1)", "", "nope", "'+41", "", "", "é"]
    assert "does not look like" in refused[7]

    again = preparing.upload_import(
        actor=uma, file=io.BytesIO(text.replace("nope", "ok@example.com").encode()), file_name="again.csv"
    )
    preparing.change_import(actor=uma, import_id=again.id, changes={"consent": DECLINED})
    loaded(uma, again.id)
    assert Contact.objects.get(email="ok@example.com").first_name == "=HYPERLINK(1)"


def test_a_run_can_be_stopped_and_what_was_loaded_stays(uma: Actor) -> None:
    view = upload(uma, *[[f"P{n}", "", "", "", "", "", ""] for n in range(7)])
    previewed(uma, view.id)
    with pytest.raises(NothingToCancel):
        orders.cancel_import(actor=uma, import_id=view.id)
    orders.start_import(actor=uma, import_id=view.id)
    for refused in (preparing.delete_import, orders.undo_import, orders.run_fixed_rows, orders.preview_import):
        with pytest.raises(ImportIsUnderWay):
            refused(actor=uma, import_id=view.id)
    run_import(view.id, batches=1)
    stopped = orders.cancel_import(actor=uma, import_id=view.id)
    run_import(view.id)
    assert (stopped.state, stopped.done, Contact.objects.count()) == ("cancelled", 3, 3)
    assert Event.objects.filter(name="import.finished").get().data["how"] == "cancelled"


def test_a_preview_can_be_stopped(uma: Actor) -> None:
    view = upload(uma, *MIXED)
    orders.preview_import(actor=uma, import_id=view.id)
    run_import(view.id, batches=1)
    assert orders.cancel_import(actor=uma, import_id=view.id).state == "uploaded"
    assert not ImportRow.objects.exists()


def test_what_is_left_is_done_by_the_next_worker_and_nothing_twice(uma: Actor) -> None:
    view = upload(uma, *[[f"P{n}", "", f"p{n}@example.com", "", "", "", ""] for n in range(8)])
    previewed(uma, view.id)
    orders.start_import(actor=uma, import_id=view.id)
    run_import(view.id, batches=1)
    assert Contact.objects.count() == 3
    run_import(view.id, batches=1)
    run_import(view.id)
    assert list(Contact.objects.order_by("id").values_list("first_name", flat=True)) == [f"P{n}" for n in range(8)]
    done = selectors.get_import(actor=uma, import_id=view.id)
    assert (done.state, done.done, done.counts.created) == ("done", 8, 8)
    run_import(view.id)
    assert Contact.objects.count() == 8


def test_an_importer_who_may_no_longer_ends_the_import(uma: Actor) -> None:
    view = upload(uma, *MIXED)
    previewed(uma, view.id)
    orders.start_import(actor=uma, import_id=view.id)
    User.objects.filter(email="uma@example.com").update(role="viewer")
    run_import(view.id)
    batch = ContactImport.objects.get(pk=view.id)
    assert batch.state == ImportState.FAILED
    assert "may not import" in batch.error
    assert not Contact.objects.exists()


def test_a_file_that_breaks_half_way_is_told_by_its_preview(uma: Actor) -> None:
    file = b"Name,Notes\n" + b"Ann,x\n" * 400 + b'Bob,"never closed\n' + b"x\n" * 3000
    view = preparing.upload_import(actor=uma, file=io.BytesIO(file), file_name="broken.csv")
    preparing.change_import(actor=uma, import_id=view.id, changes={"consent": DECLINED})
    failed = previewed(uma, view.id)
    assert (failed.state, "never closed" in failed.error) == ("failed", True)


def test_an_import_is_undone_as_one(uma: Actor) -> None:
    first, _ = known_people(uma)
    before = read(uma, first)
    view = upload(uma, *MIXED, duplicates="merge")
    with pytest.raises(ImportWasNotRun):
        orders.undo_import(actor=uma, import_id=view.id)
    loaded(uma, view.id)
    assert read(uma, first).version > before.version
    job = orders.undo_import(actor=uma, import_id=view.id)
    assert selectors.get_import(actor=uma, import_id=view.id).state == "undoing"
    run_job(job.id)
    undone = selectors.get_import(actor=uma, import_id=view.id)
    assert (undone.state, undone.undo_job_id) == ("undone", job.id)
    again = read(uma, first)
    assert (again.company, again.notes, again.phone) == (before.company, before.notes, before.phone)
    assert Contact.objects.filter(archived_at__isnull=True).count() == 2
    with pytest.raises(ImportIsOver):
        orders.run_fixed_rows(actor=uma, import_id=view.id)
