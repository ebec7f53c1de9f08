"""A template filled for somebody: the texts, what filled them, and what could not be filled."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from crm.conversations.mail_html import harmless_markup
from crm.conversations.mail_text import plain_of_ours
from crm.conversations.templating.language import (
    Placeholder,
    fill,
    fill_html,
    fill_line,
    nearest,
    placeholders,
    placeholders_of_html,
)
from crm.conversations.templating.variables import VARIABLES, Group, Variable, link_words


class Used(msgspec.Struct, frozen=True):
    """A placeholder that was filled, and from where: `contact`, `fallback` or `typed`."""

    name: str
    label: str
    value: str
    source: str


class Missing(msgspec.Struct, frozen=True):
    """A placeholder that was not filled, why, and what to do; `nearest` is the variable that may have been meant."""

    name: str
    label: str
    text: str
    nearest: str | None
    is_question: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateWords:
    """Subject, text and HTML with placeholders. A mail that has HTML has no text of its own."""

    subject: str = ""
    text: str = ""
    html: str = ""

    def placeholders(self) -> list[Placeholder]:
        """All placeholders, subject first, each name once."""
        body = placeholders_of_html(self.html) if self.html else placeholders(self.text)
        return list({one.name: one for one in [*placeholders(self.subject), *body]}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The texts as they would be sent, with what filled them and what is open."""

    subject: str
    text: str
    html: str
    used: list[Used]
    missing: list[Missing]


def render(words: TemplateWords, values: Mapping[str, str], *, typed: Mapping[str, str], whom: str) -> Rendered:
    """Fills the words: by what was `typed`, else by `values`, else by the fallback. What has none of them stays open.

    `whom` is what the person is called in what is said of open placeholders.
    """

    def resolve(placeholder: Placeholder) -> str | None:
        return _value_of(placeholder, values, typed)[0]

    html = harmless_markup(fill_html(words.html, resolve, link_words=link_words)) if words.html else ""
    found = words.placeholders()
    return Rendered(
        subject=fill_line(words.subject, resolve),
        text=plain_of_ours(html) if html else fill(words.text, resolve),
        html=html,
        used=[used for one in found if (used := _used(one, values, typed)) is not None],
        missing=[_missing(one, whom) for one in found if resolve(one) is None],
    )


def _value_of(placeholder: Placeholder, values: Mapping[str, str], typed: Mapping[str, str]) -> tuple[str | None, str]:
    """The value and where it is from."""
    if given := typed.get(placeholder.name, ""):
        return given, "typed"
    if value := values.get(placeholder.name, ""):
        return value, "contact"
    is_known = placeholder.name in VARIABLES or placeholder.is_question
    return (placeholder.fallback, "fallback") if is_known else (None, "")


def _used(placeholder: Placeholder, values: Mapping[str, str], typed: Mapping[str, str]) -> Used | None:
    value, source = _value_of(placeholder, values, typed)
    return None if value is None else Used(placeholder.name, label_of(placeholder), value, source)


def label_of(placeholder: Placeholder) -> str:
    """What a placeholder is called."""
    variable = VARIABLES.get(placeholder.name)
    return variable.label if variable else placeholder.name.removeprefix("?")


def _gap(variable: Variable, whom: str) -> str:
    match variable.group:
        case Group.HOUSE:
            return f"{variable.label} has not been entered yet. It is entered once for all templates."
        case Group.LINK:
            return f"{whom} has no email address that such a link could be for."
        case _:
            fallback = f"{{{{{variable.name}|{variable.advice or '…'}}}}}"
            return f"{whom} has nothing for {variable.label.lower()}. Fill it in, or give a fallback: {fallback}."


def _missing(placeholder: Placeholder, whom: str) -> Missing:
    label = label_of(placeholder)
    near = None
    if placeholder.is_question:
        text = f"Fill in: {label}."
    elif placeholder.name in VARIABLES:
        text = _gap(VARIABLES[placeholder.name], whom)
    else:
        near = nearest(placeholder.name, VARIABLES)
        meant = f" Did you mean {{{{{near}}}}}?" if near else ""
        text = f"There is no variable {{{{{placeholder.name}}}}}.{meant}"
    return Missing(placeholder.name, label, text, near, placeholder.is_question)
