"""Statements of the office say who took them back and when; decisions which statements they rest on."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns."""

    dependencies = (("desk", "0007_names_are_answers"),)
    operations = (
        migrations.AddField("statement", "taken_back_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "statement",
            "taken_back_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("decision", "rests_on", models.JSONField(null=True)),
    )
