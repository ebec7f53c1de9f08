"""Templates over their API and services: versions, folders, the library, previews, tests to oneself, and sending."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.contacts.models import Contact
from crm.conversations import selectors, services
from crm.conversations.errors import ChangedMeanwhile, NotForTests, TemplateNameTaken
from crm.conversations.mail_text import plain_of_ours
from crm.conversations.models import ChannelAccount, Conversation, Message, MessageTemplate, Sender, TemplateVersion
from crm.conversations.sending.writing import NewMessage
from crm.conversations.templating.library import LIBRARY
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from crm.journal.models import Event
from tests.cast import Browser
from tests.cast import ada as make_ada
from tests.cast import uma as make_uma
from tests.conversations.threads import person

PHONE = "+12025550123"


@pytest.fixture
def senders(account: ChannelAccount) -> None:
    """A number and an address to send from."""
    for channel, address in {"sms": "+12025550100", "email": "hello@ours.example"}.items():
        Sender.objects.create(account=account, channel=channel, name="Us", address=address, is_default=True)


def make(actor: Actor, **fields: Any) -> Any:
    """A text message to keep, unless told otherwise."""
    return services.create_template(
        actor=actor, **{"channel": "sms", "name": "Hello", "text": "Hi {{first_name|there}}", **fields}
    )


def change(actor: Actor, template: Any, **changes: Any) -> Any:
    """Changes some fields of it, as it was just seen."""
    return services.update_template(actor=actor, template_id=template.id, version=template.version, changes=changes)


def test_a_change_of_words_is_a_version_and_an_old_one_comes_back_as_a_new_one(uma: Actor) -> None:
    first = make(uma, shortcut="/Hello")
    renamed = change(uma, first, name="Hello again")
    second = change(uma, renamed, text="Good day {{first_name|there}}")
    same = change(uma, second, text="Good day {{first_name|there}}  ")
    back = services.restore_template_version(actor=uma, template_id=first.id, number=1)

    assert (first.shortcut, first.number, renamed.number, renamed.version) == ("hello", 1, 1, 2)
    assert (second.number, same.version, back.number, back.text) == (2, second.version, 3, first.text)
    versions = selectors.list_template_versions(actor=uma, template_id=first.id)
    assert [(one.number, one.text) for one in versions] == [
        (3, first.text), (2, second.text), (1, first.text),
    ]  # fmt: skip
    assert len({back.version_id, second.version_id, first.version_id}) == 3
    told = list(Event.objects.filter(name__startswith="template.").order_by("id").values_list("data", flat=True))
    assert [data.get("fields") for data in told] == [None, ["name"], ["text"], ["text"]]
    assert told[-1]["restored_number"] == 1
    with pytest.raises(ChangedMeanwhile):
        services.update_template(actor=uma, template_id=first.id, version=1, changes={"text": "Late"})
    with pytest.raises(NotFound):
        services.restore_template_version(actor=uma, template_id=first.id, number=2**40)


def test_what_can_not_be_kept_is_refused_by_name(uma: Actor) -> None:
    make(uma, shortcut="hi")
    wrongs: list[tuple[str, dict[str, Any]]] = [
        ("channel", {"channel": "smoke"}),
        ("name", {"name": " "}),
        ("name", {"name": "HELLO"}),
        ("shortcut", {"name": "Other", "shortcut": "hi"}),
        ("shortcut", {"name": "Other", "shortcut": "no spaces"}),
        ("folder_id", {"name": "Other", "folder_id": 987654}),
        ("folder_id", {"name": "Other", "folder_id": 2**70}),
        ("purpose", {"name": "Other", "purpose": "fun"}),
        ("text", {"name": "Other", "text": " "}),
        ("text", {"name": "Other", "subject": "None here"}),
        ("text", {"name": "Other", "text": "a" * 1601}),
        ("text", {"name": "Other", "text": "{{email}}" * 201, "channel": "email", "subject": "S"}),
        ("text", {"name": "Other", "channel": "email", "text": "", "html": "<script>alert(1)</script>"}),
    ]
    for field, wrong in wrongs:
        with pytest.raises(InvalidInput) as refused:
            make(uma, **wrong)
        assert list(refused.value.fields or {}) == [field], wrong
    assert make(uma, channel="email", subject="S").variant.name == "Hello"


def test_mail_is_kept_harmless_and_brings_its_plain_text(uma: Actor) -> None:
    kept = make(
        uma, channel="email", subject="Hi", text="ignored",
        html='<p onclick="x()">Hi <b>{{first</b>_name|you}}</p><script>x</script>'
        '<a href="{{unsubscribe_link}}">Out</a>',
    )  # fmt: skip

    assert "script" not in kept.html
    assert "onclick" not in kept.html
    assert "{{first_name|you}}" in kept.html
    assert 'href="{{unsubscribe_link}}"' in kept.html
    assert kept.text == "Hi {{first_name|you}}\n\nOut ({{unsubscribe_link}})"


def test_mail_that_is_written_plain_has_both_and_keeps_its_lines(uma: Actor) -> None:
    text = "Hi {{first_name|there}},\n\na < b & {{company|R&D}}:\n- one\n- two\n\n{{unsubscribe_link}}"
    kept = make(uma, channel="email", subject="Hi", text=text)

    assert kept.text == text
    assert kept.html.startswith("<p>Hi {{first_name|there}},</p><p>a &lt; b &amp; ")
    assert plain_of_ours(kept.html) == text
    changed = change(uma, kept, text="Other words")
    assert (changed.html, changed.number) == ("<p>Other words</p>", 2)
    renamed = change(uma, changed, subject="Hello")
    assert renamed.html == "<p>Other words</p>"
    rich = change(uma, renamed, html="<p>Rich</p><ul><li><p>one</p></li><li>two</li></ul>")
    assert rich.text == "Rich\n\n- one\n- two"


def test_the_trash_frees_a_name_and_gives_back_only_what_is_free(uma: Actor) -> None:
    old = make(uma, shortcut="hi")
    services.archive_template(actor=uma, template_id=old.id)
    make(uma)

    assert [one.id for one in selectors.list_templates(actor=uma, archived=True).items] == [old.id]
    with pytest.raises(TemplateNameTaken):
        services.restore_template(actor=uma, template_id=old.id)
    archived = selectors.get_template(actor=uma, template_id=old.id)
    change(uma, archived, name="Older")
    assert services.restore_template(actor=uma, template_id=old.id).archived_at is None


def test_the_list_is_searched_by_name_shortcut_and_text_and_costs_the_same_for_many(uma: Actor) -> None:
    folder = services.create_template_folder(actor=uma, name="Sales")
    with pytest.raises(InvalidInput):
        services.create_template_folder(actor=uma, name="SALES ")
    folder = services.update_template_folder(actor=uma, folder_id=folder.id, name="Selling")
    make(uma, name="Greeting", shortcut="gr", folder_id=folder.id)
    make(uma, name="Réminder", text="Tomorrow, 100%")
    make(uma, name="Invoice", channel="email", subject="Greeting costs", text="x")

    def found(**query: Any) -> list[str]:
        return [one.name for one in selectors.list_templates(actor=uma, **query).items]

    assert found() == ["Greeting", "Invoice", "Réminder"]
    assert found(q="/gr") == ["Greeting", "Invoice"]
    assert found(q="reminder") == ["Réminder"]
    assert found(q="100%") == ["Réminder"]
    assert found(q="\0zz_") == []
    assert found(channel="email") == ["Invoice"]
    assert found(folder_id=folder.id) == ["Greeting"]
    assert found(folder_id=0) == ["Invoice", "Réminder"]
    assert found(folder_id=2**70) == []
    with CaptureQueriesContext(connection) as three:
        selectors.list_templates(actor=uma)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH made AS (INSERT INTO conversations_messagetemplate (name, name_key, channel) "
            "SELECT 'T' || n, 't' || n, 'sms' FROM generate_series(1, 300) n RETURNING id) "
            "INSERT INTO conversations_templateversion (template_id, number, purpose, text) "
            "SELECT id, 1, 'one_to_one', 'x' FROM made"
        )
    with CaptureQueriesContext(connection) as many:
        assert len(selectors.list_templates(actor=uma).items) == 303
    assert len(three) == len(many) == 1
    services.delete_template_folder(actor=uma, folder_id=folder.id)
    assert found(folder_id=0)[0] == "Greeting"


def test_a_contact_s_preview_fills_warns_and_names_what_is_missing(uma: Actor) -> None:
    grace = person(phone=PHONE, phone_raw=PHONE)
    text = "Hi {{first_name}} of {{company}}, {{?when}}? {{sender_name}} {{frist_name|x}}"

    told = selectors.preview_template(actor=uma, channel="sms", text=text, contact_id=grace.pk)

    assert told.text == "Hi Grace of {{company}}, {{?when}}? Uma {{frist_name|x}}"
    assert told.missing == ["company", "?when", "frist_name"]
    assert "Grace has nothing for company" in told.unfilled[0].text
    assert told.segments == 1
    values = {"company": "ACME", "?When": "no", "?when": "today", "Frist name": "x"}
    whole = selectors.preview_template(actor=uma, channel="sms", text=text, contact_id=grace.pk, values=values)
    assert (whole.missing, whole.text) == ([], "Hi Grace of ACME, today? Uma x")
    services.save_signature(actor=uma, text="Uma\nSales")
    kept = make(uma, channel="email", subject="For {{full_name}}", html="<p>{{signature}} {{unsubscribe_link}}</p>")
    mail = selectors.preview_template(actor=uma, template_id=kept.id, contact_id=grace.pk)
    assert (mail.subject, mail.version_id, mail.segments) == ("For Grace", kept.version_id, None)
    assert "Uma<br>Sales" in mail.html
    assert "/unsubscribe/" in mail.text
    wrongs: list[dict[str, Any]] = [
        {"channel": "smoke"},
        {"text": "{{email}}" * 201},
        {"channel": "sms", "text": "a" * 5001},
        {"values": {"a": "x" * 3000}},
    ]
    for wrong in wrongs:
        with pytest.raises(InvalidInput):
            selectors.preview_template(actor=uma, **{"text": "x", **wrong})
    with pytest.raises(NotFound):
        selectors.preview_template(actor=uma, text="x", contact_id=987654)


def test_words_are_tried_on_the_contacts_that_there_are(uma: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contact (first_name, phone, phone_raw) "
            "SELECT CASE WHEN n % 4 = 0 THEN '' ELSE repeat('x', n % 100) END, '+1202555' || n, '1' "
            "FROM generate_series(1000, 1400) n"
        )
    text = "a" * 100 + " {{first_name}} {{last_name|}} {{?when}}"

    with CaptureQueriesContext(connection) as queries:
        reach = selectors.measure_template_reach(actor=uma, channel="sms", text=text)

    assert (reach.looked_at, [(gap.name, gap.count) for gap in reach.gaps]) == (300, [("first_name", 75)])
    assert (reach.segments_most, len(queries)) == (2, 4)
    assert reach.text.startswith("Of the last 300 contacts, 75 have no first name. The longest, to xxx")
    assert selectors.measure_template_reach(actor=uma, channel="email", text=text).looked_at == 0
    assert selectors.measure_template_reach(actor=uma, channel="sms", text="{{our_name}}").text == ""
    with pytest.raises(InvalidInput):
        selectors.measure_template_reach(actor=uma, channel="smoke", text=text)


@pytest.mark.usefixtures("senders")
def test_a_message_names_the_version_it_was_made_from_and_the_template_where_it_is_used(uma: Actor) -> None:
    kept = make(uma)
    grace = person(phone=PHONE, phone_raw=PHONE)
    thread = Conversation.objects.create(contact=grace)
    told = selectors.preview_template(actor=uma, template_id=kept.id, contact_id=grace.pk)
    fields: dict[str, Any] = {"channel": "sms", "text": told.text, "template_version_id": told.version_id}
    sent = services.send_message(
        actor=uma, conversation_id=thread.pk, message=NewMessage(client_id=uuid.uuid4(), **fields)
    ).message
    change(uma, kept, text="Other words")

    assert (sent.text, sent.template and sent.template.name) == ("Hi Grace", "Hello")
    uses = selectors.list_template_uses(actor=uma, template_id=kept.id)
    assert (uses.count, uses.is_more, uses.items[0].message_id, uses.items[0].number) == (1, False, sent.id, 1)
    assert uses.items[0].contact.name == "Grace"
    assert selectors.list_templates(actor=uma).items[0].last_used_at is not None
    for text, field in (("Hi {{company}}", "text"), ("Hi {{first_name}", "text"), ("{{?when}}", "text")):
        with pytest.raises(InvalidInput) as refused:
            services.send_message(
                actor=uma, conversation_id=thread.pk,
                message=NewMessage(client_id=uuid.uuid4(), channel="sms", text=text),
            )  # fmt: skip
        assert text.split()[-1] in (refused.value.fields or {})[field][0]


@pytest.mark.usefixtures("senders")
def test_a_test_goes_to_oneself_and_never_to_a_customer(uma: Actor) -> None:
    grace = person(phone=PHONE, phone_raw=PHONE)
    mail = make(
        uma, channel="email", subject="{{company}}", html="<p>{{first_name}} {{?when}} {{unsubscribe_link}}</p>"
    )

    def test(template: Any, to: str, **more: Any) -> Message:
        sent = services.send_template_test(actor=uma, template_id=template.id, to=to, **more)
        return Message.objects.get(pk=sent.message_id)

    own = test(mail, " UMA@example.com", contact_id=grace.pk)

    assert (own.subject, own.to_address, own.state) == ("[Test] [Company]", "uma@example.com", "queued")
    assert "Grace [when]" in own.text
    assert own.template_version_id is None
    theirs = selectors.preview_template(actor=uma, template_id=mail.id, contact_id=grace.pk)
    assert not set(own.text.split("/unsubscribe/")[1:]) & set(theirs.text.split("/unsubscribe/")[1:])
    assert own.conversation.contact.tag_ids
    assert test(mail, "uma@example.com").conversation_id == own.conversation_id
    sms = make(uma)
    with pytest.raises(NotForTests):
        test(sms, PHONE)
    with pytest.raises(NotForTests):
        test(mail, "grace@example.com")
    typed = test(sms, "+1 202 555 0177")
    assert (typed.to_address, typed.conversation.contact.first_name) == ("+12025550177", "Test")
    assert test(sms, "+12025550177").conversation_id == typed.conversation_id
    for template, to in ((sms, "nobody"), (mail, "nobody"), (mail, "")):
        with pytest.raises(InvalidInput) as refused:
            test(template, to)
        assert list(refused.value.fields or {}) == ["to"]
    assert Contact.objects.count() == 3


def test_the_library_is_taken_over_over_http_and_viewers_only_look(uma: Actor) -> None:
    browser = Browser(make_uma())
    listed = browser.get("/api/v1/templates/library").json()
    assert {one["key"] for one in listed} == set(LIBRARY)
    names = [browser.post("/api/v1/templates/library/follow_up_email/clone", {}).json()["name"] for _ in range(2)]
    assert names == ["Follow-up after a talk", "Follow-up after a talk 2"]
    assert browser.post("/api/v1/templates/library/nothing/clone", {}).status_code == 404
    template = MessageTemplate.objects.order_by("id")[0]
    sent = {"version": 1, "subject": "New"}
    changed = browser.send("PATCH", f"/api/v1/templates/{template.pk}", sent)
    assert (changed.status_code, changed.json()["number"], changed.json()["subject"]) == (200, 2, "New")
    assert TemplateVersion.objects.get(template=template, number=2).html == LIBRARY["follow_up_email"].html
    told = browser.post("/api/v1/templates/preview", {"template_id": template.pk}).json()
    assert {one["code"] for one in told["checks"]} == set()
    assert {one["name"] for one in told["unfilled"]} == {"?what was agreed", "?day"}


def test_the_letterhead_is_entered_once_by_an_administrator(uma: Actor) -> None:
    boss, user = Browser(make_ada()), Browser(make_uma())
    entered = {"version": 0, "name": "Harbour Mills", "address": "1 Quay Street\nPortland"}
    assert user.send("PUT", "/api/v1/templates/letterhead", entered).status_code == 403
    assert boss.send("PUT", "/api/v1/templates/letterhead", entered).json()["version"] == 1
    assert boss.send("PUT", "/api/v1/templates/letterhead", entered).status_code == 409
    told = user.post("/api/v1/templates/preview", {"html": "<p>{{our_address}}</p>", "purpose": "marketing"}).json()
    assert told["html"] == "<p>1 Quay Street<br>Portland</p>"
    assert [one["code"] for one in told["checks"]] == ["no_unsubscribe", "no_subject"]
    assert user.send("PUT", "/api/v1/templates/signature", {"text": "Uma\n"}).json() == {"text": "Uma"}
    assert user.send("PUT", "/api/v1/templates/signature", {"text": ""}).json() == {"text": ""}
