"""A document put off to another day outside a visit: written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0002_guards"),
        ("routes", "0003_routeitem_paid_on"),
        ("workflow", "0007_open_tasks_counted_from_their_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Rescheduling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("new_on", models.DateField(verbose_name="nueva fecha")),
                ("at", models.DateTimeField(verbose_name="registrada")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
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
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reschedulings",
                        to="custody.original",
                    ),
                ),
            ],
            options={
                "verbose_name": "reprogramación de cobro",
                "verbose_name_plural": "reprogramaciones de cobro",
                "ordering": ["id"],
            },
        ),
        guards.append_only("routes_rescheduling"),
    ]
