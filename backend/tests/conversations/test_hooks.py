"""The address that providers post to, and what is done with what they post."""

import logging

import pytest
from django.db import connection
from django.test import Client

from crm.conversations.models import ChannelAccount, Message, Payload
from crm.conversations.receiving import payloads
from crm.conversations.receiving.payloads import read_payloads, seconds_until_payload
from crm.core import clock
from tests.conversations.posting import PIGEONS, post, sms


def test_a_post_is_kept_once_answered_and_read_later(account: ChannelAccount) -> None:
    told = {"messages": [sms("s1")]}

    statuses = [post(account, told, query="?a=1&b=%20"), post(account, told)]

    assert statuses == [204, 204]
    stored = Payload.objects.get()
    assert (stored.state, stored.query, stored.headers) == (
        "queued", "a=1&b=%20", {"content-type": "application/json", "x-pigeon-id": "7"},
    )  # fmt: skip
    assert PIGEONS.seen_urls[0] == f"http://127.0.0.1:8000/hooks/pigeon/{account.hook_id}?a=1&b=%20"
    assert not Message.objects.exists()
    assert seconds_until_payload(9.0) == 0
    assert (read_payloads(), read_payloads()) == (1, 0)
    stored.refresh_from_db()
    assert (stored.state, stored.outcome, stored.attempts) == ("done", "A message was taken in", 1)
    assert Message.objects.get().text == "Hello"


def test_what_is_not_signed_is_refused_counted_and_not_kept(
    account: ChannelAccount, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert [post(account, {}, token="rrr"), post(account, b"\0\xff", token="")] == [403, 403]
    account.refresh_from_db()
    assert (account.refused_hooks, account.refused_hook_at is not None) == (2, True)
    assert "The ring on its leg" in caplog.text
    assert not Payload.objects.exists()
    assert post(account, {}) == 204
    account.refresh_from_db()
    assert account.refused_hooks == 0


def test_ids_that_are_unknown_of_another_kind_or_off_look_alike(account: ChannelAccount) -> None:
    client = Client()
    nowhere = client.post("/hooks/pigeon/nobodys", b"{}", content_type="application/json")
    other = client.post(f"/hooks/raven/{account.hook_id}", b"{}", content_type="application/json")
    account.is_active = False
    account.save()
    off = client.post(f"/hooks/pigeon/{account.hook_id}", b"{}", content_type="application/json")

    assert {answer.status_code for answer in (nowhere, other, off)} == {404}
    bodies = [{**answer.json(), "request_id": ""} for answer in (nowhere, other, off)]
    assert bodies[0] == bodies[1] == bodies[2]
    assert client.get(f"/hooks/pigeon/{account.hook_id}").status_code == 405
    assert client.post("/hooks/pigeon/" + "x" * 500, b"{}", content_type="application/json").status_code == 404


def test_a_large_body_is_taken_and_one_too_large_is_not(
    account: ChannelAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post(account, b" " * 7_000_000 + b"{}") == 204
    assert Payload.objects.get().body[-2:] == b"{}"
    monkeypatch.setattr("crm.conversations.hooks.BODY_MOST", 100)
    assert post(account, b"x" * 101) == 413


def test_what_can_not_be_read_fails_at_once_and_what_breaks_is_tried_again(
    account: ChannelAccount, caplog: pytest.LogCaptureFixture
) -> None:
    post(account, b"no JSON")
    post(account, {"break": True})
    post(account, {"messages": [sms("s1")]})

    assert read_payloads() == 3

    unread, broken, fine = Payload.objects.order_by("id")
    assert (unread.state, unread.error_text) == ("failed", "It is not JSON.")
    assert (broken.state, broken.attempts, broken.due_at > clock.now()) == ("queued", 1, True)
    assert "RuntimeError: The pigeon has dropped it." in broken.error_text
    assert fine.state == "done"
    for _ in payloads.PAUSES:
        Payload.objects.filter(pk=broken.pk).update(due_at=clock.now())
        read_payloads()
    broken.refresh_from_db()
    assert (broken.state, broken.attempts) == ("failed", len(payloads.PAUSES) + 1)


def test_a_message_that_breaks_half_way_leaves_nothing(
    account: ChannelAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    monkeypatch.setattr("crm.conversations.receiving.incoming.keep_files", fall)
    post(account, {"messages": [sms("s1")]})
    read_payloads()
    assert not Message.objects.exists()
    monkeypatch.undo()
    Payload.objects.update(due_at=clock.now())
    read_payloads()
    assert (Payload.objects.get().state, Message.objects.count()) == ("done", 1)
