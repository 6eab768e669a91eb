from django.db import migrations

from dateline.desk.people.sealing import MARK, opened_or_none, sealed


def secrets_of(data):
    """The keys of what is secret in a row, where there is any."""
    return [key for key in ("secret", "seed") if isinstance(data.get(key), str)]


def seal(apps, _editor):
    change(apps, lambda text: text if text.startswith(MARK) else sealed(text))


def open_again(apps, _editor):
    change(apps, lambda text: opened_or_none(text) or text)


def change(apps, made):
    model = apps.get_model("mfa", "Authenticator")
    for row in model.objects.filter(type__in=("totp", "recovery_codes")):
        for key in secrets_of(row.data):
            row.data[key] = made(row.data[key])
        if isinstance(row.data.get("migrated_codes"), list):
            row.data["migrated_codes"] = [made(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_strangers"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, open_again)]
