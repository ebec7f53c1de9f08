"""Templates filled for somebody before anything is sent, what is worth knowing of them, and what they are made of."""

from collections.abc import Mapping

import msgspec

from crm.consent.enums import Channel, Purpose
from crm.conversations.mail_html import harmless_markup
from crm.conversations.mail_text import html_from_plain
from crm.conversations.models import Letterhead, Signature
from crm.conversations.segments import Measure, measure
from crm.conversations.selectors.template_values import values_for
from crm.conversations.selectors.templates import read_template
from crm.conversations.templating.checks import Check, check_template_words
from crm.conversations.templating.language import PLACEHOLDERS_MOST, has_too_many, name_of, templated
from crm.conversations.templating.library import LIBRARY, LibraryTemplate
from crm.conversations.templating.rendering import Missing, TemplateWords, Used, render
from crm.conversations.templating.variables import VARIABLES, Variable
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput

VALUES_MOST = 40
VALUE_MOST = 2000
# Longer than any text message can be, so that one that is too long is still shown as such.
MEASURED_MOST = 5000


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A template as one contact would get it. While anything is in `missing`, it can't be sent.

    `unfilled` says of each what to do; `used` where each value is from. `segments` and `measure` are of text messages.
    """

    subject: str
    text: str
    html: str
    missing: list[str]
    unfilled: list[Missing]
    used: list[Used]
    segments: int | None
    measure: Measure | None
    version_id: int | None
    checks: list[Check]


class LetterheadRow(msgspec.Struct, frozen=True):
    """Name and postal address that marketing carries."""

    name: str
    address: str
    version: int


class SignatureRow(msgspec.Struct, frozen=True):
    """One's own signature; empty where the name stands for it."""

    text: str


@requires(Permission.TEMPLATES_READ)
def preview_template(
    *,
    actor: Actor,
    template_id: int | None = None,
    channel: str = "email",
    purpose: str = "one_to_one",
    subject: str = "",
    text: str = "",
    html: str = "",
    contact_id: int | None = None,
    values: Mapping[str, str] | None = None,
) -> Preview:
    """A template, or words that are being written, filled for a contact; for an example where none is named.

    `values` are what the writer has filled in by hand, by name. Raises `NotFound`, `InvalidInput`.
    """
    version_id = None
    if template_id is not None:
        stored = read_template(template_id)
        channel, purpose, version_id = stored.channel, stored.purpose, stored.version_id
        words = TemplateWords(subject=stored.subject, text=stored.text, html=stored.html)
    else:
        markup = html or (html_from_plain(text) if channel == Channel.EMAIL else "")
        words = TemplateWords(subject=subject, text=text, html=templated(markup, harmless_markup) if markup else "")
    check_size(channel, words)
    if channel not in Channel.values or purpose not in Purpose.values:
        raise InvalidInput(fields={"channel": ["Use email or sms."]})
    kind = Channel(channel)
    whom = values_for(actor, channel=kind, contact_id=contact_id)
    rendered = render(words, whom.values, typed=_typed(values or {}), whom=whom.name)
    measured = measure(rendered.text) if kind is Channel.SMS else None
    return Preview(
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        missing=[one.name for one in rendered.missing],
        unfilled=rendered.missing,
        used=rendered.used,
        segments=measured.segments if measured else None,
        measure=measured,
        version_id=version_id,
        checks=check_template_words(
            kind,
            Purpose(purpose),
            words,
            rendered=rendered,
            measured=measured,
            has_address=Letterhead.objects.exclude(address="").exists(),
        ),
    )


def check_size(channel: str, words: TemplateWords) -> None:
    """Raises `InvalidInput` for words that no template can have: filling and measuring them would cost too much."""
    if has_too_many(words.subject, words.text, words.html):
        raise InvalidInput(fields={"text": [f"At most {PLACEHOLDERS_MOST} variables."]})
    if channel == Channel.SMS and len(words.text) > MEASURED_MOST:
        raise InvalidInput(fields={"text": [f"At most {MEASURED_MOST:,} characters."]})


def _typed(values: Mapping[str, str]) -> dict[str, str]:
    if len(values) > VALUES_MOST or any(len(value) > VALUE_MOST for value in values.values()):
        raise InvalidInput(fields={"values": [f"At most {VALUES_MOST} values of {VALUE_MOST:,} characters."]})
    return {name_of(name): value.strip() for name, value in values.items()}


@requires(Permission.TEMPLATES_READ)
def list_template_variables(*, actor: Actor) -> list[Variable]:
    """All variables that templates know."""
    return list(VARIABLES.values())


@requires(Permission.TEMPLATES_READ)
def list_library_templates(*, actor: Actor) -> list[LibraryTemplate]:
    """Ready templates, to be taken over and changed."""
    return list(LIBRARY.values())


@requires(Permission.TEMPLATES_READ)
def get_letterhead(*, actor: Actor) -> LetterheadRow:
    """The organisation's name and postal address; empty until somebody has entered them."""
    return read_letterhead()


def read_letterhead() -> LetterheadRow:
    """The letterhead as it stands."""
    head = Letterhead.objects.first()
    return LetterheadRow(head.name, head.address, head.version) if head else LetterheadRow("", "", 0)


@requires(Permission.SELF_MANAGE)
def get_signature(*, actor: Actor) -> SignatureRow:
    """One's own signature."""
    text = Signature.objects.filter(pk=actor.user_id or 0).values_list("text", flat=True).first()
    return SignatureRow(text or "")
