"""How many parts a text message is sent in, and which characters make it more (3GPP TS 23.038 and 23.040).

A text of nothing but the alphabet of GSM has 160 units alone, and 153 in each part when it is split. One character
outside of it makes the whole text UCS-2: 70 alone, 67 in each part.
"""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

import msgspec

# 3GPP TS 23.038, 6.2.1: the basic table, and the table that is reached by an escape and so costs two units.
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "\f^{}\\[~]|€"
_GSM_UNITS = {**dict.fromkeys(_BASIC, 1), **dict.fromkeys(_EXTENDED, 2)}

# What word processors and phones put in the place of what was typed, and what was typed.
_PLAIN = {
    **dict.fromkeys("‘’‚‛′ʹʻʼˈ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "•": "*",
    "·": ".",
    "™": "(TM)",
    "©": "(c)",
    "®": "(R)",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
    "×": "x",
    "÷": "/",
    "¢": "c",
    "Œ": "OE",
    "œ": "oe",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "\t": " ",
    "\u2028": "\n",
    "\u2029": "\n",
}
# Marks that show nothing: the text is the same without them.
_SILENT = dict.fromkeys("\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff", "")
# So many characters are named; whoever writes Greek need not hear of each letter.
CULPRITS_MOST = 20


class Encoding(StrEnum):
    """How a text message travels."""

    GSM = "GSM-7"
    UCS2 = "UCS-2"


_ALONE = {Encoding.GSM: 160, Encoding.UCS2: 70}
_SPLIT = {Encoding.GSM: 153, Encoding.UCS2: 67}


class Culprit(msgspec.Struct, frozen=True):
    """A character that GSM's alphabet lacks. `plain` is what says the same in it; null where nothing does."""

    char: str
    name: str
    plain: str | None


class Measure(msgspec.Struct, frozen=True):
    """What a text costs: `units` in all, and `units_left` until the next part begins.

    `culprits` are the characters that make it UCS-2, each once, in the order in which they stand there.
    """

    encoding: str
    segments: int
    units: int
    units_left: int
    culprits: list[Culprit]


def measure(text: str) -> Measure:
    """How `text` is split, as phones and Twilio split it: no character of two units is cut in two. Empty: no part."""
    culprits = _culprits(text)
    encoding = Encoding.UCS2 if culprits else Encoding.GSM
    sizes = [_GSM_UNITS[char] for char in text] if encoding is Encoding.GSM else [_ucs2_units(char) for char in text]
    units = sum(sizes)
    if units <= _ALONE[encoding]:
        return Measure(encoding.value, 1 if text else 0, units, _ALONE[encoding] - units, culprits)
    segments, used = _fill(sizes, _SPLIT[encoding])
    return Measure(encoding.value, segments, units, _SPLIT[encoding] - used, culprits)


def _fill(sizes: Iterable[int], capacity: int) -> tuple[int, int]:
    """Parts that are begun, and units used of the last. What does not fit whole begins the next part."""
    segments, used = 1, 0
    for size in sizes:
        if used + size > capacity:
            segments, used = segments + 1, 0
        used += size
    return segments, used


def _ucs2_units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1


def _culprits(text: str) -> list[Culprit]:
    found = dict.fromkeys(char for char in text if char not in _GSM_UNITS)
    return [Culprit(char, _name(char), plain_of(char)) for char in list(found)[:CULPRITS_MOST]]


def _name(char: str) -> str:
    return unicodedata.name(char, f"U+{ord(char):04X}").lower()


def plain_of(char: str) -> str | None:
    """What says the same as `char` in GSM's alphabet: a straight quote for a curly one, e for ê. None for an emoji."""
    if char in _SILENT:
        return ""
    if char in _PLAIN:
        return _PLAIN[char]
    if unicodedata.category(char) == "Zs":
        return " "
    # Without its accents, or what it is a form of: ﬁ, ①, Ａ.
    parts = unicodedata.normalize("NFKD", char)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain if plain and all(part in _GSM_UNITS for part in plain) else None
