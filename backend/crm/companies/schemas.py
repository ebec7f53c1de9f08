"""What the API says of companies."""

from ninja import Schema


class Company(Schema):
    """A company to choose."""

    id: int
    name: str
    domain: str
