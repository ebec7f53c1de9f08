"""The language of templates: `{{name}}`, `{{name|fallback}}` and `{{?question}}`. There is nothing else to it.

A placeholder is replaced by a text, once: no code, no conditions, no loops, no attributes of anything. What is put in
is never read again. Names are understood however they are spelt: `{{First name}}` is `{{first_name}}`. A question is
something that only the writer knows (`{{?day and time}}`): it stays open until the writer fills it in.
"""

import difflib
import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

NAME_MOST = 60
# What is filled may be longer than its placeholder: so many of them can't make much of little.
PLACEHOLDERS_MOST = 200
_PLACEHOLDER = re.compile(r"\{\{([^{}]{0,400})\}\}")
# Braces that look as if a placeholder was meant: `{first_name}`, `{{first_name}`, `{first_name}}`.
_HALF = re.compile(r"(?<!\{)\{{1,2}\s*([A-Za-z][A-Za-z _-]{0,59}?)\s*(?:\|[^{}]{0,200})?\}{1,2}(?!\})")
_TAG = re.compile(r'<(?:[^<>"]|"[^"<]*")*>')
_QUOTED = re.compile(r'((?:\bhref|\bsrc)=)?"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One placeholder as it was read. `name` begins with ? for a question; `fallback` is None where none was given."""

    raw: str
    name: str
    fallback: str | None

    @property
    def is_question(self) -> bool:
        """Whether only the writer knows what belongs here."""
        return self.name.startswith("?")


def name_of(typed: str) -> str:
    """What two spellings of a variable's name share. A question keeps its own words."""
    tidy = " ".join(typed.split())
    if tidy.startswith("?"):
        return "?" + tidy[1:].strip()
    return re.sub(r"[\s-]+", "_", tidy).casefold()


def _read(raw: str, inside: str) -> Placeholder:
    name, bar, fallback = inside.partition("|")
    return Placeholder(raw, name_of(name)[:NAME_MOST], " ".join(fallback.split()) if bar else None)


def placeholders(text: str) -> list[Placeholder]:
    """All placeholders of a text, in order."""
    return [_read(found[0], found[1]) for found in _PLACEHOLDER.finditer(text)]


def placeholders_of_html(markup: str) -> list[Placeholder]:
    """All placeholders of a mail's HTML, in order."""
    return [_read_html(found) for found in _PLACEHOLDER.finditer(markup)]


def _read_html(found: "re.Match[str]") -> Placeholder:
    # Whoever makes half a placeholder bold means the whole one.
    return _read(found[0], html.unescape(_TAG.sub("", found[1])))


def has_too_many(*texts: str) -> bool:
    """Whether there are more placeholders than are filled in one message."""
    return sum(text.count("{{") for text in texts) > PLACEHOLDERS_MOST


def unfilled_names(*texts: str) -> list[str]:
    """The names of placeholders that still stand in texts, each once."""
    names = (one.name for text in texts for one in placeholders_of_html(text))
    return list(dict.fromkeys(name for name in names if name))


def half_written(text: str, known: Iterable[str]) -> list[str]:
    """Known variables that stand there with a brace too few, as they were typed: they would be sent as they are."""
    names = set(known)
    rest = _PLACEHOLDER.sub("", text)
    return list(
        dict.fromkeys(" ".join(found[0].split()) for found in _HALF.finditer(rest) if name_of(found[1]) in names)
    )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was most likely meant to be."""
    close = difflib.get_close_matches(name_of(name), list(known), n=1, cutoff=0.6)
    return close[0] if close else None


Resolve = Callable[[Placeholder], str | None]


def harmless_value(value: str) -> str:
    """A value that no reader takes for a placeholder: what somebody is called is never filled in."""
    return value.replace("{{", "{ {").replace("}}", "} }")


def fill(text: str, resolve: Resolve) -> str:
    """The text with values in the places of placeholders; those that resolve to None stay as they are."""

    def put(found: "re.Match[str]") -> str:
        value = resolve(_read(found[0], found[1]))
        return found[0] if value is None else harmless_value(value)

    return _PLACEHOLDER.sub(put, text)


def fill_line(text: str, resolve: Resolve) -> str:
    """As `fill`, for a subject: no value breaks its line."""
    return " ".join(fill(text, lambda placeholder: _on_one_line(resolve(placeholder))).split())


def _on_one_line(value: str | None) -> str | None:
    return None if value is None else " ".join(value.split())


def fill_html(markup: str, resolve: Resolve, *, link_words: Callable[[str], str | None]) -> str:
    """The HTML of a mail with values in it, escaped where they stand: nothing in a value is markup.

    `link_words` tells of a variable that is an address what its link is called; None for all others. `markup` is
    well-formed, its attributes in double quotes.
    """
    pieces: list[str] = []
    end = 0
    for tag in _TAG.finditer(markup):
        pieces += [_fill_text(markup[end : tag.start()], resolve, link_words), _fill_tag(tag[0], resolve)]
        end = tag.end()
    return "".join([*pieces, _fill_text(markup[end:], resolve, link_words)])


def _fill_text(piece: str, resolve: Resolve, link_words: Callable[[str], str | None]) -> str:
    def put(found: "re.Match[str]") -> str:
        placeholder = _read_html(found)
        value = resolve(placeholder)
        if value is None:
            return found[0]
        escaped = html.escape(harmless_value(value)).replace("\n", "<br>")
        words = link_words(placeholder.name)
        return f'<a href="{escaped}">{html.escape(words)}</a>' if words and value else escaped

    return _PLACEHOLDER.sub(put, piece)


def _fill_tag(tag: str, resolve: Resolve) -> str:
    if "{{" not in tag:
        return tag

    def fill_attribute(attribute: "re.Match[str]") -> str:
        def put(found: "re.Match[str]") -> str:
            value = _on_one_line(resolve(_read_html(found)))
            if value is None:
                return found[0]
            # An address as a whole may be a variable; a part of one must not change the rest of it.
            is_part = attribute[1] is not None and found[0] != attribute[2]
            return html.escape(quote(value, safe="@") if is_part else harmless_value(value))

        return f'{attribute[1] or ""}"{_PLACEHOLDER.sub(put, attribute[2])}"'

    return _QUOTED.sub(fill_attribute, tag)


# nh3 takes away addresses of links that have no scheme, and a placeholder has none until it is filled.
_STAND_IN = "https://variable.invalid/"
_HREF = re.compile(r"(\bhref\s*=\s*[\"']?)\s*(?=\{\{)", re.IGNORECASE)


def templated(markup: str, clean: Callable[[str], str]) -> str:
    """Mail's HTML made harmless by `clean`, its placeholders whole and without markup inside."""
    whole = _BROKEN.sub(lambda found: _TAG.sub("", found[0]), markup)
    return clean(_HREF.sub(rf"\1{_STAND_IN}", whole)).replace(f'"{_STAND_IN}{{{{', '"{{')


# A placeholder with markup inside, not longer than what one can be.
_BROKEN = re.compile(r"\{\{(?:[^{}<]|<[^<>{}]{0,200}>){0,400}\}\}")
