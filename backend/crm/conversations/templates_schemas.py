"""What the API takes and says of templates."""

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from crm.consent.enums import Channel, Purpose
from crm.conversations.channels_schemas import Measure
from crm.conversations.selectors.templates import TEMPLATES_MOST
from crm.core.http import Ref

_TEXT_MOST = 1_200_000


class TemplateRow(Schema):
    """A template in a list. `version_id` is what a message made from it names; an edit carries `version`."""

    id: int
    name: str
    shortcut: str
    channel: Channel
    channel_label: str
    folder: Ref | None
    purpose: Purpose
    purpose_label: str
    subject: str
    preview: str
    version: int
    number: int
    version_id: int
    changed_at: datetime
    changed_by: Ref | None
    last_used_at: datetime | None
    archived_at: datetime | None


class Template(TemplateRow):
    """A template with its text; `variant` is the one of the same name for the other channel."""

    text: str
    html: str
    variant: Ref | None


class TemplateList(Schema):
    """Templates, by name; what fits best first where something was searched for."""

    items: list[TemplateRow]


class TemplateListQuery(Schema):
    """Which templates. `folder_id` 0 asks for those in no folder."""

    q: str = Field("", max_length=1000)
    channel: Literal["", "email", "sms"] = ""
    folder_id: int | None = None
    archived: bool = False
    limit: int = Field(TEMPLATES_MOST, ge=1, le=TEMPLATES_MOST)


class TemplateIn(Schema):
    """A template to be kept."""

    model_config = ConfigDict(extra="forbid")

    channel: str = Field(max_length=20)
    name: str = Field(max_length=1000)
    shortcut: str = Field("", max_length=1000)
    folder_id: int | None = None
    purpose: str = Field("one_to_one", max_length=20)
    subject: str = Field("", max_length=_TEXT_MOST)
    text: str = Field("", max_length=_TEXT_MOST)
    html: str = Field("", max_length=_TEXT_MOST)


class TemplatePatch(Schema):
    """What is to be different: the fields that are sent."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name: str = Field("", max_length=1000)
    shortcut: str = Field("", max_length=1000)
    folder_id: int | None = None
    purpose: str = Field("", max_length=20)
    subject: str = Field("", max_length=_TEXT_MOST)
    text: str = Field("", max_length=_TEXT_MOST)
    html: str = Field("", max_length=_TEXT_MOST)

    def sent(self) -> dict[str, Any]:
        """The fields that the request named."""
        return self.dict(exclude={"version"}, exclude_unset=True)


class TemplateFolder(Schema):
    """A folder, and how many templates in use stand in it."""

    id: int
    name: str
    count: int


class TemplateFolderIn(Schema):
    """A folder's name."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=1000)


class TemplateVersion(Schema):
    """What a template said from `created_at` on."""

    id: int
    number: int
    purpose: Purpose
    purpose_label: str
    subject: str
    text: str
    html: str
    created_at: datetime
    created_by: Ref | None


class TemplateUse(Schema):
    """A message that was made from a template, by which version."""

    message_id: int
    conversation_id: int
    contact: Ref
    number: int
    state: str
    state_label: str
    at: datetime


class TemplateUses(Schema):
    """The last messages made from a template, and how many there are; at least so many when `is_more`."""

    count: int
    is_more: bool
    items: list[TemplateUse]


class TemplatePreviewIn(Schema):
    """A template, or words that are being written, and for whom. `values` are filled in by hand, by name."""

    model_config = ConfigDict(extra="forbid")

    template_id: int | None = None
    channel: str = Field("email", max_length=20)
    purpose: str = Field("one_to_one", max_length=20)
    subject: str = Field("", max_length=_TEXT_MOST)
    text: str = Field("", max_length=_TEXT_MOST)
    html: str = Field("", max_length=_TEXT_MOST)
    contact_id: int | None = None
    values: dict[str, str] = Field(default_factory=dict)


class TemplateValue(Schema):
    """A placeholder that was filled, and from where."""

    name: str
    label: str
    value: str
    source: Literal["contact", "fallback", "typed"]


class TemplateGap(Schema):
    """A placeholder that was not filled, and what to do; `nearest` is the variable that may have been meant."""

    name: str
    label: str
    text: str
    nearest: str | None
    is_question: bool


class TemplateCheck(Schema):
    """One finding about a template, and where in it: subject, text, html, or nowhere in particular."""

    code: str
    level: Literal["error", "warning", "note"]
    field: str
    text: str


class TemplatePreview(Schema):
    """A template as one contact would get it. While anything is `missing`, it can't be sent."""

    subject: str
    text: str
    html: str
    missing: list[str]
    unfilled: list[TemplateGap]
    used: list[TemplateValue]
    segments: int | None
    measure: Measure | None
    version_id: int | None
    checks: list[TemplateCheck]


class TemplateReachIn(Schema):
    """Words that are being written."""

    model_config = ConfigDict(extra="forbid")

    channel: str = Field(max_length=20)
    subject: str = Field("", max_length=_TEXT_MOST)
    text: str = Field("", max_length=_TEXT_MOST)
    html: str = Field("", max_length=_TEXT_MOST)


class TemplateReachGap(Schema):
    """A variable, and for how many contacts there is nothing to fill it with."""

    name: str
    label: str
    count: int


class TemplateReach(Schema):
    """What the last `looked_at` contacts would get; `text` says it in words, empty where there is nothing to say."""

    looked_at: int
    gaps: list[TemplateReachGap]
    segments_most: int | None
    longest: Ref | None
    text: str


class TemplateVariable(Schema):
    """A variable that templates know; `link_words` is what its link is called, of one that is an address."""

    name: str
    label: str
    group: str
    example: str
    help: str
    advice: str
    link_words: str | None
    channels: list[Channel]


class LibraryTemplate(Schema):
    """A ready template."""

    key: str
    group: str
    name: str
    help: str
    channel: Channel
    purpose: Purpose
    subject: str
    text: str
    html: str


class LibraryCloneIn(Schema):
    """Where the copy is to stand."""

    model_config = ConfigDict(extra="forbid")

    folder_id: int | None = None


class TemplateTestIn(Schema):
    """Where a test goes: one's own address, or one that is kept for tests. Filled for a contact where one is named."""

    model_config = ConfigDict(extra="forbid")

    to: str = Field(max_length=1000)
    contact_id: int | None = None


class TemplateTest(Schema):
    """The test as it waits to be sent."""

    message_id: int
    conversation_id: int
    to: str
    due_at: datetime | None


class Letterhead(Schema):
    """The organisation's name and postal address, which marketing carries."""

    name: str
    address: str
    version: int


class LetterheadIn(Schema):
    """The organisation's name and postal address, and the version that was seen."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name: str = Field("", max_length=1000)
    address: str = Field("", max_length=5000)


class Signature(Schema):
    """One's own signature; empty where the name stands for it."""

    text: str


class SignatureIn(Schema):
    """One's own signature."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field("", max_length=5000)
