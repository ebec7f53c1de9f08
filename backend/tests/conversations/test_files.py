"""Files and mails over HTTP, uploads, payloads for administrators, and what is left of a person who was erased."""

import json
from datetime import timedelta

from django.db import connection

from crm.contacts.models import Contact
from crm.contacts.services import delete_contact, erase_contact, get_personal_data
from crm.conversations.models import Attachment, ChannelAccount, Conversation, Message, Payload, Upload
from crm.conversations.receiving.payloads import read_payloads
from crm.conversations.sweeping import sweep
from crm.core import clock
from crm.core.access import Actor
from tests import cast
from tests.conversations.posting import mail, post, sms
from tests.conversations.threads import fill_threads, stored


def test_a_file_is_saved_and_a_mail_is_shown_in_bounds(account: ChannelAccount) -> None:
    png = "\x89PNG\r\n\x1a\n"
    files = [
        {"name": "lögo.png", "content_type": "image/png", "data": png, "content_id": "logo"},
        {"name": "mms", "content_type": "image/png", "fetch_url": "https://pigeons.example/1"},
    ]
    html = '<p onclick="x()">Hi</p><img src="cid:logo"><img src="https://a.example/p.gif">'
    post(account, {"messages": [mail("m1", html=html, files=files)]})
    read_payloads()
    browser = cast.Browser(cast.vic())
    message, (kept, waiting) = Message.objects.get(), Attachment.objects.order_by("id")

    file = browser.get(f"/api/v1/files/{kept.pk}")
    page = browser.get(f"/api/v1/messages/{message.pk}/html?dark=true")

    assert b"".join(file.streaming_content) == png.encode("latin1")
    assert file["Content-Type"] == "image/png"
    assert file["Content-Disposition"].startswith("attachment;")
    assert (file["X-Content-Type-Options"], file["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    assert browser.get(f"/api/v1/files/{waiting.pk}").json()["code"] == "file_not_here"
    assert browser.get(f"/api/v1/files/{waiting.pk + 1}").status_code == 404
    markup = page.content.decode()
    assert "data:image/png;base64," in markup
    assert ("onclick" in markup, "a.example" in markup) == (False, False)
    assert '<meta name="remote-images" content="1">' in markup
    assert "sandbox" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "a.example" in browser.get(f"/api/v1/messages/{message.pk}/html?images=1").content.decode()
    item = browser.get(f"/api/v1/conversations/{message.conversation_id}/messages").json()["items"][0]
    assert [(one["name"], one["is_inline"], one["state"]) for one in item["files"]] == [
        ("lögo.png", True, "stored"), ("mms", False, "to_fetch"),
    ]  # fmt: skip
    assert (item["has_html"], item["from_address"]) == (True, "grace@example.com")


def test_an_upload_is_ones_own_until_it_is_swept(uma: Actor) -> None:
    browser, other = cast.Browser(cast.uma()), cast.Browser(cast.ada())

    made = browser.send_file("POST", "/api/v1/uploads?name=..%2Fa.pdf&content_type=image/png", b"%PDF-1.7")
    empty = browser.send_file("POST", "/api/v1/uploads?name=x", b"")

    assert made.status_code == 201
    assert made.json() == {"id": made.json()["id"], "name": "a.pdf", "content_type": "application/pdf", "size": 8}
    assert empty.status_code == 422
    path = f"/api/v1/uploads/{made.json()['id']}"
    assert other.send("DELETE", path).status_code == 404
    assert browser.send("DELETE", path).status_code == 204
    browser.send_file("POST", "/api/v1/uploads?name=x", b"x")
    sweep()
    assert Upload.objects.count() == 1
    Upload.objects.update(created_at=clock.now() - timedelta(days=2))
    sweep()
    assert Upload.objects.count() == 0


def test_an_administrator_has_a_post_read_again_and_nothing_comes_twice(account: ChannelAccount, ada: Actor) -> None:
    post(account, {"messages": [sms("s1")]})
    post(account, b"no JSON")
    browser, viewer = cast.Browser(cast.ada()), cast.Browser(cast.uma())
    listed = f"/api/v1/channels/{account.pk}/payloads"
    first = browser.get(listed).json()["items"]
    path = f"/api/v1/payloads/{first[1]['id']}/replay"

    assert [item["state"] for item in first] == ["queued", "queued"]
    assert browser.post(path).json()["code"] == "payload_is_waiting"
    read_payloads()
    assert [item["state"] for item in browser.get(f"{listed}?state=failed").json()["items"]] == ["failed"]
    assert browser.post(path).json()["state"] == "queued"
    read_payloads()
    done = browser.get(f"{listed}?state=done").json()["items"]
    assert [item["outcome"] for item in done] == ["A message was known already"]
    assert Message.objects.count() == 1
    assert (viewer.get(listed).status_code, viewer.post(path).status_code) == (403, 403)
    assert browser.get(f"/api/v1/channels/{account.pk + 1}/payloads").status_code == 404


def test_who_is_erased_leaves_no_word_behind(account: ChannelAccount, ada: Actor) -> None:
    (other,) = fill_threads(1)
    files = [{"name": "cv.txt", "content_type": "text/plain", "data": "I am Grace Hopper"}]
    post(account, {"messages": [mail("m1", from_name="Grace Hopper", text="I am Grace Hopper", files=files)]})
    read_payloads()
    grace = Contact.objects.get(email="grace@example.com")
    Message.objects.filter(conversation_id=other).update(
        text="Ask grace@example.com about it", cc=["grace@example.com"], from_address="grace@example.com"
    )
    told = get_personal_data(actor=ada, contact_id=grace.pk)
    assert "I am Grace Hopper" in json.dumps(told, default=str)
    assert "cv.txt" in json.dumps(told, default=str)

    erase_contact(actor=ada, contact_id=grace.pk, confirm="Grace Hopper")

    left = Message.objects.get()
    assert (left.text, left.cc, left.from_address) == ("Ask [erased] about it", ["[erased]"], "[erased]")
    assert Conversation.objects.get().pk == stored(other).pk
    assert (Attachment.objects.count(), bytes(Payload.objects.get().body)) == (0, b"")
    with connection.cursor() as cursor:
        for table in ("message", "conversation", "payload", "attachment", "deliveryreport", "draft"):
            cursor.execute(f"SELECT count(*) FROM conversations_{table} t WHERE t::text ~* 'hopper|grace'")
            assert cursor.fetchone() == (0,), table
    browser = cast.Browser(cast.ada())
    assert browser.post(f"/api/v1/payloads/{Payload.objects.get().pk}/replay").json()["code"] == "payload_is_gone"


def test_who_is_deleted_takes_the_thread_along(account: ChannelAccount, ada: Actor) -> None:
    post(account, {"messages": [mail("m1", files=[{"name": "a", "content_type": "text/plain", "data": "x"}])]})
    read_payloads()
    Contact.objects.update(archived_at=clock.now())

    delete_contact(actor=ada, contact_id=Contact.objects.get().pk)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert (Conversation.objects.count(), Message.objects.count(), Attachment.objects.count()) == (0, 0, 0)
