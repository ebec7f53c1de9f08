"""Search finds what it promises, and nothing else: compared with the promise written out in Python."""

import random
import re
from collections.abc import Callable

import pytest
from django.db import connection

from crm.contacts.models import Contact
from crm.contacts.selectors import count_contacts, list_contacts
from crm.core.access import Actor
from crm.core.search import read_terms
from tests.contacts.people import make

# Letters as typed → as they are compared. Scripts and signs that have bitten others.
LETTERS = {
    "a": "a", "b": "b", "A": "a", "B": "b", "é": "e", "É": "e", "ü": "u", "ø": "o", "ß": "ss", "Ł": "l", "œ": "oe",
    "%": "%", "_": "_", "\\": "\\", "'": "'", "-": "-", ".": ".", "1": "1", "0": "0", "2": "2",
    "小": "小", "明": "明", "김": "김", "か": "か", "я": "я", "Я": "я", "Ω": "ω", "א": "א", "ع": "ع", "न": "न",
}  # fmt: skip
UNSPACED = set("小明김か")


def compared(text: str) -> str:
    """Without accents and case; each character of a script without spaces is a word."""
    plain = "".join(LETTERS.get(letter) or LETTERS.get(letter.lower(), letter.lower()) for letter in text)
    return " ".join("".join(f" {letter}" if letter in UNSPACED else letter for letter in plain).split())


def is_found(q: str, names: str, digits: str) -> bool:
    """The promise: every word of `q` stands in the names, or its digits in the number."""
    text = f" {compared(names)} "
    number = f" {digits} "

    def word_is_found(word: str) -> bool:
        plain = compared(word)
        anywhere = len(plain) >= 3 or word[0] in UNSPACED
        needle = f" {plain}" if not anywhere or word[0] in UNSPACED else plain
        return needle in text or needle in number

    def number_is_found(typed: str) -> bool:
        bare = re.sub(r"\D", "", typed)
        tried = [part for part in (bare, bare.lstrip("0")) if len(part) >= 3] or [bare]
        return any((part if len(part) >= 3 else f" {part}") in f"{text}{number}" for part in tried)

    looks_dialled = re.compile(r"[+(]?[0-9][0-9\s().\-/]*")
    if looks_dialled.fullmatch(q.strip()):
        return number_is_found(q)
    return all(
        (bool(looks_dialled.fullmatch(word)) and number_is_found(word)) or word_is_found(word) for word in q.split()
    )


def _word(chance: random.Random, most: int) -> str:
    return "".join(chance.choices(list(LETTERS), k=chance.randint(1, most)))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.django_db
def test_search_finds_what_it_promises(uma: Actor, seed: int) -> None:
    chance = random.Random(seed)
    people = [
        Contact(
            first_name=_word(chance, 6),
            last_name=" ".join(_word(chance, 5) for _ in range(chance.randint(0, 2))),
            email=chance.choice(
                ["", f"{chance.choice('abxy')}{chance.choice(['.', '_', '%'])}{chance.choice('ab12')}@ex.org"]
            ),
            phone=chance.choice(["", f"+1202{chance.randrange(10**7):07d}", f"+44{chance.randrange(10**10):010d}"]),
        )
        for _ in range(120)
    ]
    Contact.objects.bulk_create(people)
    asked = [_question(chance, chance.choice(people)) for _ in range(120)]
    for q in asked:
        if not q.strip():
            continue
        found = {row.id for row in list_contacts(actor=uma, q=q, limit=200).items}
        expected = {
            person.pk
            for person in people
            if is_found(q, f"{person.first_name} {person.last_name} {person.email}", person.phone.removeprefix("+"))
        }
        assert found == expected, q
        assert count_contacts(actor=uma, q=q).count == len(expected)


def _question(chance: random.Random, person: Contact) -> str:
    """Mostly a part of what somebody is called, in a shape that people type; at times nothing of the sort."""
    source = chance.choice(
        [person.first_name, person.last_name, person.email, person.phone, f"{person.first_name} {person.email}"]
    )
    start = chance.randrange(len(source) + 1)
    part = source[start : start + chance.randint(1, 5)].strip()
    if source is person.phone and len(part) > 3:
        part = f"{part[:2]} {part[2:]}" if part[0] != "+" else f"({part[1:3]}) {part[3:]}"
    shapes: list[Callable[[str], str]] = [
        str,
        str.upper,
        lambda text: f" {text} {chance.choice(list(LETTERS))}",
        lambda _: _word(chance, 4),
    ]
    return chance.choice(shapes)(part)


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("zoe", ["Zoë"]),
        ("ZOË MUL", ["Zoë"]),
        ("müller zoe", ["Zoë"]),
        ("ulle", ["Zoë"]),
        ("mu", ["Zoë"]),
        ("ul", []),
        ("小明", ["王小明"]),
        ("明", ["王小明"]),
        ("小 王", ["王小明"]),
        ("5550143", ["Zoë"]),
        ("(202) 555-01", ["Zoë"]),
        ("+1 202", ["Zoë"]),
        ("0043 1", ["Øyvind"]),
        ("01 58858", ["Øyvind"]),
        ("158858", ["Øyvind"]),
        ("oyvind", ["Øyvind"]),
        ("@example.com", ["Zoë"]),
        ("zoe 555", ["Zoë"]),
        ("zoe oyvind", []),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("100%", ["100%_\\x"]),
        ("%_\\x", ["100%_\\x"]),
        ("0%\\x", []),
        ("\x00", ["100%_\\x", "Zoë", "Øyvind", "王小明"]),
        ("zoe\x00", ["Zoë"]),
        ("½", []),
        ("' OR 1=1 --", []),
        ("{}", []),
        ("a" * 5000, []),
    ],
)
def test_what_people_type(uma: Actor, q: str, names: list[str]) -> None:
    make(uma, "Zoë", last_name="Müller", email="zm@example.com", phone="(202) 555-0143")
    make(uma, "王小明")
    make(uma, "Øyvind", phone="+43 1 58858-0")
    make(uma, "100%_\\x")
    assert sorted(row.first_name for row in list_contacts(actor=uma, q=q).items) == names


def test_a_number_typed_at_home_is_found_abroad(uma: Actor) -> None:
    make(uma, "Nigel", phone="+44 20 7946 0018")
    for q in ("020 7946", "+44 (0)20", "442079", "7946 0018", "0044 20 7946"):
        found = [row.first_name for row in list_contacts(actor=uma, q=q).items]
        assert found == ([] if q == "+44 (0)20" else ["Nigel"]), q


def test_what_was_edited_is_found_under_its_new_name_alone(uma: Actor) -> None:
    contact = make(uma, "Zoë")
    Contact.objects.filter(pk=contact.id).update(first_name="Chloé")
    assert not list_contacts(actor=uma, q="zoe").items
    assert len(list_contacts(actor=uma, q="chloe").items) == 1


def test_the_index_answers_short_words_and_long_ones(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contact (first_name, last_name) "
            "SELECT 'Person' || n, md5(n::text) FROM generate_series(1, 20000) n"
        )
        cursor.execute("SELECT gin_clean_pending_list('contacts_search')")
        cursor.execute("ANALYZE contacts_contact")
        for pattern in ("%erson1234%", "% xy%"):
            cursor.execute(
                "EXPLAIN SELECT id FROM contacts_contact c WHERE c.archived_at IS NULL AND c.search LIKE %s", [pattern]
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Bitmap Index Scan on contacts_search" in plan
            assert "Index Cond: (search ~~" in plan


def test_at_most_eight_words_count() -> None:
    assert len(read_terms("a b c d e f g h i j k")) == 8
