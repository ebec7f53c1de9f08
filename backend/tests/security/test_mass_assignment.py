"""Nobody sets by a request what that request is not for."""

from typing import Any

import pytest

from crm.accounts.models import User
from tests.cast import PASSWORD, Browser, ada, uma, vic

pytestmark = pytest.mark.django_db


def test_nobody_promotes_themselves() -> None:
    user = uma()
    page = Browser(user)

    page.send(
        "PATCH",
        "/api/v1/me",
        {
            "name": "Uma B",
            "role": "admin",
            "permissions": ["users:write"],
            "is_active": False,
            "id": 1,
            "email": "x@example.com",
        },
    )

    user.refresh_from_db()
    assert (user.role, user.is_active, user.email) == ("user", True, "uma@example.com")
    assert page.get("/api/v1/users").json()[0].get("email") is None


def test_password_is_not_a_field() -> None:
    user = ada()
    page = Browser(user)

    page.send("PATCH", "/api/v1/me", {"name": "Ada L", "password": "another-password-77"})
    page.send("PATCH", f"/api/v1/users/{user.pk}", {"name": "Ada L", "password": "another-password-77"})

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_contact_keeps_what_the_server_sets() -> None:
    other, user = ada(), uma()
    page = Browser(user)
    planted: dict[str, Any] = {
        "id": 777_777,
        "version": 99,
        "created_at": "2001-01-01T00:00:00Z",
        "created_by": other.pk,
        "created_by_id": other.pk,
        "archived_at": "2001-01-01T00:00:00Z",
        "archived_by": other.pk,
        "phone_is_valid": True,
    }

    made = page.send("POST", "/api/v1/contacts", {"first_name": "Grace", **planted})

    if made.status_code == 422:
        made = page.send("POST", "/api/v1/contacts", {"first_name": "Grace"})
    contact = made.json()["contact"]
    assert contact["id"] != 777_777
    assert contact["version"] != 99
    assert not contact["created_at"].startswith("2001")
    assert contact["created_by"]["id"] == user.pk
    assert contact["archived_at"] is None

    page.send(
        "PATCH", f"/api/v1/contacts/{contact['id']}", {"version": contact["version"], "last_name": "Hopper", **planted}
    )
    told = page.get(f"/api/v1/contacts/{contact['id']}").json()
    assert told["id"] == contact["id"]
    assert told["archived_at"] is None
    assert told["created_by"]["id"] == user.pk


def test_invited_person_does_not_choose_the_role() -> None:
    page = Browser(ada())
    invited = page.send("POST", "/api/v1/invitations", {"email": "new@example.com", "role": "viewer"}).json()
    token = invited["link"].rpartition("token=")[2]

    answer = Browser().send(
        "POST",
        "/api/v1/invitations/accept",
        {
            "token": token,
            "name": "New",
            "password": "a-long-new-password-1",
            "role": "admin",
            "email": "other@example.com",
        },
    )

    assert answer.status_code in {201, 422}
    assert not User.objects.filter(email="other@example.com").exists()
    assert set(User.objects.filter(email="new@example.com").values_list("role", flat=True)) <= {"viewer"}


def test_colleagues_see_no_more_than_names() -> None:
    ada()
    for user in (uma(), vic()):
        page = Browser(user)
        for row in page.get("/api/v1/users").json():
            told = {name for name, value in row.items() if value is not None}
            assert told <= {"id", "name", "is_active"}


def test_nothing_tells_a_password_or_a_secret() -> None:
    page = Browser(ada())
    addresses = [
        "/api/v1/me",
        "/api/v1/users",
        "/api/v1/me/sessions",
        "/api/v1/invitations",
        "/_allauth/browser/v1/auth/session",
    ]

    for address in addresses:
        told = page.get(address)
        assert told.status_code == 200, address
        assert b"argon2" not in told.content
        assert b'"password":' not in told.content
        assert b"token" not in told.content
