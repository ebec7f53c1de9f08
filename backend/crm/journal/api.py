"""Addresses of the journal room."""

from ninja import Router

router = Router(tags=["journal"])
