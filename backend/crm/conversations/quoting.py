"""Where in a mail's text what was quoted begins: what people wrote stands before it."""

import re

# "On Mon, 3 Aug 2026 at 10:12, Grace <grace@example.com> wrote:", which programs break after 70 characters.
_WROTE = re.compile(
    r"^(?:On|Am|Le|El|Il|Op|Den|Em|Dnia)\b[^\n]{0,200}(?:\n[^\n]{0,200})?"
    r"(?:wrote|schrieb[^\n]{0,80}|a écrit|escribió|ha scritto|schreef[^\n]{0,80}|skrev[^\n]{0,80}|escreveu"
    r"|napisał\(?a?\)?)\s*:\s*$",
    re.MULTILINE,
)
_MARKS = re.compile(
    r"^(?:-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Forwarded message)"
    r"\s*-{2,}|_{20,}|From:\s[^\n]{1,200}\n(?:Sent|Date|To):\s)",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"^>", re.MULTILINE)
# Nobody writes more than that above a quote.
LOOKED_AT = 50_000


def quote_start(text: str) -> int | None:
    """At which character the quoted rest of a mail begins; None when there is none, or nothing before it."""
    text = text[:LOOKED_AT]
    places = [found.start() for pattern in (_WROTE, _MARKS) if (found := pattern.search(text))]
    found = _QUOTED.search(text)
    # Lines that answer between quoted ones are part of what was written: only a quote that goes on to the end is cut.
    if found and all(line.startswith(">") or not line.strip() for line in text[found.start() :].split("\n")):
        places.append(found.start())
    start = min(places, default=None)
    return start if start is not None and text[:start].strip() else None


def written_part(text: str) -> str:
    """The text without what it quotes."""
    start = quote_start(text)
    return text if start is None else text[:start]
