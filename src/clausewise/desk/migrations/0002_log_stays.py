"""The log stays as it was written: the database refuses to change or delete an entry, whoever asks."""

from __future__ import annotations

from django.db import migrations

_REFUSE = """
CREATE TRIGGER desk_log_is_not_changed BEFORE UPDATE ON desk_logentry
BEGIN SELECT RAISE(ABORT, 'an entry of the log is never changed'); END;
CREATE TRIGGER desk_log_is_not_deleted BEFORE DELETE ON desk_logentry
BEGIN SELECT RAISE(ABORT, 'an entry of the log is never deleted'); END;
"""
_ALLOW = "DROP TRIGGER desk_log_is_not_changed; DROP TRIGGER desk_log_is_not_deleted;"


class Migration(migrations.Migration):
    """Two triggers."""

    dependencies = (("desk", "0001_initial"),)
    operations = (migrations.RunSQL(_REFUSE, _ALLOW),)
