"""Mail: messages whose state moves; their files, attempts and outcomes are evidence."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cartera.control.audit import guards
from cartera.control.mail.models import MESSAGE_TRANSITIONS


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("workflow", "0007_open_tasks_counted_from_their_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Content",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to_name", models.CharField(max_length=150, verbose_name="destinatario")),
                ("to_address", models.CharField(max_length=254, verbose_name="dirección")),
                ("subject", models.CharField(max_length=200, verbose_name="asunto")),
                ("body", models.TextField(verbose_name="texto")),
                ("content_hash", models.CharField(max_length=64, verbose_name="huella")),
                ("role", models.CharField(blank=True, max_length=12)),
                ("written_at", models.DateTimeField(verbose_name="escrito")),
                ("key", models.CharField(max_length=200, unique=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motivo")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "por salir"),
                            ("sent", "enviado"),
                            ("kept", "guardado sin enviar"),
                            ("failed", "no salió"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="estado",
                    ),
                ),
                ("attempts", models.SmallIntegerField(default=0, verbose_name="intentos")),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="workflow.case",
                    ),
                ),
                (
                    "repeats",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repetitions",
                        to="mail.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "correo",
                "verbose_name_plural": "correos",
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.IntegerField()),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.content",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enclosures",
                        to="mail.message",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("begun_at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tries",
                        to="mail.message",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("taken", "el servidor lo recibió"),
                            ("put_off", "el servidor todavía no lo recibe"),
                            ("refused", "el servidor lo rechazó"),
                            ("unreachable", "el servidor no respondió"),
                            ("broken_off", "los intentos se cortaron"),
                            ("training", "empresa de entrenamiento: su correo no sale"),
                            ("no_server", "no hay servidor de correo configurado"),
                        ],
                        max_length=12,
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField()),
                ("seq", models.BigIntegerField(null=True)),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="mail.attempt"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("seen_at__isnull", True), ("state", "failed")),
                fields=["-id"],
                name="message_failed_unseen",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("repeats__isnull", True)),
                    models.Q(("repeats__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_message_is_repeated_with_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="enclosure",
            constraint=models.UniqueConstraint(
                fields=("message", "number"), name="an_enclosure_has_its_own_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                fields=("message", "number"), name="an_attempt_has_its_own_number"
            ),
        ),
        guards.append_only("mail_content"),
        guards.append_only("mail_enclosure"),
        guards.append_only("mail_attempt"),
        guards.append_only("mail_outcome"),
        guards.transitions("mail_message", "state", MESSAGE_TRANSITIONS, initial=["waiting"]),
        guards.fixed_columns(
            "mail_message",
            (
                "case_id",
                "to_name",
                "to_address",
                "subject",
                "body",
                "content_hash",
                "actor_id",
                "role",
                "written_at",
                "key",
                "repeats_id",
                "reason",
            ),
        ),
        guards.set_once("mail_message", ["seen_at"]),
        guards.refuse_delete("mail_message"),
        guards.refuse_truncate("mail_message"),
    ]
