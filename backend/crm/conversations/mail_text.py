"""The plain part of a mail: what its HTML says to somebody whose program shows none.

Paragraphs stand apart, links tell where they lead, lists keep their marks and numbers, and what is quoted begins with
">". Read by the standard library's parser, from HTML that has been made harmless.
"""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What stands on lines of its own; those of the second set stand apart from what is around them, too.
_LINES = {
    "address", "article", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer",
    "header", "li", "main", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
}  # fmt: skip
_APART = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "ul"}
_RULE = "-" * 20


def plain_of_ours(markup: str) -> str:
    """The text of a mail that one of us writes. `markup` has been made harmless: it is well-formed."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.text()


def html_from_plain(text: str) -> str:
    """A plain text as the HTML of a mail: empty lines part paragraphs. `plain_of_ours` gives the text back."""
    blocks = re.split(r"\n[ \t]*\n\s*", text.strip())
    return "".join(f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block)


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its next item, None for one without numbers."""

    next: int | None


@dataclass(slots=True)
class _Link:
    """A link that is open: where it leads, and what it says so far."""

    to: str
    words: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Writes lines while it reads. What opens and closes is kept in `_marks`: how every line within begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        # Whether an empty line is to come before the next words.
        self._is_apart = False
        self._marks: list[str] = []
        # Those of the last line: what parts two lines has what both of them begin with.
        self._last_marks: list[str] = []
        # What the first line of an item begins with, in the place of the last mark.
        self._first = ""
        self._lists: list[_List] = []
        self._links: list[_Link] = []
        self._pre = 0
        self._cells = 0

    def text(self) -> str:
        """All that was read."""
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A part begins."""
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._end_line(is_wanted=True)
        elif tag == "hr":
            self._part()
            self._say(_RULE)
            self._part()
        elif tag == "a":
            self._links.append(_Link(given.get("href", "")))
        elif tag == "img":
            self._say(given.get("alt", ""))
        elif tag in {"td", "th"}:
            if self._cells:
                self._say("\t")
            self._cells += 1
        elif tag in _LINES or tag in _APART:
            self._open(tag, given)

    def _open(self, tag: str, given: dict[str, str]) -> None:
        self._end_line()
        # A list within a list goes on with it, and the first paragraph of an item stands behind its mark.
        if tag in {"ol", "ul"} and self._lists:
            self._is_apart = False
        elif tag in _APART and not self._first:
            self._is_apart = True
        if tag == "blockquote":
            self._marks.append("> ")
        elif tag in {"ol", "ul"}:
            start = given.get("start", "")
            self._lists.append(_List((int(start) if start.isdecimal() else 1) if tag == "ol" else None))
        elif tag == "li":
            self._begin_item()
        elif tag == "pre":
            self._pre += 1
        elif tag == "tr":
            self._cells = 0

    def _begin_item(self) -> None:
        here = self._lists[-1] if self._lists else _List(None)
        mark = "- " if here.next is None else f"{here.next}. "
        if here.next is not None:
            here.next += 1
        self._first = mark
        self._marks.append(" " * len(mark))

    def handle_endtag(self, tag: str) -> None:
        """A part ends."""
        if tag == "a" and self._links:
            self._end_link(self._links.pop())
        elif tag in _LINES or tag in _APART:
            self._close(tag)

    def _end_link(self, link: _Link) -> None:
        words = "".join(link.words).strip()
        bare = link.to.removeprefix("mailto:").removeprefix("tel:").rstrip("/")
        if not words:
            self._say(link.to)
        elif link.to and bare != words.rstrip("/"):
            self._say(f" ({link.to})")

    def _close(self, tag: str) -> None:
        self._end_line()
        if tag == "li" and self._marks:
            # An item without words has its mark all the same.
            if self._first:
                self._say("")
                self._end_line(is_wanted=True)
            self._marks.pop()
            self._is_apart = False
        elif tag == "blockquote" and "> " in self._marks:
            self._marks.pop()
        elif tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)
        if tag in _APART and not (self._lists and tag in {"ol", "ul"}):
            self._is_apart = True

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._pre:
            first, *others = data.split("\n")
            self._say(first, is_kept=True)
            for line in others:
                self._end_line(is_wanted=True)
                self._say(line, is_kept=True)
        else:
            self._say(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _say(self, words: str, *, is_kept: bool = False) -> None:
        words = words.replace("\xa0", " ")
        if self._links:
            self._links[-1].words.append(words)
        if not is_kept and (not self._line or self._line.endswith((" ", "\t"))):
            words = words.lstrip(" ")
        self._line += words

    def _part(self) -> None:
        self._end_line()
        self._is_apart = True

    def _end_line(self, *, is_wanted: bool = False) -> None:
        """Writes the line, if there is one: an empty one only where it `is_wanted`."""
        line, self._line = self._line.rstrip(), ""
        if not line and not is_wanted:
            return
        marks = self._marks
        if self._is_apart and self._lines:
            self._write("".join(_shared(self._last_marks, marks)))
        self._is_apart = False
        self._last_marks = list(marks)
        before = "".join(marks)
        if self._first:
            before, self._first = "".join(marks[:-1]) + self._first, ""
        self._write(before + line)

    def _write(self, line: str) -> None:
        line = line.rstrip()
        # Two empty lines say no more than one.
        if line.strip("> ") or (self._lines and self._lines[-1].strip("> ")):
            self._lines.append(line)


def _shared(one: list[str], other: list[str]) -> list[str]:
    """What both begin with."""
    shared: list[str] = []
    for mark, same in zip(one, other, strict=False):
        if mark != same:
            break
        shared.append(mark)
    return shared
