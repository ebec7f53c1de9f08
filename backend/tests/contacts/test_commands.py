"""What is typed in a terminal: an import with its report, and the demo."""

import dataclasses
import random
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from crm.accounts.models import User
from crm.bulk.running import run_job
from crm.companies.models import Company
from crm.contacts.demo.people import invent
from crm.contacts.enums import DuplicatePolicy
from crm.contacts.events import ContactCreated
from crm.contacts.imports.errors import ImportIsOver
from crm.contacts.imports.orders import cancel_import, run_fixed_rows, undo_import
from crm.contacts.imports.reading import open_table
from crm.contacts.imports.recording import import_recorded
from crm.contacts.imports.rows import fix_import_row
from crm.contacts.imports.running import run_import
from crm.contacts.imports.selectors import list_imports
from crm.contacts.models import Contact, ContactCompany
from crm.contacts.selectors import list_contacts, list_timeline
from crm.conversations.models import Conversation, Message
from crm.core import clock
from crm.core.access import Actor, system_actor
from crm.journal.models import Delivery, Event
from crm.pipelines.services import create_pipeline
from tests.contacts.people import make
from tests.journal.stand_ins import batch_listener, only

SAMPLES = Path(__file__).parent / "samples"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, no_color=True)
    return out.getvalue()


def test_an_import_says_what_it_read_and_what_it_made(ada: Actor) -> None:
    report = run("import_contacts", str(SAMPLES / "outlook.csv"))
    assert "first name: First Name" in report
    assert "email: E-mail Address" in report
    assert "not UTF-8" in report
    assert report.splitlines()[-2] == "3 created, 0 merged, 0 skipped, 0 refused"
    (grace,) = list_contacts(actor=ada, q="hopper").items
    (group,) = [g for g in list_timeline(actor=ada, contact_id=grace.id).items if g.kind == "created"]
    (listed,) = list_imports(actor=ada)
    assert (group.actor.kind, group.actor.name, group.actor.via) == ("system", "Command line", f"import #{listed.id}")


def test_a_row_that_was_not_taken_is_told_with_its_line(ada: Actor, tmp_path: Path) -> None:
    make(ada, "Known", email="k@example.com")
    path = tmp_path / "people.csv"
    path.write_text("Name,Email\nAnn,k@example.com\nBob,nonsense\nCy,c@example.com\n", encoding="utf-8")
    report = run("import_contacts", str(path))
    assert "line 2: skipped. Same email address as Known" in report
    assert "line 3: refused. Email: This does not look like an email address." in report
    assert report.splitlines()[-2] == "1 created, 0 merged, 1 skipped, 1 refused"


def test_it_stands_on_the_page_of_imports_and_is_undone_there(ada: Actor, tmp_path: Path) -> None:
    known = make(ada, "Known", email="k@example.com")
    path = tmp_path / "people.csv"
    path.write_text("Name,Email,Company,Tags\nAnn,k@example.com,Acme,Lead\nBob,no,,\nCy,c@example.com,Acme,\n")
    with only(dataclasses.replace(batch_listener("workflows", print, ContactCreated), skips_quiet=True)):
        run("import_contacts", str(path), "--duplicates", "merge")
    assert not Delivery.objects.exists()
    (listed,) = list_imports(actor=ada)
    assert (listed.state, listed.counts.created, listed.counts.merged, listed.counts.refused) == ("done", 1, 1, 1)
    assert listed.set_id is not None

    fix_import_row(actor=ada, import_id=listed.id, line=3, changes={"cells": {"c2": "bob@example.com"}})
    run_fixed_rows(actor=ada, import_id=listed.id)
    run_import(listed.id)
    assert Contact.objects.filter(email="bob@example.com").exists()

    run_job(undo_import(actor=ada, import_id=listed.id).id)
    assert list(Contact.objects.values_list("id", "email", "tag_ids")) == [(known.id, "k@example.com", [])]
    assert not Company.objects.exists()


def test_it_stops_when_the_page_says_so(ada: Actor, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name\n" + "".join(f"Ann {n}\n" for n in range(1500)), encoding="utf-8")
    with open_table(path) as table:
        results = import_recorded(
            actor=system_actor("Command line"), path=path, table=table, region="US", duplicates=DuplicatePolicy.SKIP
        )
        next(results)
        (listed,) = list_imports(actor=ada)
        cancel_import(actor=ada, import_id=listed.id)
        with pytest.raises(ImportIsOver):
            list(results)
    assert Contact.objects.count() == 1000


def test_a_dry_run_and_a_region(db: None, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name;Phone\nNigel;020 7946 0018\n", encoding="utf-8")
    assert "nothing was kept" in run("import_contacts", str(path), "--dry-run", "--region", "gb")
    assert not Contact.objects.exists()
    run("import_contacts", str(path), "--region", "gb")
    assert Contact.objects.get().phone == "+442079460018"


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        (b"\x89PNG\r\n\x1a\n", [], "PNG picture"),
        (b"", [], "empty"),
        (b"Foo,Bar\n1,2\n", [], "No column is known"),
        (b"Name\nAnn\n", ["--region", "XX"], "XX is no country code"),
        (b'Name,Notes\nAnn,"open\n' + b"x\n" * 3000, [], "never closed"),
    ],
)
def test_a_file_that_can_not_be_used_is_told_in_plain_words(
    db: None, tmp_path: Path, content: bytes, arguments: list[str], words: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        run("import_contacts", str(path), *arguments)
    assert not Contact.objects.exists()


@pytest.mark.long
def test_the_demo_is_a_company_one_can_believe(db: None) -> None:
    report = run("make_demo")
    assert "2,000 contacts made" in report
    assert Contact.objects.count() == 2000
    assert Company.objects.count() == 200
    for field in ("website", "phone", "address", "industry"):
        assert Company.objects.exclude(**{field: ""}).count() > 150
    assert Company.objects.exclude(website="").filter(domain="").count() == 0
    assert Company.objects.exclude(phone_raw="").filter(phone="").count() == 0
    assert ContactCompany.objects.filter(ended_on__isnull=False).count() > 100
    assert ContactCompany.objects.filter(ended_on=None, is_primary=False).count() > 50
    assert ContactCompany.objects.exclude(role="").count() > 500
    assert sorted(User.objects.values_list("role", flat=True)) == ["admin", "user", "viewer"]
    for user in User.objects.all():
        password = next(line.split()[1] for line in report.splitlines() if user.email in line)
        assert user.check_password(password)
    assert Contact.objects.filter(archived_at__isnull=False).count() == 18
    assert Contact.objects.filter(assigned_user__isnull=False).count() > 300
    unread = Contact.objects.exclude(phone_raw="").filter(phone="").count()
    assert unread < 40
    assert Event.objects.filter(name="contact.updated").values("actor_id").distinct().count() == 2
    assert "150 opportunities" in report
    assert "60 conversations" in report
    assert set(Conversation.objects.values_list("state", flat=True)) == {"open", "closed", "snoozed"}
    assert Message.objects.filter(direction="out", state="failed").count() == 5
    assert Message.objects.filter(at__gt=clock.now()).count() == 0
    with pytest.raises(CommandError, match="already"):
        run("make_demo")


def test_the_demo_leaves_pipelines_that_are_there_alone(ada: Actor) -> None:
    create_pipeline(actor=ada, name="Sales", stages=[{"name": "New"}])
    with pytest.raises(CommandError, match="pipelines here already"):
        run("make_demo")
    assert not Contact.objects.exists()


def test_the_demos_names_are_written_in_many_scripts() -> None:
    people = [person for person, _ in zip(invent(random.Random(1)), range(2000), strict=False)]
    text = "".join(person.first_name + person.last_name for person in people)
    for low, high in ((0x400, 0x4FF), (0x370, 0x3FF), (0x600, 0x6FF), (0x590, 0x5FF), (0x900, 0x97F), (0x4E00, 0x9FFF),
                      (0x3040, 0x30FF), (0xAC00, 0xD7A3), (0x0E00, 0x0E7F), (0xC0, 0x17F)):  # fmt: skip
        assert any(low <= ord(letter) <= high for letter in text)
