"""Tasks put off, remarks on tasks handed back, and cheap acts that may be undone for a while."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0004_coming_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="remark",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.CreateModel(
            name="Undoable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("before", models.JSONField()),
                ("done_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "actor",
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
                        related_name="+",
                        to="workflow.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Snooze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until_at", models.DateTimeField()),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snoozes",
                        to="workflow.task",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "user"), name="a_task_is_snoozed_once_by_each"
                    )
                ],
            },
        ),
        guards.fixed_columns(
            "workflow_undoable", ("actor_id", "kind", "case_id", "before", "done_at", "until_at")
        ),
        guards.refuse_delete("workflow_undoable"),
        guards.refuse_truncate("workflow_undoable"),
    ]
