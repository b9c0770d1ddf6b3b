"""Comments, mentions and files of cases. What was said and the bytes of files are evidence."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cartera.control.audit import guards
from cartera.control.dossiers.models import ATTACHMENT_TRANSITIONS


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("workflow", "0005_cheap_acts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FileContent",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=12)),
                ("text", models.TextField()),
                ("for_client", models.BooleanField()),
                ("written_at", models.DateTimeField()),
                ("key", models.CharField(max_length=100, unique=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="workflow.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "comentario",
                "verbose_name_plural": "comentarios",
            },
        ),
        migrations.CreateModel(
            name="Retraction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("retracted_at", models.DateTimeField()),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="dossiers.comment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=8)),
                ("size", models.IntegerField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("for_client", models.BooleanField()),
                ("role", models.CharField(max_length=12)),
                ("attached_at", models.DateTimeField()),
                ("key", models.CharField(max_length=100, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("kept", "en el expediente"), ("withdrawn", "retirado")],
                        default="kept",
                        max_length=10,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawal_reason", models.CharField(blank=True, max_length=200)),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="workflow.case",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.filecontent",
                    ),
                ),
            ],
            options={
                "verbose_name": "adjunto",
                "verbose_name_plural": "adjuntos",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), ("withdrawn_at__isnull", True)),
                            models.Q(
                                ("state", "withdrawn"),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_file_is_withdrawn_with_its_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="dossiers.comment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["person", "id"],
                        name="unread_mention_of_person",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comment", "person"), name="a_comment_names_a_person_once"
                    )
                ],
            },
        ),
        guards.append_only("dossiers_comment"),
        guards.append_only("dossiers_retraction"),
        guards.append_only("dossiers_filecontent"),
        guards.transitions(
            "dossiers_attachment", "state", ATTACHMENT_TRANSITIONS, initial=["kept"]
        ),
        guards.fixed_columns(
            "dossiers_attachment",
            (
                "case_id",
                "content_id",
                "name",
                "kind",
                "size",
                "note",
                "for_client",
                "attached_by_id",
                "role",
                "attached_at",
                "key",
            ),
        ),
        guards.refuse_delete("dossiers_attachment"),
        guards.refuse_truncate("dossiers_attachment"),
        guards.fixed_columns("dossiers_mention", ("comment_id", "person_id")),
        guards.refuse_delete("dossiers_mention"),
        guards.refuse_truncate("dossiers_mention"),
    ]
