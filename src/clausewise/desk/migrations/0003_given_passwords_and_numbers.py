"""Passwords that somebody else gave, and the numbers that were given to households."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns."""

    dependencies = (("desk", "0002_log_stays"),)
    operations = (
        migrations.AddField("person", "password_is_given", models.BooleanField(default=False)),
        migrations.AddField("officesettings", "last_numbers", models.JSONField(default=dict)),
    )
