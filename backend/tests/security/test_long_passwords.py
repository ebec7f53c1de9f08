"""Long passwords are taken whole, letter by letter."""

import pytest

from tests.cast import ALLAUTH, PASSWORD, Browser, uma

pytestmark = pytest.mark.django_db

LONG = "Kelp forest, seven lanterns & a ferry; " * 2


@pytest.mark.parametrize("length", [64, 78])
def test_long_password_counts_to_its_last_letter(length: int) -> None:
    person = uma()
    password = LONG[:length]
    changed = Browser(person).post(
        f"{ALLAUTH}/account/password/change", {"current_password": PASSWORD, "new_password": password}
    )
    assert changed.status_code == 200, changed.content

    assert Browser().sign_in(person.email, password).status_code == 200
    for other in (password[:-1], password.lower(), password + "x", password[:-1] + "#"):
        assert Browser().sign_in(person.email, other).status_code == 400
