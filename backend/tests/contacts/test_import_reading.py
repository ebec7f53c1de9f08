"""Files as people have them: each is read for what it is, or refused in plain words."""

import json
from pathlib import Path

import pytest

from crm.contacts.errors import FileCannotBeRead
from crm.contacts.imports.mapping import guess_mapping, split_full_name
from crm.contacts.imports.reading import LINE_MOST, Table
from crm.contacts.imports.reading import open_table as opened

SAMPLES = Path(__file__).parent / "samples"


def written(folder: Path, content: str | bytes, *, encoding: str = "utf-8") -> Path:
    path = folder / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def open_table(path: Path) -> Table:
    """The table of a text file, which is there after the look, too."""
    with opened(path) as table:
        return table


def column(table: Table, name: str) -> list[str]:
    return [row.cells[table.columns.index(name)] for row in table.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_that_tell_themselves(tmp_path: Path, encoding: str) -> None:
    table = open_table(
        written(tmp_path, "Name,Email\nZoë Müller,zoe@example.com\n王小明,wang@example.com\n", encoding=encoding)
    )
    assert table.columns == ["Name", "Email"]
    assert column(table, "Name") == ["Zoë Müller", "王小明"]


def test_windows_text_keeps_its_accents(tmp_path: Path) -> None:
    written_by_hand = ["Jürgen Weiß;Köln", "François Lefèvre;Orléans", "José Núñez;Málaga", "Søren Ångström;Århus"]
    people = "\n".join(["Name;City", *written_by_hand, ""])
    table = open_table(written(tmp_path, people, encoding="cp1252"))
    assert column(table, "Name") == [
        "Jürgen Weiß",
        "François Lefèvre",
        "José Núñez",
        "Søren Ångström",
    ]


def test_lines_that_end_as_on_old_macs(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "Vorname,Nachname\rJürgen,Çelik\rZoë,Ñuñez\r", encoding="mac_roman"))
    assert [row.cells for row in table.rows()] == [["Jürgen", "Çelik"], ["Zoë", "Ñuñez"]]


def test_an_accent_late_in_a_long_file_is_seen(tmp_path: Path) -> None:
    lines = ["Name,City", *(f"Person {n},Town" for n in range(40_000)), "Jürgen Weiß,Köln"]
    rows = list(open_table(written(tmp_path, "\n".join(lines), encoding="cp1252")).rows())
    assert rows[-1].cells == ["Jürgen Weiß", "Köln"]
    assert rows[-1].line == 40_002


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    content = delimiter.join(["Name", "Notes"]) + "\n" + delimiter.join(["Ann", '"a, b; c | d\te"']) + "\n"
    table = open_table(written(tmp_path, content))
    assert table.delimiter == delimiter
    assert column(table, "Notes") == ["a, b; c | d\te"]


def test_quoted_line_breaks_and_doubled_quotes(tmp_path: Path) -> None:
    rows = list(open_table(written(tmp_path, 'Name,Notes\r\nAnn,"one\r\ntwo ""2"""\r\nBob,x\r\n')).rows())
    assert rows[0].cells[1] == 'one\r\ntwo "2"'
    assert [row.line for row in rows] == [2, 4]


def test_short_rows_are_filled_and_long_ones_are_reported(tmp_path: Path) -> None:
    rows = list(open_table(written(tmp_path, "Name,Email,Phone\nAnn\n\nBob,b@example.com,1,2\nCy,,,,\n")).rows())
    assert rows[0].cells == ["Ann", "", ""]
    assert rows[0].fault is None
    assert rows[1].fault == "This row has 4 cells, the header has 3."
    assert rows[2].fault is None


def test_two_columns_of_one_name_are_both_kept(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "Email,Email,,\na@example.com,b@example.com\n"))
    assert table.columns == ["Email", "Email (2)"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "PNG picture"),
        (b"\xff\xd8\xff\xe0....", "JPEG picture"),
        (b"PK\x03\x04....", "no spreadsheet that can be read"),
        (b"%PDF-1.7", "PDF"),
        (b"Name\x00\x00\x01\x02Email\nAnn", "zero bytes"),
        (b",,,\nAnn,b,c,d", "names? the columns|header line is empty"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(FileCannotBeRead, match=words):
        open_table(written(tmp_path, content))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileCannotBeRead, match="can't be opened"):
        open_table(tmp_path / "nowhere.csv")


def test_an_open_quote_is_named_with_its_line(tmp_path: Path) -> None:
    content = 'Name,Notes\nAnn,ok\nBob,"never closed\n' + "Cy,x\n" * 5_000
    table = open_table(written(tmp_path, content))
    with pytest.raises(FileCannotBeRead, match="line 3 is never closed"):
        list(table.rows())


def test_an_open_quote_near_the_end_is_told_with_what_was_not_read(tmp_path: Path) -> None:
    rows = list(open_table(written(tmp_path, 'Name,Notes\nAnn,ok\nBob,"never closed\nCy,x\nDi,y\n')).rows())
    assert [row.line for row in rows] == [2, 3]
    assert rows[0].fault is None
    assert "never closed" in str(rows[1].fault)
    assert "line 5" in str(rows[1].fault)


def test_a_closed_quote_may_end_the_file(tmp_path: Path) -> None:
    rows = list(open_table(written(tmp_path, 'Name,Notes\nAnn,"one\ntwo"')).rows())
    assert [(row.cells[1], row.fault) for row in rows] == [("one\ntwo", None)]


def test_a_huge_line_is_one_bad_row(tmp_path: Path) -> None:
    content = "Name,Notes\nAnn,ok\nBob," + "x" * (20 * LINE_MOST) + "\nCy,ok\n"
    rows = list(open_table(written(tmp_path, content)).rows())
    assert [row.line for row in rows] == [2, 3, 4]
    assert [row.fault is None for row in rows] == [True, False, True]
    assert "longer than" in str(rows[1].fault)


def test_a_zero_byte_far_into_the_file_is_one_bad_row(tmp_path: Path) -> None:
    content = b"Name,Notes\n" + b"Ann,ok\n" * 60_000 + b"B\x00b,x\nCy,ok\n"
    rows = list(open_table(written(tmp_path, content)).rows())
    assert [row.line for row in rows if row.fault] == [60_002]


def test_letters_that_no_encoding_knows_are_a_bad_row(tmp_path: Path) -> None:
    content = codec_mark() + b"Name\nAnn\n" + b"B\xff\xfeb\n"
    rows = list(open_table(written(tmp_path, content)).rows())
    assert rows[0].fault is None
    assert "UTF-8" in str(rows[1].fault)


def codec_mark() -> bytes:
    return b"\xef\xbb\xbf"


EXPORTS = json.loads((SAMPLES / "headers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", list(EXPORTS))
def test_known_exports_are_understood(name: str) -> None:
    export = EXPORTS[name]
    cells = [export["sample"].get(name, "") for name in export["columns"]]
    person = guess_mapping(export["columns"]).person(cells)
    expected = export["expect"]
    assert (person.first_name, person.last_name, person.email) == (
        expected["first_name"], expected["last_name"], expected["email"],
    )  # fmt: skip
    assert person.company == expected["company"]
    assert person.tags == expected.get("tags", [])


@pytest.mark.parametrize(
    "columns",
    [
        ["Имя", "Фамилия", "Почта"],
        ["名", "姓", "メールアドレス"],
        ["Imię", "Nazwisko", "E-mail"],
        ["Nombre", "Apellidos", "Mail"],
    ],
)
def test_columns_are_known_in_the_languages_of_those_who_write_them(columns: list[str]) -> None:
    person = guess_mapping(columns).person(["Ann", "Lee", "ann@x.org"])
    assert (person.first_name, person.last_name, person.email) == ("Ann", "Lee", "ann@x.org")


def test_further_addresses_and_numbers_go_into_the_notes() -> None:
    mapping = guess_mapping(
        ["Given Name", "E-mail 1 - Value", "Phone 1 - Value", "Phone 2 - Value", "Notes", "Birthday"]
    )
    person = mapping.person(["Ann", "a@x.org ::: b@x.org", "1", "2", "Met in Oslo", ""])
    assert (person.email, person.phone) == ("a@x.org", "1")
    assert person.notes == "Met in Oslo\nOther email: b@x.org\nOther phone: 2"
    assert mapping.unused == ["Birthday"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Ann", ("Ann", "")), ("Ann de la Cruz", ("Ann de la", "Cruz")), ("Cruz, Ann", ("Ann", "Cruz")), ("", ("", ""))],
)
def test_full_names_are_split(name: str, parts: tuple[str, str]) -> None:
    assert split_full_name(name) == parts
