"""Answers say until when somebody finds what is to be checked; households how many of them wait, and the first day."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns."""

    dependencies = (("desk", "0004_answers_in_order"),)
    operations = (
        migrations.AddField("answer", "until", models.DateField(null=True)),
        migrations.AddField("household", "checks", models.IntegerField(default=0)),
        migrations.AddField("household", "check_due", models.DateField(null=True)),
    )
