"""Answers say on which page they were given, and in which turn of it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns."""

    dependencies = (("desk", "0003_given_passwords_and_numbers"),)
    operations = (
        migrations.AddField("answer", "page", models.CharField(blank=True, default="", max_length=20), False),
        migrations.AddField("answer", "turn", models.BigIntegerField(default=0)),
    )
