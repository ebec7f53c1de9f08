"""The variables that templates know: the one list of them, with what they are called and an example of each."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Group(StrEnum):
    """Whom or what a variable is about."""

    CONTACT = "Contact"
    SENDER = "Whoever sends it"
    HOUSE = "Your organisation"
    LINK = "Links"


class Variable(msgspec.Struct, frozen=True, kw_only=True):
    """One variable. `link_words` is set for one that is an address: what its link is called in a mail.

    `advice` says what to do where a contact has nothing to fill it with.
    """

    name: str
    label: str
    group: Group
    example: str
    help: str = ""
    advice: str = ""
    link_words: str | None = None
    channels: tuple[str, ...] = ("sms", "email")


_ALL = [
    Variable(
        name="first_name", label="First name", group=Group.CONTACT, example="Grace",
        help="Give a fallback for people whose name you don't know: {{first_name|there}}", advice="there",
    ),
    Variable(name="last_name", label="Last name", group=Group.CONTACT, example="Hopper", advice=""),
    Variable(
        name="full_name", label="Full name", group=Group.CONTACT, example="Grace Hopper", advice="there",
        help="First and last name; whatever of them is known",
    ),
    Variable(name="company", label="Company", group=Group.CONTACT, example="Harbour Mills", advice="your company",
             help="The contact's primary company"),
    Variable(name="email", label="Email", group=Group.CONTACT, example="grace@example.com",
             advice="your email address"),
    Variable(name="phone", label="Phone", group=Group.CONTACT, example="+1 202-555-0123", advice="your number"),
    Variable(name="owner_name", label="Owner's name", group=Group.CONTACT, example="Ada Palmer", advice="our team",
             help="Who looks after this contact"),
    Variable(name="sender_name", label="Your name", group=Group.SENDER, example="Ada Palmer",
             help="The name of whoever sends the message"),
    Variable(name="sender_first_name", label="Your first name", group=Group.SENDER, example="Ada"),
    Variable(name="signature", label="Your signature", group=Group.SENDER, example="Ada Palmer\nHarbour Mills",
             help="What you have entered as your signature; your name where you have entered none"),
    Variable(name="our_name", label="Name of your organisation", group=Group.HOUSE, example="Harbour Mills",
             help="As it is entered with the templates, for all"),
    Variable(name="our_address", label="Postal address", group=Group.HOUSE,
             example="Harbour Mills, 1 Quay Street, Portland, ME 04101", help="Marketing by email has to carry it"),
    Variable(
        name="unsubscribe_link", label="Unsubscribe link", group=Group.LINK, link_words="Unsubscribe",
        example="https://crm.example.com/unsubscribe/…", channels=("email",),
        help="Where this recipient stops news and offers. Marketing by email has to carry it",
    ),
    Variable(
        name="preferences_link", label="Preferences link", group=Group.LINK, link_words="Choose what you get",
        example="https://crm.example.com/preferences/…", channels=("email",),
        help="Where this recipient chooses what to get, or pauses it",
    ),
]  # fmt: skip

VARIABLES: Mapping[str, Variable] = {variable.name: variable for variable in _ALL}


def link_words(name: str) -> str | None:
    """What the link of a variable is called, when the variable is an address."""
    variable = VARIABLES.get(name)
    return variable.link_words if variable else None


def examples() -> dict[str, str]:
    """The example of each variable."""
    return {name: variable.example for name, variable in VARIABLES.items()}
