import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("contacts", "0004_filter_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChannelAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("settings_sealed", models.BinaryField()),
                ("hook_id", models.CharField(max_length=43)),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("is_check_passed", models.BooleanField(null=True)),
                ("check_text", models.CharField(db_default="", default="", max_length=500)),
                ("refused_hooks", models.IntegerField(db_default=0, default=0)),
                ("refused_hook_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("hook_id",), name="conversations_account_hook_once")],
            },
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("snoozed", "Snoozed"), ("closed", "Closed")],
                        db_default="open",
                        default="open",
                        max_length=10,
                    ),
                ),
                ("snoozed_until", models.DateTimeField(null=True)),
                (
                    "turn",
                    models.CharField(
                        choices=[("us", "Waiting on us"), ("them", "Waiting on them"), ("nobody", "Nobody's turn")],
                        db_default="nobody",
                        default="nobody",
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[("email", "Email"), ("sms", "Text messages")],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("channels", models.CharField(db_default="", default="", max_length=40)),
                ("preview", models.CharField(db_default="", default="", max_length=160)),
                (
                    "preview_direction",
                    models.CharField(
                        blank=True,
                        choices=[("in", "Received"), ("out", "Sent"), ("note", "Note")],
                        db_default="",
                        default="",
                        max_length=5,
                    ),
                ),
                ("last_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("last_in_id", models.BigIntegerField(db_default=0, default=0)),
                ("last_id", models.BigIntegerField(db_default=0, default=0)),
                ("waiting_since", models.DateTimeField(null=True)),
                ("failed_count", models.IntegerField(db_default=0, default=0)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "assigned_user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "-last_at", "-id"], name="conversations_by_state"),
                    models.Index(fields=["assigned_user", "state", "-last_at", "-id"], name="conversations_by_user"),
                    models.Index(fields=["-last_at", "-id"], name="conversations_by_time"),
                    models.Index(
                        condition=models.Q(("state", "snoozed")), fields=["snoozed_until"], name="conversations_to_wake"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("contact",), name="conversations_conversation_once")],
            },
        ),
        migrations.CreateModel(
            name="DeliveryReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("message_id", models.BigIntegerField(db_default=0, default=0)),
                ("state", models.CharField(max_length=10)),
                ("provider_state", models.CharField(max_length=60)),
                ("error_code", models.CharField(db_default="", default="", max_length=60)),
                ("text", models.CharField(db_default="", default="", max_length=500)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.channelaccount",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["message_id"], name="conversations_report_of")],
                "constraints": [models.UniqueConstraint(fields=("account", "key"), name="conversations_report_once")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=10)),
                ("sender_id", models.BigIntegerField(null=True)),
                ("subject", models.CharField(db_default="", default="", max_length=300)),
                ("text", models.TextField(db_default="", default="")),
                ("html", models.TextField(db_default="", default="")),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["conversation"], name="conversations_draft_of")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "conversation"), name="conversations_draft_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Payload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=300)),
                ("headers", models.JSONField()),
                ("query", models.TextField(db_default="", default="")),
                ("body", models.BinaryField()),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Waiting"), ("done", "Done"), ("failed", "Failed")], max_length=10
                    ),
                ),
                ("due_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("attempts", models.IntegerField(db_default=0, default=0)),
                ("error_text", models.CharField(db_default="", default="", max_length=500)),
                ("outcome", models.CharField(db_default="", default="", max_length=300)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.channelaccount",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")),
                        fields=["due_at", "id"],
                        name="conversations_payload_due",
                    ),
                    models.Index(fields=["account", "-id"], name="conversations_payload_newest"),
                ],
                "constraints": [models.UniqueConstraint(fields=("account", "key"), name="conversations_payload_once")],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_to", models.BigIntegerField()),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["conversation"], name="conversations_readmark_of")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "conversation"), name="conversations_readmark_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sender",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(choices=[("email", "Email"), ("sms", "Text messages")], max_length=10)),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(max_length=254)),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                ("is_default", models.BooleanField(db_default=False, default=False)),
                ("per_minute", models.IntegerField(db_default=60, default=60)),
                ("next_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("paused_until", models.DateTimeField(null=True)),
                ("pause_text", models.CharField(db_default="", default="", max_length=300)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conversations.channelaccount"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["address"], name="conversations_sender_address")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "channel", "address"), name="conversations_sender_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("channel",),
                        name="conversations_sender_one_default",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateFolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("name_key", models.CharField(max_length=80)),
                ("position", models.IntegerField(db_default=0, default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("name_key",), name="conversations_folder_once")],
            },
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("name_key", models.CharField(max_length=80)),
                ("shortcut", models.CharField(db_default="", default="", max_length=30)),
                ("channel", models.CharField(choices=[("email", "Email"), ("sms", "Text messages")], max_length=10)),
                ("version", models.IntegerField(db_default=1, default=1)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("archived_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="conversations.templatefolder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("channel", "name_key"),
                        name="conversations_template_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True), models.Q(("shortcut", ""), _negated=True)),
                        fields=("channel", "shortcut"),
                        name="conversations_template_shortcut_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.IntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("one_to_one", "Answer to one person"),
                            ("transactional", "About something the person has asked for"),
                            ("marketing", "Marketing"),
                        ],
                        max_length=15,
                    ),
                ),
                ("subject", models.CharField(db_default="", default="", max_length=300)),
                ("text", models.TextField(db_default="", default="")),
                ("html", models.TextField(db_default="", default="")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.messagetemplate",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("template", "number"), name="conversations_templateversion_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=120)),
                ("size", models.BigIntegerField()),
                ("data", models.BinaryField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="conversations_upload_age")],
            },
        ),
        migrations.CreateModel(
            name="Viewing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_writing", models.BooleanField(default=False)),
                ("seen_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["seen_at"], name="conversations_viewing_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "user"), name="conversations_viewing_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(choices=[("in", "Received"), ("out", "Sent"), ("note", "Note")], max_length=5),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[("email", "Email"), ("sms", "Text messages")],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("noted", "Noted"),
                            ("queued", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("failed", "Not delivered"),
                            ("unknown", "Not known whether it was sent"),
                            ("refused", "Not sent"),
                            ("cancelled", "Taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("one_to_one", "Answer to one person"),
                            ("transactional", "About something the person has asked for"),
                            ("marketing", "Marketing"),
                        ],
                        db_default="",
                        default="",
                        max_length=15,
                    ),
                ),
                ("client_id", models.UUIDField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(db_default=0, default=0)),
                ("from_address", models.CharField(db_default="", default="", max_length=254)),
                ("to_address", models.CharField(db_default="", default="", max_length=254)),
                (
                    "cc",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        db_default=django.db.models.expressions.RawSQL("'{}'::text[]", ()),
                        default=list,
                        size=None,
                    ),
                ),
                ("subject", models.CharField(db_default="", default="", max_length=500)),
                ("text", models.TextField(db_default="", default="")),
                ("html", models.TextField(db_default="", default="")),
                ("rfc_id", models.TextField(db_default="", default="")),
                (
                    "in_reply_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        db_default=django.db.models.expressions.RawSQL("'{}'::text[]", ()),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "rfc_references",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        db_default=django.db.models.expressions.RawSQL("'{}'::text[]", ()),
                        default=list,
                        size=None,
                    ),
                ),
                ("provider_id", models.TextField(db_default="", default="")),
                ("provider_state", models.CharField(db_default="", default="", max_length=60)),
                ("error_code", models.CharField(db_default="", default="", max_length=60)),
                ("error_text", models.CharField(db_default="", default="", max_length=500)),
                (
                    "next_act",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Nothing can be done"),
                            ("retry", "Send again"),
                            ("other_channel", "Write by another channel"),
                            ("fix_address", "Correct the address"),
                            ("fix_text", "Change the text"),
                            ("fix_channel", "Have an administrator look at the channel's settings"),
                        ],
                        db_default="",
                        default="",
                        max_length=15,
                    ),
                ),
                ("verdict", models.JSONField(null=True)),
                ("is_override", models.BooleanField(db_default=False, default=False)),
                ("segments", models.SmallIntegerField(null=True)),
                ("provider_segments", models.SmallIntegerField(null=True)),
                ("is_machine", models.BooleanField(db_default=False, default=False)),
                ("via", models.CharField(db_default="", default="", max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "' ' || lower(f_unaccent(left(subject || ' ' || text, 20000)))", ()
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.channelaccount",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.sender",
                    ),
                ),
                (
                    "template_version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conversations.templateversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["conversation", "-id"], name="conversations_message_thread"),
                    models.Index(
                        condition=models.Q(("state", "queued")),
                        fields=["due_at", "id"],
                        name="conversations_message_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["leased_until"],
                        name="conversations_message_leased",
                    ),
                    models.Index(
                        condition=models.Q(("rfc_id", ""), _negated=True),
                        fields=["rfc_id"],
                        name="conversations_message_rfc",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("queued", "sending"))),
                        fields=["conversation", "id"],
                        name="conversations_message_open",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("search"), name="gin_trgm_ops"),
                        name="conversations_message_search",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("client_id",), name="conversations_message_client_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=("account", "provider_id"),
                        name="conversations_message_provider_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.message",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-message"], name="conversations_mention_of")],
                "constraints": [models.UniqueConstraint(fields=("message", "user"), name="conversations_mention_once")],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=120)),
                ("size", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("stored", "Stored"),
                            ("to_fetch", "Being fetched"),
                            ("failed", "Could not be fetched"),
                            ("refused", "Not kept"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content_id", models.CharField(db_default="", default="", max_length=255)),
                ("source_url", models.TextField(db_default="", default="")),
                ("error_text", models.CharField(db_default="", default="", max_length=300)),
                ("due_at", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(db_default=0, default=0)),
                ("data", models.BinaryField(null=True)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conversations.message"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "to_fetch")),
                        fields=["due_at", "id"],
                        name="conversations_attachment_due",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="wake_worker",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NOTIFY kith_work; RETURN NULL;",
                    hash="a37fbbbdb24784a2e84e6fdb8307ee5cd3872e0c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_wake_worker_a9728",
                    table="conversations_attachment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payload",
            trigger=pgtrigger.compiler.Trigger(
                name="wake_worker",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NOTIFY kith_work; RETURN NULL;",
                    hash="1af222235478b41fc3106dc78cdde7288040c50b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_wake_worker_7ec58",
                    table="conversations_payload",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="wake_worker",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NOTIFY kith_work; RETURN NULL;",
                    hash="5a84f7bfe263460aedc3659282778faae14d7f51",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_wake_worker_71a3e",
                    table="conversations_message",
                    when="AFTER",
                ),
            ),
        ),
    ]
