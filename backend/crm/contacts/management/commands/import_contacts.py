"""`manage.py import_contacts FILE`: loads an export of Google Contacts, Outlook, HubSpot or any table of people."""

import collections
import itertools
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from crm.contacts.enums import DuplicatePolicy
from crm.contacts.errors import FileCannotBeRead
from crm.contacts.imports.enums import DELIMITERS, Outcome
from crm.contacts.imports.errors import ImportIsOver
from crm.contacts.imports.loading import RowResult, import_contacts
from crm.contacts.imports.looking import LOOKED_AT
from crm.contacts.imports.mapping import ColumnMapping, guess_mapping
from crm.contacts.imports.reading import Table, open_table
from crm.contacts.imports.recording import import_recorded
from crm.core.access import Actor, system_actor
from crm.core.phone import is_region

TOLD_MOST = 100


class Command(BaseCommand):
    """Loads people from a file and reports each row that was not simply created."""

    help = "Loads people from a CSV file: an export of Google Contacts, Outlook or HubSpot, or any with named columns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--region", default=settings.DEFAULT_PHONE_REGION, help="country of numbers without +")
        parser.add_argument(
            "--duplicates",
            choices=[policy.value for policy in DuplicatePolicy],
            default=DuplicatePolicy.SKIP.value,
            help="a row whose email or phone somebody has: leave out, merge into them, or create all the same",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the import and prints the report."""
        path: Path = options["file"]
        region = str(options["region"]).upper()
        if not is_region(region):
            raise CommandError(f"{region} is no country code: give two letters, such as US or DE.")
        counts: collections.Counter[Outcome] = collections.Counter()
        told = 0
        try:
            with open_table(path) as table:
                self._describe(table, guess_mapping(table.columns, _head(table)))
                load = self._rehearsal if options["dry_run"] else import_recorded
                results = load(
                    actor=system_actor("Command line"),
                    path=path,
                    table=table,
                    region=region,
                    duplicates=DuplicatePolicy(options["duplicates"]),
                )
                for result in results:
                    counts[result.outcome] += 1
                    if result.reasons:
                        told += 1
                        if told <= TOLD_MOST:
                            told_of = f"  line {result.line}: {result.outcome.value}. {' '.join(result.reasons)}"
                            self.stdout.write(told_of)
        except FileCannotBeRead as refusal:
            self._summarise(counts, told)
            raise CommandError(refusal.detail) from refusal
        except ImportIsOver as refusal:
            self._summarise(counts, told)
            raise CommandError("It was stopped on the page of imports. What was loaded by then stays.") from refusal
        self._summarise(counts, told)
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was kept.")
        else:
            self.stdout.write("Administrators find it under Imports, to correct what was refused or to undo all of it.")

    def _rehearsal(
        self, *, actor: Actor, path: Path, table: Table, region: str, duplicates: DuplicatePolicy
    ) -> Iterator[RowResult]:
        mapping = guess_mapping(table.columns, _head(table))
        return import_contacts(
            actor=actor, rows=table.rows(), mapping=mapping, file_name=path.name, region=region,
            duplicates=duplicates, is_dry_run=True,
        )  # fmt: skip

    def _describe(self, table: Table, mapping: ColumnMapping) -> None:
        if not mapping.fields:
            raise FileCannotBeRead(
                "No column is known. The first line must name them: First Name, Last Name, Email, Phone, Company, Tags."
            )
        if table.sheets:
            self.stdout.write(f"Read the sheet {table.sheet}.")
        else:
            self.stdout.write(
                f"Read as {table.encoding}, with {DELIMITERS[table.delimiter].lower()} between the columns."
            )
        if not table.encoding.startswith("utf"):
            self.stdout.write(
                self.style.WARNING("  The file is not UTF-8: look whether names with accents came out right.")
            )
        for field, names in mapping.names.items():
            self.stdout.write(f"  {field.replace('_', ' ')}: {', '.join(names)}")
        if mapping.unused:
            self.stdout.write(f"  not used: {', '.join(mapping.unused)}")

    def _summarise(self, counts: collections.Counter[Outcome], told: int) -> None:
        if told > TOLD_MOST:
            self.stdout.write(f"  … and {told - TOLD_MOST} more lines like these.")
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome))


def _head(table: Table) -> list[list[str]]:
    """The rows that the guess of the columns looks at."""
    return [row.cells for row in itertools.islice(table.rows(), LOOKED_AT) if not row.fault]
