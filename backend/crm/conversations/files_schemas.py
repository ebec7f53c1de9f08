"""What the API says of files and of what providers posted."""

from datetime import datetime

from ninja import Field, Schema

from crm.conversations.enums import PayloadState


class MailPageQuery(Schema):
    """Whether pictures are loaded from elsewhere, and whether the page around is dark."""

    images: bool = False
    dark: bool = False


class UploadFileQuery(Schema):
    """What the file is called, and what the browser takes it for."""

    name: str = Field(max_length=1000)
    content_type: str = Field("", max_length=200)


class Upload(Schema):
    """A file that waits to be sent. `size` is in bytes."""

    id: int
    name: str
    content_type: str
    size: int


class Payload(Schema):
    """What a provider posted, without what is in it: whether it could be read, and what came of it."""

    id: int
    key: str
    state: PayloadState
    state_label: str
    received_at: datetime
    content_type: str
    size: int
    attempts: int
    error_text: str
    outcome: str
    done_at: datetime | None


class PayloadPage(Schema):
    """Payloads, the newest first, and where the next page begins."""

    items: list[Payload]
    next_cursor: str | None


class PayloadListQuery(Schema):
    """Which payloads, from where."""

    state: PayloadState | None = None
    cursor: str | None = Field(None, max_length=4000)
