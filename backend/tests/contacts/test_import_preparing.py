"""Before a file is loaded: it is kept, said what it was taken for, and read as people choose."""

import io
from pathlib import Path
from typing import Any

import pytest

from crm.contacts.imports import preparing, selectors
from crm.contacts.imports.files import FILE_MOST
from crm.contacts.imports.models import ContactImport, ImportPiece
from crm.contacts.models import Contact
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from tests import cast
from tests.cast import Browser

IMPORTS = "/api/v1/imports"
SAMPLES = Path(__file__).parent / "samples"
PEOPLE = "Name;Email;Phone;Met on;Newsletter\nZoë Müller;z@example.com;020 7946 0018;13.02.2026;yes\n"


@pytest.fixture
def browser(db: None) -> Browser:
    """Uma's browser."""
    return Browser(cast.uma())


def upload(browser: Browser, content: str | bytes, name: str = "people.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return browser.send_file("POST", f"{IMPORTS}?file_name={name}", data)


def uploaded(browser: Browser, content: str | bytes = PEOPLE, name: str = "people.csv") -> dict[str, Any]:
    answer = upload(browser, content, name)
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = answer.json()
    return told


def patched(browser: Browser, told: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = browser.send("PATCH", f"{IMPORTS}/{told['id']}", changes)
    assert answer.status_code == 200, answer.content
    result: dict[str, Any] = answer.json()
    return result


def fields_of(told: dict[str, Any]) -> dict[str, str | None]:
    return {column["name"]: column["field"] for column in told["columns"]}


def test_an_upload_says_what_it_was_taken_for_and_loads_nothing(browser: Browser) -> None:
    told = uploaded(browser, PEOPLE.encode("cp1252"))
    assert (told["encoding"], told["delimiter"], told["has_header"]) == ("cp1252", ";", True)
    assert (told["date_order"], told["region"], told["state"]) == ("dmy", "US", "uploaded")
    assert set(told["guessed"]) == {"encoding", "delimiter", "sheet", "has_header", "date_order", "region"}
    assert fields_of(told) == {
        "Name": "full_name", "Email": "email", "Phone": "phone", "Met on": None, "Newsletter": None,
    }  # fmt: skip
    assert told["columns"][0] == {
        "key": "c1", "name": "Name", "samples": ["Zoë Müller"], "field": "full_name", "is_guess": True,
        "speaks_of_consent": False,
    }  # fmt: skip
    assert told["columns"][4]["speaks_of_consent"]
    assert told["first_rows"] == [["Zoë Müller", "z@example.com", "020 7946 0018", "13.02.2026", "yes"]]
    assert told["consent"] == {"email": None, "sms": None, "wording": ""}
    assert not Contact.objects.exists()
    assert browser.get(f"{IMPORTS}/{told['id']}").json() == told
    assert browser.get(IMPORTS).json() == [told]


def test_what_was_guessed_can_be_chosen_and_the_file_is_read_again(browser: Browser) -> None:
    told = uploaded(browser, "Ann,ann@example.com\nBob,bob@example.com\n")
    assert not told["has_header"]
    assert fields_of(told) == {"Column 1": None, "Column 2": "email"}

    told = patched(browser, told, has_header=True)
    assert [column["name"] for column in told["columns"]] == ["Ann", "ann@example.com"]
    assert told["first_rows"] == [["Bob", "bob@example.com"]]
    assert "has_header" not in told["guessed"]

    told = patched(browser, told, delimiter=";", date_order="mdy", region="GB")
    assert [column["name"] for column in told["columns"]] == ["Ann,ann@example.com"]
    assert (told["date_order"], told["region"]) == ("mdy", "GB")


def test_a_mapping_is_changed_column_by_column_and_kept_under_a_name(browser: Browser) -> None:
    told = uploaded(browser)
    told = patched(browser, told, mapping={"c4": "note", "c3": None})
    assert told["mapping"] == {"c1": "full_name", "c2": "email", "c4": "note"}
    assert [column["is_guess"] for column in told["columns"]] == [True, True, False, False, False]

    saved = browser.post("/api/v1/import-mappings", {"import_id": told["id"], "name": " Fair  2026 "}).json()
    assert (saved["name"], saved["mapping"]) == ("Fair 2026", told["mapping"])
    other = uploaded(browser, PEOPLE.replace("Email", "E-MAIL").replace("Name;", " name ;"))
    assert other["saved_mapping_id"] == saved["id"]
    assert patched(browser, other, saved_mapping_id=saved["id"])["mapping"] == told["mapping"]
    assert uploaded(browser, "First Name;Email\nAnn;a@example.com\n")["saved_mapping_id"] is None
    assert browser.send("DELETE", f"/api/v1/import-mappings/{saved['id']}").status_code == 204
    assert browser.get("/api/v1/import-mappings").json() == []


def test_consent_is_answered_for_each_channel(browser: Browser) -> None:
    told = uploaded(browser)
    told = patched(browser, told, consent={"email": {"column": "c5"}, "wording": "At the fair"})
    told = patched(browser, told, consent={"sms": {"answer": "declined"}})
    assert told["consent"] == {"email": {"column": "c5"}, "sms": {"answer": "declined"}, "wording": "At the fair"}
    assert patched(browser, told, consent={"email": None})["consent"]["email"] is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"encoding": "rot13"}, "encoding"),
        ({"delimiter": "x"}, "delimiter"),
        ({"region": "XX"}, "region"),
        ({"date_order": "ydm"}, "date_order"),
        ({"sheet": "Nowhere"}, "sheet"),
        ({"mapping": {"c9": "email"}}, "mapping.c9"),
        ({"mapping": {"c1": "shoe_size"}}, "mapping.c1"),
        ({"tags": ["x" * 51]}, "tags"),
        ({"consent": {"email": {"column": "c77"}}}, "consent.email"),
        ({"consent": {"sms": {"column": "c1", "answer": "unknown"}}}, "consent.sms"),
        ({"saved_mapping_id": 987654}, "saved_mapping_id"),
    ],
)
def test_what_can_not_be_chosen_is_named(browser: Browser, changes: dict[str, Any], field: str) -> None:
    told = uploaded(browser)
    answer = browser.send("PATCH", f"{IMPORTS}/{told['id']}", changes)
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert browser.get(f"{IMPORTS}/{told['id']}").json() == told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "PNG picture"),
        (b"a\x00b\x00\x01\x02\x00\x00\x00", "zero bytes"),
        (b"PK\x03\x04 not really", "no spreadsheet"),
        (b",".join(b"c%d" % n for n in range(600)) + b"\n1\n", "600 columns"),
        (b"x" * 20_000_000, "longer than 1,000,000"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(browser: Browser, content: bytes, words: str) -> None:
    answer = upload(browser, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "file_cannot_be_read")
    assert words in answer.json()["detail"]
    assert not ContactImport.objects.exists()


def test_a_file_that_is_read_the_wrong_way_is_told_and_stays_as_it_was(browser: Browser) -> None:
    told = uploaded(browser)
    answer = browser.send("PATCH", f"{IMPORTS}/{told['id']}", {"encoding": "utf-16"})
    assert answer.status_code == 422
    assert "encoding" in answer.json()["detail"]
    assert browser.get(f"{IMPORTS}/{told['id']}").json() == told


def test_a_header_alone_is_told(browser: Browser) -> None:
    told = uploaded(browser, "Name,Email\n")
    assert told["problems"] == ["The file has a header and no rows."]


def test_a_form_can_not_send_a_file(browser: Browser) -> None:
    given = {"X-CSRFToken": browser.client.cookies["csrftoken"].value}
    answer = browser.client.generic("POST", f"{IMPORTS}?file_name=x", b"Name\n", content_type="text/csv", headers=given)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_a_file_name_is_only_a_name(browser: Browser) -> None:
    assert uploaded(browser, name="..%2F..%2Fetc%2Fpass%0Awd.csv")["file_name"] == "pass wd.csv"
    assert uploaded(browser, name="peo%E2%80%AEvsc.exe.csv")["file_name"] == "peovsc.exe.csv"


def test_each_sees_their_own_and_administrators_all(browser: Browser) -> None:
    told = uploaded(browser)
    ada = Browser(cast.ada())
    assert ada.get(f"{IMPORTS}/{told['id']}").status_code == 200
    hers = uploaded(ada)
    assert browser.get(f"{IMPORTS}/{hers['id']}").status_code == 404
    assert [one["id"] for one in browser.get(IMPORTS).json()] == [told["id"]]


def test_viewers_import_nothing(vic: Actor) -> None:
    with pytest.raises(NotAllowed):
        preparing.upload_import(actor=vic, file=io.BytesIO(b"Name\nAnn\n"), file_name="x.csv")


def test_what_is_deleted_leaves_nothing_of_the_file(uma: Actor) -> None:
    told = preparing.upload_import(actor=uma, file=io.BytesIO(PEOPLE.encode()), file_name="x.csv")
    preparing.delete_import(actor=uma, import_id=told.id)
    with pytest.raises(NotFound):
        selectors.get_import(actor=uma, import_id=told.id)
    assert not ImportPiece.objects.exists()
    assert "example.com" not in str(ContactImport.objects.values().get())


def test_a_file_of_more_than_it_may_be_is_refused(uma: Actor) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return b"x" * size

    with pytest.raises(InvalidInput, match="100 MB"):
        preparing.upload_import(actor=uma, file=Endless(), file_name="x.csv")
    assert FILE_MOST == 100 * 1024 * 1024


def test_choices_have_words(browser: Browser) -> None:
    choices = browser.get(f"{IMPORTS}/choices").json()
    assert {"key": "utf-8", "label": "Unicode (UTF-8)"} in choices["encodings"]
    assert {"key": "DE", "label": "DE +49"} in choices["regions"]
    assert [choice["key"] for choice in choices["duplicates"]] == ["skip", "merge", "create"]
