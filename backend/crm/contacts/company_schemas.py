"""What the API takes and says of links between contacts and companies."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.contacts.schemas import Contact
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST

_TEXT_MOST = 100_000


class LinkedCompany(Schema):
    """A company, as a link shows it."""

    id: int
    name: str
    domain: str


class ContactCompany(Schema):
    """A person's link to a company. Without an end the person belongs there now."""

    link_id: int
    company: LinkedCompany
    role: str
    started_on: date | None
    ended_on: date | None
    is_primary: bool


class ContactCompanyIn(Schema):
    """A company to link to: by name (made when there is none) or by id. With an end, a former one."""

    model_config = ConfigDict(extra="forbid")

    company: str | None = Field(None, max_length=_TEXT_MOST)
    company_id: int | None = None
    role: str = Field("", max_length=_TEXT_MOST)
    started_on: date | None = None
    ended_on: date | None = None
    is_primary: bool | None = None


class ContactCompanyPatch(Schema):
    """What to change of a link; what is left out stays. An end of null opens it again."""

    model_config = ConfigDict(extra="forbid")

    role: str | None = Field(None, max_length=_TEXT_MOST)
    started_on: date | None = None
    ended_on: date | None = None
    is_primary: bool | None = None

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, and no others."""
        return self.model_dump(exclude_unset=True)


class ContactCompaniesChanged(Schema):
    """The contact and its links after a change, and the change's id for its undo: null when there was nothing to do."""

    contact: Contact
    links: list[ContactCompany]
    change_id: UUID | None


class LinkedPerson(Schema):
    """A contact, as a link shows it."""

    id: int
    full_name: str
    email: str
    phone_display: str


class CompanyPerson(Schema):
    """A company's link to a person. `version` is the contact's."""

    link_id: int
    contact: LinkedPerson
    role: str
    started_on: date | None
    ended_on: date | None
    is_primary: bool
    version: int


class CompanyPeoplePage(Schema):
    """A page of people by name, and where the next one begins."""

    items: list[CompanyPerson]
    next_cursor: str | None


class CompanyPeopleQuery(Schema):
    """Which people: those who belong there now, or those who have left."""

    former: bool = False
    cursor: str | None = Field(None, max_length=4000)
    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)


class PersonToUnlink(Schema):
    """A person whose link would be hidden."""

    id: int
    full_name: str
    role: str
    is_primary: bool


class CompanyArchivePreview(Schema):
    """Whose links archiving the company would hide: how many people, and the first fifty. None of them is archived."""

    people_count: int
    people: list[PersonToUnlink]
