"""The tables of the desk as they began."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import clausewise.desk.keys


class Migration(migrations.Migration):
    """All tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.CharField(
                        default=clausewise.desk.keys.new_id, max_length=20, primary_key=True, serialize=False
                    ),
                ),
                ("username", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("roles", models.JSONField(default=list)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfficeSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_zh", models.CharField(max_length=80)),
                ("title_en", models.CharField(blank=True, max_length=120)),
                ("short", models.CharField(blank=True, max_length=30)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("signer", models.CharField(blank=True, max_length=60)),
                ("review", models.CharField(default="always", max_length=10)),
                ("retention_years", models.IntegerField(null=True)),
                ("is_made_up", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Window",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=80, unique=True)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("phone", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=clausewise.desk.keys.new_id, max_length=20, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True)),
                ("village", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(default="open", max_length=10)),
                ("begun_at", models.DateTimeField()),
                ("due", models.DateField(null=True)),
                ("benefits", models.IntegerField(default=0)),
                ("left", models.IntegerField(default=0)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=clausewise.desk.keys.new_id, max_length=20, primary_key=True, serialize=False
                    ),
                ),
                ("state", models.CharField(default="sent", max_length=10)),
                ("as_of", models.DateField()),
                ("sent_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("was_reviewed", models.BooleanField(default=False)),
                ("remark", models.TextField(blank=True)),
                ("notice_number", models.CharField(blank=True, max_length=60)),
                ("case", models.JSONField()),
                ("pack", models.CharField(max_length=64)),
                ("names", models.JSONField()),
                ("office", models.JSONField()),
                ("receipt", models.CharField(blank=True, max_length=64)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="desk.household"
                    ),
                ),
            ],
            options={
                "ordering": ("sent_at",),
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.CharField(max_length=20)),
                ("act", models.CharField(max_length=20)),
                ("person", models.CharField(blank=True, max_length=20)),
                ("household", models.CharField(blank=True, max_length=20)),
                ("about", models.CharField(blank=True, max_length=80)),
                ("facts", models.JSONField(default=list)),
                ("mac", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["household", "person", "at"], name="log_of_a_household")],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=clausewise.desk.keys.new_id, max_length=20, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("place", models.IntegerField()),
                ("identity", models.BinaryField(null=True)),
                ("gone", models.BooleanField(default=False)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="desk.household"
                    ),
                ),
            ],
            options={
                "ordering": ("place",),
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fact", models.CharField(max_length=120)),
                ("value", models.JSONField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("by", models.CharField(max_length=120)),
                ("registered_at", models.DateTimeField()),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("since", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=clausewise.desk.keys.new_id, max_length=20, unique=True)),
                ("fact", models.CharField(max_length=120)),
                ("member", models.CharField(blank=True, max_length=20)),
                ("told", models.CharField(max_length=10)),
                ("value", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
                ("source", models.CharField(blank=True, max_length=120)),
                ("state", models.CharField(default="current", max_length=10)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="desk.household"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "current")),
                        fields=("household", "fact", "member"),
                        name="one_current_answer",
                    )
                ],
            },
        ),
    ]
