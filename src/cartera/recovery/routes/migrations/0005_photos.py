"""Photos of what visits brought; written once."""

import django.db.models.deletion
from django.db import migrations, models

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_photos"),
        ("routes", "0004_rescheduling"),
    ]

    operations = [
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("device_at", models.DateTimeField(verbose_name="hora de la foto")),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_at",
                        to="dossiers.attachment",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="routes.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "foto de una visita",
                "verbose_name_plural": "fotos de visitas",
                "ordering": ["id"],
            },
        ),
        guards.append_only("routes_visitphoto"),
    ]
