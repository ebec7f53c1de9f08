"""Writing templates. Each change of their words is a version of its own: messages name what they were made from."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction

from crm.consent.enums import Channel, Purpose
from crm.conversations.errors import ChangedMeanwhile, TemplateNameTaken
from crm.conversations.mail_html import harmless_markup
from crm.conversations.mail_text import html_from_plain, plain_of_ours
from crm.conversations.models import MessageTemplate, TemplateFolder, TemplateVersion
from crm.conversations.selectors.templates import TEMPLATES_MOST, Template, read_template
from crm.conversations.selectors.visibility import BIGINT_MOST, check_id
from crm.conversations.sending.writing import HTML_MOST, SUBJECT_MOST, TEXT_MOST
from crm.conversations.template_events import TemplateArchived, TemplateChanged, TemplateCreated, TemplateRestored
from crm.conversations.templating.language import PLACEHOLDERS_MOST, has_too_many, templated
from crm.conversations.templating.library import LIBRARY
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.text import has_refused_characters, identity_key, tidy_block, tidy_line
from crm.journal.publishing import publish

NAME_MOST = 80
SHORTCUT = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")
# What a version holds; a change of anything else makes none.
WORDS = ("purpose", "subject", "text", "html")
_COUNT_LOCK = "templates"
Wrong = dict[str, list[str]]


@requires(Permission.TEMPLATES_WRITE)
@transaction.atomic
def create_template(
    *,
    actor: Actor,
    channel: str,
    name: str,
    shortcut: str = "",
    folder_id: int | None = None,
    purpose: str = "one_to_one",
    subject: str = "",
    text: str = "",
    html: str = "",
) -> Template:
    """Keeps a text for one channel. A mail has both text and HTML: given one, the other is made of it; HTML counts.

    Publishes `template.created`. Raises `InvalidInput`.
    """
    if channel not in Channel.values:
        raise InvalidInput(fields={"channel": ["Use email or sms."]})
    wrong: Wrong = {}
    facts = _clean_facts({"name": name, "shortcut": shortcut, "folder_id": folder_id}, wrong)
    given = {"purpose": purpose, "subject": subject, "text": text, "html": html}
    words = _clean_words(Channel(channel), given, wrong)
    if wrong:
        raise InvalidInput(fields=wrong)
    return _create(actor, channel, facts, words)


def _create(actor: Actor, channel: str, facts: Mapping[str, Any], words: Mapping[str, str]) -> Template:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [_COUNT_LOCK])
    if MessageTemplate.objects.filter(archived_at__isnull=True).count() >= TEMPLATES_MOST:
        raise InvalidInput(
            fields={"name": [f"There are {TEMPLATES_MOST} templates already. Move some to the trash first."]}
        )
    try:
        with transaction.atomic():
            template = MessageTemplate.objects.create(channel=channel, created_by_id=actor.user_id, **facts)
    except IntegrityError as error:
        raise _taken(error, channel) from error
    TemplateVersion.objects.create(template=template, number=1, created_by_id=actor.user_id, **words)
    publish(TemplateCreated(subject_id=template.pk, template=template.name), actor=actor)
    return read_template(template.pk)


@requires(Permission.TEMPLATES_WRITE)
@transaction.atomic
def update_template(*, actor: Actor, template_id: int, version: int, changes: Mapping[str, Any]) -> Template:
    """Changes name, shortcut, folder, purpose, subject, text, HTML: the fields in `changes`. The channel stays.

    Changed words are a new version; messages keep naming the one that they were made from.
    Publishes `template.changed`. Raises `NotFound`, `InvalidInput`, `ChangedMeanwhile`.
    """
    template, last = _lock(template_id)
    if version != template.version:
        raise ChangedMeanwhile
    wrong: Wrong = {}
    facts = _clean_facts({key: value for key, value in changes.items() if key not in WORDS}, wrong)
    before = {field: getattr(last, field) for field in WORDS}
    given = {**before, **{key: value for key, value in changes.items() if key in WORDS}}
    if "text" in changes and "html" not in changes:
        # A new text is not what the HTML says any more: it is made anew.
        given["html"] = ""
    words = _clean_words(Channel(template.channel), given, wrong)
    if wrong:
        raise InvalidInput(fields=wrong)
    different = {field: value for field, value in facts.items() if value != getattr(template, field)}
    changed = [field for field in WORDS if words[field] != before[field]]
    return _write(actor, template, different, words if changed else None, changed)


def _write(
    actor: Actor,
    template: MessageTemplate,
    facts: Mapping[str, Any],
    words: Mapping[str, str] | None,
    changed: list[str],
    *,
    restored: int | None = None,
) -> Template:
    number = _last(template.pk).number
    if words is not None:
        number += 1
        TemplateVersion.objects.create(template=template, number=number, created_by_id=actor.user_id, **words)
    if not facts and words is None:
        return read_template(template.pk)
    try:
        with transaction.atomic():
            MessageTemplate.objects.filter(pk=template.pk).update(**facts, version=template.version + 1)
    except IntegrityError as error:
        raise _taken(error, template.channel) from error
    told = TemplateChanged(
        subject_id=template.pk,
        template=facts.get("name", template.name),
        fields=[*(field for field in facts if field != "name_key"), *changed],
        number=number,
        restored_number=restored,
    )
    publish(told, actor=actor)
    return read_template(template.pk)


@requires(Permission.TEMPLATES_WRITE)
@transaction.atomic
def restore_template_version(*, actor: Actor, template_id: int, number: int) -> Template:
    """Makes the words of an old version the present ones, as a new version. Already so, nothing changes.

    Publishes `template.changed`. Raises `NotFound`.
    """
    template, last = _lock(template_id)
    old = TemplateVersion.objects.filter(template_id=template_id, number=min(max(number, 0), 2**31 - 1)).first()
    if old is None:
        raise NotFound
    changed = [field for field in WORDS if getattr(old, field) != getattr(last, field)]
    words = {field: getattr(old, field) for field in WORDS}
    return _write(actor, template, {}, words if changed else None, changed, restored=number)


@requires(Permission.TEMPLATES_WRITE)
@transaction.atomic
def archive_template(*, actor: Actor, template_id: int) -> Template:
    """Moves a template to the trash; messages that were made from it keep naming it.

    Publishes `template.archived`. Raises `NotFound`.
    """
    template, _ = _lock(template_id)
    if template.archived_at is None:
        MessageTemplate.objects.filter(pk=template_id).update(archived_at=clock.now(), version=template.version + 1)
        publish(TemplateArchived(subject_id=template_id, template=template.name), actor=actor)
    return read_template(template_id)


@requires(Permission.TEMPLATES_WRITE)
@transaction.atomic
def restore_template(*, actor: Actor, template_id: int) -> Template:
    """Takes a template out of the trash. Publishes `template.restored`. Raises `NotFound`, `TemplateNameTaken`."""
    template, _ = _lock(template_id)
    if template.archived_at is not None:
        try:
            with transaction.atomic():
                MessageTemplate.objects.filter(pk=template_id).update(archived_at=None, version=template.version + 1)
        except IntegrityError as error:
            raise TemplateNameTaken from error
        publish(TemplateRestored(subject_id=template_id, template=template.name), actor=actor)
    return read_template(template_id)


@requires(Permission.TEMPLATES_WRITE)
@transaction.atomic
def clone_library_template(*, actor: Actor, key: str, folder_id: int | None = None) -> Template:
    """Takes a ready template over as one's own; where its name is taken, a number follows it.

    Publishes `template.created`. Raises `NotFound`, `InvalidInput`.
    """
    ready = LIBRARY.get(key)
    if ready is None:
        raise NotFound
    wrong: Wrong = {}
    taken = set(
        MessageTemplate.objects.filter(channel=ready.channel, archived_at__isnull=True).values_list(
            "name_key", flat=True
        )
    )
    names = [ready.name, *(f"{ready.name} {number}" for number in range(2, TEMPLATES_MOST + 2))]
    name = next(name for name in names if identity_key(name) not in taken)
    facts = _clean_facts({"name": name, "folder_id": folder_id}, wrong)
    given = {"purpose": ready.purpose, "subject": ready.subject, "text": ready.text, "html": ready.html}
    words = _clean_words(Channel(ready.channel), given, wrong)
    if wrong:
        raise InvalidInput(fields=wrong)
    return _create(actor, ready.channel, facts, words)


def _lock(template_id: int) -> tuple[MessageTemplate, TemplateVersion]:
    """The template, locked, and its last version. Raises `NotFound`."""
    check_id(template_id)
    template = MessageTemplate.objects.select_for_update(no_key=True).filter(pk=template_id).first()
    if template is None:
        raise NotFound
    return template, _last(template_id)


def _last(template_id: int) -> TemplateVersion:
    return TemplateVersion.objects.filter(template_id=template_id).order_by("-number")[0]


def _taken(error: IntegrityError, channel: str) -> InvalidInput:
    label = Channel(channel).label.lower()
    if "shortcut" in str(error):
        return InvalidInput(fields={"shortcut": [f"Another template for {label} has this shortcut."]})
    return InvalidInput(fields={"name": [f"Another template for {label} has this name."]})


def _clean_facts(given: Mapping[str, Any], wrong: Wrong) -> dict[str, Any]:
    """Name, shortcut and folder as they are kept; what is wrong with them goes into `wrong`."""
    facts: dict[str, Any] = {}
    if "name" in given:
        name = tidy_line(given["name"] or "")
        if not name or len(name) > NAME_MOST or has_refused_characters(name):
            wrong["name"] = [f"Give it a name of at most {NAME_MOST} characters."]
        facts |= {"name": name, "name_key": identity_key(name)[:NAME_MOST]}
    if "shortcut" in given:
        shortcut = (given["shortcut"] or "").strip().lower().removeprefix("/")
        if shortcut and not SHORTCUT.fullmatch(shortcut):
            wrong["shortcut"] = ["Use letters a to z, digits, - and _, at most 30 of them."]
        facts["shortcut"] = shortcut
    if "folder_id" in given:
        folder_id = given["folder_id"]
        is_id = folder_id is not None and 0 < folder_id <= BIGINT_MOST
        if folder_id is not None and not (is_id and TemplateFolder.objects.filter(pk=folder_id).exists()):
            wrong["folder_id"] = ["There is no such folder."]
        facts["folder_id"] = folder_id
    return facts


def _clean_words(channel: Channel, given: Mapping[str, str], wrong: Wrong) -> dict[str, str]:
    """Purpose and texts as they are kept."""
    if given["purpose"] not in Purpose.values:
        wrong["purpose"] = ["Use one_to_one, transactional or marketing."]
    subject, text, html = tidy_line(given["subject"]), tidy_block(given["text"]), given["html"]
    if channel is Channel.SMS and (subject or html):
        wrong["text"] = ["A text message has neither a subject nor markup."]
    for field, value, most in (("subject", subject, SUBJECT_MOST), ("text", text, TEXT_MOST[channel]),
                               ("html", html, HTML_MOST)):  # fmt: skip
        if len(value) > most or has_refused_characters(value, lines=True):
            wrong[field] = [f"At most {most:,} characters, none of them control characters."]
    if has_too_many(subject, text, html):
        wrong["text"] = [f"At most {PLACEHOLDERS_MOST} variables."]
    if not wrong and html:
        html = templated(html, harmless_markup)
        text = plain_of_ours(html)
    elif not wrong and channel is Channel.EMAIL:
        html = html_from_plain(text)
    if not wrong and not text:
        wrong["text"] = ["Write something."]
    return {"purpose": given["purpose"], "subject": subject, "text": text, "html": html}
