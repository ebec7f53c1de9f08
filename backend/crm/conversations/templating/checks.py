"""What is worth knowing of a template before it is used: what can't be filled, what the law asks for, what costs."""

import re
from enum import StrEnum

import msgspec

from crm.consent.enums import Channel, Purpose
from crm.conversations.segments import Measure
from crm.conversations.templating.language import half_written, nearest, placeholders, placeholders_of_html
from crm.conversations.templating.rendering import Rendered, TemplateWords
from crm.conversations.templating.variables import VARIABLES


class Level(StrEnum):
    """`error`: must not be sent like this. `warning`: most likely a mistake. `note`: good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Check(msgspec.Struct, frozen=True):
    """One finding. `field` is where it stands: subject, text, or html; empty for the template as a whole."""

    code: str
    level: Level
    field: str
    text: str


# Services that hide where a link leads. Carriers refuse text messages with them, mail filters distrust them
# (CTIA, Messaging Principles and Best Practices, 5.3.4).
SHORTENERS = {
    "bit.ly", "bitly.com", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly",
    "rebrandly.com", "shorturl.at", "shorte.st", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "trib.al", "v.gd",
}  # fmt: skip
_HOST = re.compile(
    r"(?:https?://|\bwww\.|\b)([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})(?=[/\s?#\"'<>)]|$)", re.IGNORECASE
)
# What says how to be written to no more by text message.
STOP_WORDS = re.compile(r"\b(?:stop|unsubscribe|opt[ -]?out)\b", re.IGNORECASE)
SMS_MOST = 1600
SUBJECT_GOOD = 70
NAMED_MOST = 6


def check_template_words(
    channel: Channel,
    purpose: Purpose,
    words: TemplateWords,
    *,
    rendered: Rendered,
    measured: Measure | None,
    has_address: bool,
) -> list[Check]:
    """All findings, errors first. `rendered` is the template filled for somebody, `measured` its text message."""
    found = [*_variables(channel, words), *_links(words)]
    if channel is Channel.EMAIL:
        found += _mail(purpose, words, has_address=has_address)
    if measured is not None:
        found += _text_message(purpose, words, rendered, measured)
    order = list(Level)
    return sorted(found, key=lambda check: order.index(check.level))


def _variables(channel: Channel, words: TemplateWords) -> list[Check]:
    found: list[Check] = []
    for field, text in (("subject", words.subject), ("html", words.html), ("text", "" if words.html else words.text)):
        read = placeholders_of_html(text) if field == "html" else placeholders(text)
        for one in {one.name: one for one in read}.values():
            variable = VARIABLES.get(one.name)
            if one.is_question:
                continue
            if variable is None:
                near = nearest(one.name, VARIABLES)
                meant = f" Did you mean {{{{{near}}}}}?" if near else ""
                told = f"There is no variable {{{{{one.name}}}}}.{meant}"
                found.append(Check("unknown_variable", Level.ERROR, field, told))
            elif channel not in variable.channels:
                told = f"{{{{{one.name}}}}} is for email. In text messages people answer STOP."
                found.append(Check("wrong_channel", Level.ERROR, field, told))
            elif one.fallback is None and variable.advice:
                told = (
                    f"{{{{{one.name}}}}} has no fallback. Whoever writes to contacts without it has to fill it in. "
                    f"A fallback looks like {{{{{one.name}|{variable.advice}}}}}."
                )
                found.append(Check("no_fallback", Level.NOTE, field, told))
        if halves := half_written(text, VARIABLES):
            told = f"{_named(halves)} would be sent as it stands there: a variable has two braces on both sides."
            found.append(Check("half_written", Level.ERROR, field, told))
    return found


def _links(words: TemplateWords) -> list[Check]:
    texts = f"{words.html or words.text}"
    hosts = {host.lower().removeprefix("www.") for host in _HOST.findall(texts)}
    if not (short := sorted(hosts & SHORTENERS)):
        return []
    told = f"Links by {_named(short)} hide where they lead, and many are stopped on their way. Use the whole link."
    return [Check("shortener", Level.WARNING, "html" if words.html else "text", told)]


def _mail(purpose: Purpose, words: TemplateWords, *, has_address: bool) -> list[Check]:
    found: list[Check] = []
    if not words.subject:
        told = "Without a subject it can only answer a mail."
        found.append(Check("no_subject", Level.WARNING, "subject", told))
    elif len(words.subject) > SUBJECT_GOOD:
        told = f"The subject has {len(words.subject)} characters; most mailboxes show about {SUBJECT_GOOD}."
        found.append(Check("long_subject", Level.NOTE, "subject", told))
    if purpose is not Purpose.MARKETING:
        return found
    body = "html" if words.html else "text"
    names = {one.name for one in words.placeholders()}
    if not names & {"unsubscribe_link", "preferences_link"}:
        told = "News and offers by email need a way out: put in {{unsubscribe_link}}."
        found.append(Check("no_unsubscribe", Level.ERROR, body, told))
    if "our_address" not in names:
        told = "News and offers by email need your postal address: put in {{our_address}}."
        found.append(Check("no_postal_address", Level.ERROR, body, told))
    elif not has_address:
        told = "Your postal address has not been entered yet. It is entered once for all templates."
        found.append(Check("postal_address_unknown", Level.ERROR, body, told))
    return found


def _text_message(purpose: Purpose, words: TemplateWords, rendered: Rendered, measured: Measure) -> list[Check]:
    found: list[Check] = []
    if len(rendered.text) > SMS_MOST:
        told = f"A text message has at most {SMS_MOST:,} characters; this one has {len(rendered.text):,}."
        found.append(Check("too_long", Level.ERROR, "text", told))
    own = [one for one in measured.culprits if one.char in words.text]
    if own:
        named = ", ".join(
            f"{one.char} ({one.name}" + (f", write {one.plain}" if one.plain else "") + ")" for one in own[:NAMED_MOST]
        )
        # What could be written otherwise is most likely not meant.
        level = Level.WARNING if any(one.plain is not None for one in own) else Level.NOTE
        told = f"{named} {'makes' if len(own) == 1 else 'make'} each part hold 70 characters instead of 160."
        found.append(Check("costly_characters", level, "text", told))
    if measured.segments > 1:
        told = f"It is sent, and paid for, as {measured.segments} parts."
        found.append(Check("several_segments", Level.NOTE, "text", told))
    if purpose is Purpose.MARKETING and not STOP_WORDS.search(words.text):
        told = "News and offers by text message say how to stop them: “Reply STOP to opt out”."
        found.append(Check("no_stop", Level.WARNING, "text", told))
    return found


def _named(words: list[str]) -> str:
    return ", ".join(words[:NAMED_MOST])
