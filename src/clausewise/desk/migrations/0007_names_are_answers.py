"""What members are called and where households live are answers too, with who gave them; a count of no claims."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def _write_down(apps: Any, schema: Any) -> None:
    """An answer for each name and village there is, by whoever began the household."""
    answers = apps.get_model("desk", "Answer").objects
    for household in apps.get_model("desk", "Household").objects.all():
        entered = {"household": household, "told": "value", "by_id": household.begun_by_id, "at": household.begun_at}
        for member in household.members.all():
            answers.create(fact="name", member=member.id, value=member.name, **entered)
        if household.village:
            answers.create(fact="village", value=household.village, **entered)


def _forget(apps: Any, schema: Any) -> None:
    apps.get_model("desk", "Answer").objects.filter(fact__in=("name", "village")).delete()


class Migration(migrations.Migration):
    """Rows of answers, and one column."""

    dependencies = (("desk", "0006_until_when_it_is_checked"),)
    operations = (
        migrations.AddField("household", "no_claims", models.IntegerField(default=0)),
        migrations.RunPython(_write_down, _forget),
    )
