"""What strangers post to a form, and what becomes of it."""

import hashlib
import hmac
import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from crm.contacts.models import Contact
from crm.contacts.services import create_contact, erase_contact
from crm.intake.models import Submission
from crm.intake.reading import read_submissions
from crm.journal.delivery import deliver_due
from crm.journal.models import Event
from tests.cast import Browser, ada, as_actor, uma, vic

pytestmark = pytest.mark.django_db(transaction=True)


def made(**changes: Any) -> dict[str, Any]:
    """A form, set up as the page does it."""
    browser = Browser(ada())
    form = browser.post("/api/v1/forms", {"name": "Website"}).json()
    if changes:
        form = browser.send("PATCH", f"/api/v1/forms/{form['id']}", {"version": form["version"], **changes}).json()
    return dict(form)


def post(form: dict[str, Any], data: Any, **headers: str) -> Any:
    """A submission as JSON, from somewhere else."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return Client().post(f"/ingest/form/{form['key']}", body, content_type="application/json", headers=headers)


def only() -> Submission:
    """The one submission that there is, read by the worker."""
    while read_submissions():
        pass
    return Submission.objects.get()


def test_a_submission_becomes_a_contact_and_the_mapping_is_learnt() -> None:
    form = made(tags=["Website"])
    answer = post(form, {"first_name": "Grace", "contact": {"email": "grace@example.com"}, "question": "How much?"})
    assert (answer.status_code, answer.json(), answer["Access-Control-Allow-Origin"]) == (
        202,
        {"status": "received"},
        "*",
    )
    one = only()
    contact = Contact.objects.get()
    assert (one.state, one.contact_id) == ("done", contact.pk)
    assert (contact.first_name, contact.email) == ("Grace", "grace@example.com")
    shown = Browser(ada()).get(f"/api/v1/forms/{form['id']}").json()
    assert shown["is_learnt"] is True
    assert {field["name"]: field["target"] for field in shown["fields"]} == {
        "first_name": "first_name",
        "contact.email": "email",
        "question": "",
    }
    told = Event.objects.get(name="form.submitted")
    assert (told.subject_id, told.contact_id, told.data["values"]["question"]) == (form["id"], contact.pk, "How much?")
    assert Event.objects.filter(name="contact.tag_added").count() == 1

    # Who is known already is added to, and made no second time.
    post(form, {"contact": {"email": "Grace@Example.com"}, "call_me_at": "+14155552671", "first_name": "G."})
    while read_submissions():
        pass
    contact.refresh_from_db()
    assert (Contact.objects.count(), contact.first_name, contact.phone) == (1, "Grace", "")
    fields = {**{field["name"]: field["target"] for field in shown["fields"]}, "call_me_at": "phone"}
    Browser(ada()).send("PATCH", f"/api/v1/forms/{form['id']}", {"version": shown["version"], "mapping": fields})
    post(form, {"contact": {"email": "grace@example.com"}, "call_me_at": "+14155552671"})
    while read_submissions():
        pass
    contact.refresh_from_db()
    assert contact.phone == "+14155552671"


def test_the_same_submission_is_taken_once_however_often_and_however_many_post_it_at_once() -> None:
    form = made()
    body = {"email": "grace@example.com"}
    assert {post(form, body).status_code for _ in range(3)} == {202}
    assert Submission.objects.count() == 1
    threads = [threading.Thread(target=_post_and_close, args=(form, body, "same")) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Submission.objects.count() == 2
    while read_submissions():
        pass
    assert Contact.objects.count() == 1


def _post_and_close(form: dict[str, Any], body: dict[str, str], key: str) -> None:
    post(form, body, **{"Idempotency-Key": key})
    connection.close()


@pytest.mark.parametrize(
    ("content_type", "body", "name"),
    [
        ("application/x-www-form-urlencoded", b"name=Ren%C3%A9e+Dupont&email=r%40example.com", "Renée"),
        ("application/x-www-form-urlencoded; charset=latin-1", b"name=Ren%E9e+Dupont&email=r%40example.com", "Renée"),
        (
            "multipart/form-data; boundary=x",
            (
                b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nRen\xc3\xa9e Dupont\r\n'
                b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nr@example.com\r\n'
                b'--x\r\nContent-Disposition: form-data; name="cv"; filename="a.exe"\r\n\r\nMZ\r\n--x--\r\n'
            ),
            "Renée",
        ),
    ],
)
def test_forms_of_browsers_are_read_in_their_charset(content_type: str, body: bytes, name: str) -> None:
    form = made()
    answer = Client().generic(
        "POST", f"/ingest/form/{form['key']}", body, content_type=content_type, headers={"Accept": "text/html"}
    )
    assert (answer.status_code, b"Thank you" in answer.content) == (200, True)
    assert only().state == "done"
    assert Contact.objects.get().first_name == name


@pytest.mark.parametrize(
    ("content_type", "body", "words"),
    [
        ("application/json", b"{", "says that it is JSON, and is not"),
        ("application/json", b"[1]", "no object with fields"),
        ("application/json", b'{"a":' * 5000, "says that it is JSON, and is not"),
        ("application/json", json.dumps({str(n): "x" for n in range(300)}).encode(), "more than 200 fields"),
        ("text/plain", b"hello", "neither JSON nor a form"),
        ("multipart/form-data", b"hello", "can't be taken apart"),
        ("application/json", b'{"email": "no address"}', "mail"),
        ("application/json", b'{"first_name": "\\u0000", "color": "red"}', ""),
        ("application/x-www-form-urlencoded; charset=nope", b"\xff\xfe=\x00", ""),
    ],
)
def test_what_can_not_be_read_is_kept_with_its_reason(content_type: str, body: bytes, words: str) -> None:
    form = made(mapping={"email": "email"})
    answer = Client().generic("POST", f"/ingest/form/{form['key']}", body, content_type=content_type)
    assert answer.status_code == 202
    one = only()
    assert one.state == "failed"
    assert words in one.reason
    assert bytes(one.body) == body
    assert Contact.objects.count() == 0


def test_a_form_refuses_what_is_unsigned_too_large_too_often_or_for_nobody() -> None:
    form = made(per_minute=3)
    browser = Browser(ada())
    address = f"/api/v1/forms/{form['id']}"
    secret = browser.post(f"{address}/secret").json()["secret"]
    assert secret not in browser.get(address).content.decode()
    body = b'{"email": "a@example.com"}'
    assert post(form, body).status_code == 403
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert post(form, body, **{"X-Form-Signature": f"sha256={signature}"}).status_code == 202
    assert post(form, body, **{"X-Form-Signature": "é"}).status_code == 403
    browser.send("DELETE", f"{address}/secret")
    assert post(form, b"x" * (256 * 1024 + 1)).status_code == 413
    by_header = Client().post(
        "/ingest/form", b"{}", content_type="application/json", headers={"X-Form-Key": form["key"]}
    )
    assert by_header.status_code == 202
    assert post(form, {"n": 1}).status_code == 202
    refused = post(form, {"n": 2})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert Client().get(f"/ingest/form/{form['key']}").status_code == 405
    assert Client().options(f"/ingest/form/{form['key']}").status_code == 204
    for key in ("", "nope", "x" * 100, "%00", form["key"][:-1]):
        assert Client().post(f"/ingest/form/{key}", b"{}", content_type="application/json").status_code == 404
    browser.post(f"{address}/archive")
    assert post(form, {"n": 3}).status_code == 404


def test_a_hidden_field_that_was_filled_in_is_quarantine_until_somebody_decides() -> None:
    form = made(honeypot="website2", mapping={"email": "email"})
    post(form, {"email": "bot@example.com", "website2": "https://spam.example"})
    one = only()
    assert (one.state, Contact.objects.count()) == ("quarantined", 0)
    assert Event.objects.filter(name="form.submitted").count() == 0
    browser = Browser(ada())
    assert browser.post(f"/api/v1/submissions/{one.pk}/replay").status_code == 422
    browser.post(f"/api/v1/submissions/{one.pk}/decide", {})
    assert only().state == "done"


def test_two_different_people_hit_is_never_decided_silently() -> None:
    admin = as_actor(ada())
    first = create_contact(actor=admin, first_name="Ann", email="ann@example.com").contact.id
    second = create_contact(actor=admin, first_name="Bo", phone="+14155552671").contact.id
    form = made(mapping={"mail": "email", "tel": "phone", "said": "notes"})
    post(form, {"mail": "ann@example.com", "tel": "+14155552671", "said": "Hello"})
    one = only()
    assert one.state == "held"
    assert {candidate["id"] for candidate in one.candidates} == {first, second}
    browser = Browser(ada())
    browser.post(f"/api/v1/submissions/{one.pk}/decide", {"merge_into": second})
    one = only()
    assert (one.state, one.contact_id) == ("done", second)
    assert Contact.objects.get(pk=second).notes == "Hello"
    assert browser.post(f"/api/v1/submissions/{one.pk}/discard").json()["code"] == "submission_is_done"


def test_what_failed_is_read_again_once_the_mapping_is_mended() -> None:
    form = made(mapping={"x": "notes"})
    post(form, {"who": "Grace Hopper", "x": "Hi"})
    assert only().state == "failed"
    browser = Browser(ada())
    address = f"/api/v1/forms/{form['id']}"
    mended = {"version": browser.get(address).json()["version"], "mapping": {"who": "full_name", "x": "notes"}}
    browser.send("PATCH", address, mended)
    assert browser.post(f"{address}/replay").json() == {"replayed": 1}
    assert only().state == "done"
    assert Contact.objects.get().last_name == "Hopper"
    wrong = browser.send("PATCH", address, {"version": 99, "mapping": {"who": "shoe_size"}})
    assert (wrong.status_code, "shoe_size" in wrong.json()["fields"]["mapping"][0]) == (422, True)


def test_consent_goes_to_the_ledger_with_its_wording() -> None:
    consent = {"email": "news", "wording": "Yes, send me news by mail."}
    form = made(consent=consent, mapping={"email": "email"})
    post(form, {"email": "grace@example.com", "news": True})
    only()
    deliver_due()
    stated = Event.objects.get(name="contact.consent_stated").data
    assert (stated["status"], stated["consent_wording"]) == ("opted_in", "Yes, send me news by mail.")


def test_a_person_who_is_erased_is_erased_from_forms() -> None:
    form = made(mapping={"email": "email", "name": "full_name"})
    post(form, {"email": "grace@example.com", "name": "Grace Hopper"})
    contact_id = only().contact_id or 0
    # One that can't be taken apart, and one that waits for a decision on somebody else's form.
    post(form, b'{"email": "grace@example.com"')
    post(made(mapping={"email": "email"}, honeypot="trap"), {"email": "grace@example.com", "trap": "x"})
    post(form, b'{"email": "alan@example.com"')
    while read_submissions():
        pass
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["done", "failed", "failed", "quarantined"]
    erase_contact(actor=as_actor(ada()), contact_id=contact_id, confirm="Grace Hopper")
    assert [bytes(one.body) for one in Submission.objects.all()] == [b'{"email": "alan@example.com"']


def test_users_look_and_administrators_change() -> None:
    form = made()
    assert Browser(uma()).get("/api/v1/forms").json()[0]["name"] == "Website"
    assert Browser(uma()).post("/api/v1/forms", {"name": "Mine"}).status_code == 403
    assert Browser(vic()).get(f"/api/v1/forms/{form['id']}").status_code == 403
