"""Archiving and restoring many companies at once, as the bulk room offers it: their people's links go along."""

from collections.abc import Mapping, Sequence

import msgspec

from crm.bulk.catalogue import Action, Order, Outcome, register_action
from crm.contacts.services.company_archiving import archive_companies, restore_companies
from crm.core.access import Actor, Permission


class NoChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters."""


def _archive(*, actor: Actor, ids: Sequence[int], params: NoChoice) -> Mapping[int, Outcome]:
    return archive_companies(actor=actor, company_ids=ids)


def _restore(*, actor: Actor, ids: Sequence[int], params: NoChoice) -> Mapping[int, Outcome]:
    return restore_companies(actor=actor, company_ids=ids)


def register() -> None:
    """Makes both known."""
    register_action(
        Action(
            subject="company",
            key="archive",
            label="Archive",
            explanation=(
                "The people stay. What ties them to these companies is hidden, and comes back with the companies."
            ),
            permission=Permission.COMPANIES_WRITE,
            params=NoChoice,
            asks=lambda actor: [],
            prepare=lambda actor, params: Order(params, "Archive"),
            run=_archive,
        )
    )
    register_action(
        Action(
            subject="company",
            key="restore",
            label="Restore",
            permission=Permission.COMPANIES_WRITE,
            params=NoChoice,
            asks=lambda actor: [],
            prepare=lambda actor, params: Order(params, "Restore"),
            run=_restore,
        )
    )
