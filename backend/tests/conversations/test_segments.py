"""Parts of text messages, against what 3GPP TS 23.038 and the carriers' limits give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.conversations.segments import measure, plain_of

EMOJI = "\N{GRINNING FACE}"


@pytest.mark.parametrize(
    ("text", "encoding", "segments", "units", "left"),
    [
        ("", "GSM-7", 0, 0, 160),
        ("a", "GSM-7", 1, 1, 159),
        ("a" * 160, "GSM-7", 1, 160, 0),
        ("a" * 161, "GSM-7", 2, 161, 145),
        ("a" * 306, "GSM-7", 2, 306, 0),
        ("a" * 307, "GSM-7", 3, 307, 152),
        # Each of these costs two.
        ("^{}[]\\~|€", "GSM-7", 1, 18, 142),
        ("€" * 80, "GSM-7", 1, 160, 0),
        ("€" * 81, "GSM-7", 2, 162, 143),
        # 152 and an escape do not share the 153rd place: the pair begins the next part.
        ("a" * 152 + "€" + "a" * 10, "GSM-7", 2, 164, 141),
        ("é à Ñ ß Ω £ ¿ \n", "GSM-7", 1, 15, 145),
        ("ç", "UCS-2", 1, 1, 69),
        ("a" * 69 + "’", "UCS-2", 1, 70, 0),
        ("a" * 70 + "’", "UCS-2", 2, 71, 63),
        (EMOJI, "UCS-2", 1, 2, 68),
        (EMOJI * 35, "UCS-2", 1, 70, 0),
        # 33 fit into 67 places; the 67th stays empty rather than be half a face.
        (EMOJI * 36, "UCS-2", 2, 72, 61),
        ("a" * 66 + EMOJI + "a" * 4, "UCS-2", 2, 72, 61),
    ],
)
def test_a_text_is_split_as_phones_split_it(text: str, encoding: str, segments: int, units: int, left: int) -> None:
    told = measure(text)

    assert (told.encoding, told.segments, told.units, told.units_left) == (encoding, segments, units, left)


@pytest.mark.parametrize(
    ("char", "plain"),
    [
        ("’", "'"), ("“", '"'), ("—", "-"), ("…", "..."), ("\u00a0", " "), ("\u200b", ""), ("ê", "e"), ("ç", "c"),
        ("ﬁ", "fi"), ("œ", "oe"), (EMOJI, None), ("中", None), ("\ud800", None),
    ],
)  # fmt: skip
def test_a_character_has_its_plain_stand_in(char: str, plain: str | None) -> None:
    assert plain_of(char) == plain


def test_the_characters_that_cost_are_named_once_in_order() -> None:
    told = measure(f"It’s “here” — isn’t it? {EMOJI}")

    assert [(one.char, one.name) for one in told.culprits][:2] == [
        ("’", "right single quotation mark"),
        ("“", "left double quotation mark"),
    ]
    assert [one.char for one in told.culprits] == ["’", "“", "”", "—", EMOJI]
    assert len(measure("".join(map(chr, range(0x4E00, 0x4E80)))).culprits) == 20


@given(st.text(max_size=400))
def test_its_plain_form_never_costs_more_and_parts_hold_what_they_can(text: str) -> None:
    told = measure(text)

    assert 0 <= told.units_left <= 160
    assert told.segments * (160 if told.encoding == "GSM-7" else 70) >= told.units
    assert (told.encoding == "GSM-7") == (not told.culprits)
