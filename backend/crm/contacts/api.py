"""Addresses of the contacts room."""

from ninja import Router

router = Router(tags=["contacts"])
