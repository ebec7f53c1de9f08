"""Contacts, their tags, and the companies that they belong to."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower, Now

from crm.companies.models import Company
from crm.contacts.enums import TagColor

# The app's models are those of this module: imports have theirs in a file of their own.
from crm.contacts.imports.models import ContactImport, ImportFix, ImportPiece, ImportRow, SavedMapping
from crm.core.scripts import UNSPACED

__all__ = [
    "Contact", "ContactImport", "ContactTag", "ImportFix", "ImportPiece", "ImportRow", "SavedMapping", "Tag",
]  # fmt: skip

# One column that holds all a person is searched by: words without accents and case, each after a space; then digits.
# Characters of scripts that are written without spaces stand as words of their own, or a two-character name inside a
# longer one would not be found. `search.py` treats what is typed in the same way.
SEARCH = (
    r"regexp_replace(' ' || lower(f_unaccent(first_name || ' ' || last_name || ' ' || email)), "
    rf"'\s*([{UNSPACED}])', ' \1', 'g') || ' ' || "
    "regexp_replace(CASE WHEN phone = '' THEN phone_raw ELSE phone END, '[^0-9]', '', 'g')"
)
# Names sort without accents and case; who has no name stands by address or number. Cut to what an index entry holds.
SORT_NAME = (
    "left(lower(f_unaccent(coalesce("
    "nullif(btrim(last_name || ' ' || first_name), ''), nullif(email, ''), phone_raw))), 300)"
)

# The list of tags on the contact's own row lets one index answer "search and tags and owner"; ContactTag is the truth.
# Rows are locked before they are read: two transactions that tag one contact at once see each other's tag.
FOLLOW_TAGS = """
    PERFORM 1 FROM contacts_contact WHERE id IN (SELECT contact_id FROM {rows}) ORDER BY id FOR NO KEY UPDATE;
    UPDATE contacts_contact AS c SET tag_ids = t.ids
    FROM (SELECT r.contact_id,
                 coalesce(array_agg(ct.tag_id ORDER BY ct.tag_id) FILTER (WHERE ct.tag_id IS NOT NULL), '{{}}') AS ids
          FROM (SELECT DISTINCT contact_id FROM {rows}) AS r
          LEFT JOIN contacts_contacttag AS ct ON ct.contact_id = r.contact_id
          GROUP BY r.contact_id) AS t
    WHERE c.id = t.contact_id AND c.tag_ids IS DISTINCT FROM t.ids;
    RETURN NULL;
"""

# The same for companies: the primary one, and all that the person belongs to now. ContactCompany is the truth.
FOLLOW_COMPANIES = """
    PERFORM 1 FROM contacts_contact WHERE id IN (SELECT contact_id FROM {rows}) ORDER BY id FOR NO KEY UPDATE;
    UPDATE contacts_contact AS c SET company_id = l.primary_id, company_ids = l.ids
    FROM (SELECT r.contact_id,
                 max(cc.company_id) FILTER (WHERE cc.is_primary) AS primary_id,
                 coalesce(array_agg(cc.company_id ORDER BY cc.company_id) FILTER (WHERE cc.company_id IS NOT NULL),
                          '{{}}') AS ids
          FROM (SELECT DISTINCT contact_id FROM {rows}) AS r
          LEFT JOIN contacts_contactcompany AS cc
               ON cc.contact_id = r.contact_id AND cc.ended_on IS NULL AND NOT cc.is_hidden
          GROUP BY r.contact_id) AS l
    WHERE c.id = l.contact_id AND (c.company_id, c.company_ids) IS DISTINCT FROM (l.primary_id, l.ids);
    RETURN NULL;
"""


def follow(what: str, func: str) -> list[pgtrigger.Trigger]:
    """Triggers of one statement each that run `func` for the rows that were added, removed or moved."""
    return [
        pgtrigger.Trigger(
            name=f"{what}_{verb}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=func.format(rows=rows),
        )
        for verb, operation, referencing, rows in (
            ("added", pgtrigger.Insert, pgtrigger.Referencing(new="added"), "added"),  # type: ignore[no-untyped-call]
            ("removed", pgtrigger.Delete, pgtrigger.Referencing(old="removed"), "removed"),  # type: ignore[no-untyped-call]
            (
                "moved",
                pgtrigger.Update,
                pgtrigger.Referencing(old="before", new="after"),  # type: ignore[no-untyped-call]
                "(TABLE before UNION TABLE after) AS moved",
            ),
        )
    ]


class Tag(models.Model):
    """A word on contacts. `key` is its identity, whatever case, width and spaces; `name` is the first spelling."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=50)
    key = models.CharField(max_length=50)
    color = models.CharField(max_length=10, choices=TagColor.choices)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="contacts_tag_once")]

    def __str__(self) -> str:
        return f"tag {self.pk}"


class Contact(models.Model):
    """A person. In the trash while `archived_at` is set. `version` rises with every change; an edit carries it."""

    first_name = models.CharField(max_length=100, db_default="", default="")
    last_name = models.CharField(max_length=100, db_default="", default="")
    # Not unique: families and offices share addresses. Duplicates are warned about.
    email = models.CharField(max_length=254, db_default="", default="")
    phone_raw = models.CharField(max_length=64, db_default="", default="")
    # E.164, or empty when what was typed can't be read as a number.
    phone = models.CharField(max_length=20, db_default="", default="")
    notes = models.TextField(db_default="", default="")
    assigned_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The primary company, and all present ones: kept by triggers on ContactCompany, nobody else writes them.
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    company_ids = ArrayField(models.BigIntegerField(), db_default=RawSQL("'{}'::bigint[]", ()), default=list)
    tags = models.ManyToManyField(Tag, through="ContactTag", related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.IntegerField(db_default=1, default=1)
    # Kept by triggers on ContactTag; nobody else writes it, but an insert may bring what the trigger would set.
    tag_ids = ArrayField(models.IntegerField(), db_default=RawSQL("'{}'::int[]", ()), default=list)
    search = models.GeneratedField(
        expression=RawSQL(SEARCH, ()),  # noqa: S611
        output_field=models.TextField(),
        db_persist=True,
    )
    sort_name = models.GeneratedField(
        expression=RawSQL(SORT_NAME, ()),  # noqa: S611
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            # One index for "search and tags and owner": intersecting three costs twenty times as much at a million.
            GinIndex(
                OpClass(F("search"), "gin_trgm_ops"),
                OpClass(F("tag_ids"), "array_ops"),
                OpClass(F("assigned_user"), "int8_ops"),
                condition=Q(archived_at__isnull=True),
                # What is new waits in a list that every search reads through; a short one keeps both quick.
                gin_pending_list_limit=512,
                name="contacts_search",
            ),
            GinIndex(
                OpClass(F("search"), "gin_trgm_ops"),
                OpClass(F("tag_ids"), "array_ops"),
                OpClass(F("assigned_user"), "int8_ops"),
                condition=Q(archived_at__isnull=False),
                name="contacts_search_archived",
            ),
            models.Index(fields=["created_at", "id"], condition=Q(archived_at__isnull=True), name="contacts_created"),
            models.Index(fields=["updated_at", "id"], condition=Q(archived_at__isnull=True), name="contacts_updated"),
            models.Index(fields=["sort_name", "id"], condition=Q(archived_at__isnull=True), name="contacts_name"),
            models.Index(
                fields=["archived_at", "id"], condition=Q(archived_at__isnull=False), name="contacts_archived"
            ),
            models.Index(
                fields=["assigned_user", "created_at", "id"],
                condition=Q(assigned_user__isnull=False),
                name="contacts_owner",
            ),
            models.Index(
                fields=["company", "created_at", "id"], condition=Q(company__isnull=False), name="contacts_company"
            ),
            models.Index(fields=["created_by", "created_at", "id"], name="contacts_creator"),
            # Who can't be written to or called, and whom nobody looks after: mostly few, always asked for.
            models.Index(
                fields=["created_at", "id"], condition=Q(email="", archived_at__isnull=True), name="contacts_no_email"
            ),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(phone_raw="", archived_at__isnull=True),
                name="contacts_no_phone",
            ),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(assigned_user__isnull=True, archived_at__isnull=True),
                name="contacts_unassigned",
            ),
            GinIndex(
                OpClass(Func(F("notes"), function="f_folded"), "gin_trgm_ops"),
                condition=~Q(notes=""),
                gin_pending_list_limit=512,
                name="contacts_notes",
            ),
            GinIndex(fields=["company_ids"], name="contacts_companies"),
            # Duplicates are looked up among archived contacts too, so these are not cut by archived_at.
            models.Index(Lower("email"), condition=~Q(email=""), name="contacts_email"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="contacts_phone"),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class ContactTag(models.Model):
    """A tag on a contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "tag"], name="contacts_tag_on_contact_once")]
        triggers = follow("tags", FOLLOW_TAGS)

    def __str__(self) -> str:
        return f"tag {self.tag_id} on contact {self.contact_id}"


class ContactCompany(models.Model):
    """That a person belongs to a company, or once did: a link without an end is a present one.

    A contact has one primary link among the present ones, and any number of others. Links of a company in the trash are
    hidden: they count nowhere, and are as they were when the company comes back.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=100, db_default="", default="")
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    is_primary = models.BooleanField(db_default=False, default=False)
    is_hidden = models.BooleanField(db_default=False, default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "company"], condition=Q(ended_on__isnull=True), name="contacts_at_company_once"
            ),
            models.UniqueConstraint(
                fields=["contact"], condition=Q(is_primary=True, is_hidden=False), name="contacts_one_primary_company"
            ),
            models.CheckConstraint(
                condition=Q(is_primary=False) | Q(ended_on__isnull=True), name="contacts_primary_company_not_ended"
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="contacts_company_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "contact"], name="contacts_of_company"),
            GinIndex(
                OpClass(Func(F("role"), function="f_folded"), "gin_trgm_ops"),
                condition=~Q(role="") & Q(ended_on__isnull=True, is_hidden=False),
                gin_pending_list_limit=512,
                name="contacts_company_role",
            ),
        ]
        triggers = follow("companies", FOLLOW_COMPANIES)

    def __str__(self) -> str:
        return f"contact {self.contact_id} at company {self.company_id}"
