"""What the API says of companies."""

from ninja import Schema
from pydantic import Field


class CompaniesQuery(Schema):
    """Which companies."""

    q: str = Field("", max_length=200)


class Company(Schema):
    """A company to choose."""

    id: int
    name: str
    domain: str
