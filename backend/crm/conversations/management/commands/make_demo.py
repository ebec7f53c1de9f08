"""`manage.py make_demo`: a believable company to look at: people, whom they know, what they sell, what was written."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from crm.accounts.actors import actor_of
from crm.accounts.enums import Role
from crm.accounts.events import UserCreated
from crm.accounts.models import User
from crm.accounts.services.setup import new_user
from crm.contacts.demo import people
from crm.contacts.selectors import count_contacts
from crm.conversations.demo import talks, templates
from crm.core.access import system_actor
from crm.journal.publishing import publish
from crm.pipelines.demo import deals
from crm.pipelines.models import Pipeline

PEOPLE = (
    ("Ada Lindgren", "ada@example.com", Role.ADMIN),
    ("Uma Rahman", "uma@example.com", Role.USER),
    ("Vic Moreau", "vic@example.com", Role.VIEWER),
)


class Command(BaseCommand):
    """Fills an empty Kith."""

    help = (
        "Fills an empty Kith with a believable company: 3 users, 200 companies, 2,000 contacts in many scripts, "
        "150 opportunities of the last half year, and 60 conversations of the last two weeks, and templates."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes all of it or nothing, and prints how to sign in."""
        with transaction.atomic():
            actor = system_actor("Demo")
            if any(count_contacts(actor=actor, archived=archived).count for archived in (False, True)):
                raise CommandError("There are contacts here already; the demo is for an empty Kith.")
            # Their past would be dated with that of the demo's own, and a name may be taken.
            if Pipeline.objects.exists():
                raise CommandError("There are pipelines here already; the demo is for an empty Kith.")
            users, passwords = self._people()
            administrator, colleague = actor_of(users[0]), actor_of(users[1])
            contacts = people.fill(administrator=administrator, user=colleague)
            opportunities = deals.fill(administrator=administrator, user=colleague)
            threads = talks.fill(administrator=administrator, user=colleague)
            templates.fill(administrator=administrator, user=colleague)
        made = f"{contacts:,} contacts made, {opportunities} opportunities, and {threads} conversations."
        self.stdout.write(f"{made} Sign in as:")
        for user, password in zip(users, passwords, strict=True):
            self.stdout.write(f"  {user.email:<18} {password:<24} {Role(user.role).label}")

    def _people(self) -> tuple[list[User], list[str]]:
        users, passwords = [], []
        for name, email, role in PEOPLE:
            user = User.objects.filter(email=email).first()
            password = "(as it was)" if user else secrets.token_urlsafe(12)
            if user is None:
                user = new_user(name=name, email=email, password=password, role=role)
                publish(UserCreated(subject_id=user.pk, role=role.value), actor=system_actor("Demo"))
            users.append(user)
            passwords.append(password)
        return users, passwords
