"""A kill or replacement that names its own item waits for nobody, and broken copy can be shelved."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef, Q


def name_own(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Finds the references that were taken for such as match nothing, though they mean their own item."""
    references, revisions = apps.get_model("newsroom", "Reference"), apps.get_model("newsroom", "Revision")
    key = OuterRef("target_key")
    plain = revisions.objects.filter(
        Q(headline_key=key) | Q(slug_key=key) | Q(number_key=key), item=OuterRef("item")
    ).exclude(signal__in=("kill", "replacement"))
    references.objects.filter(Exists(plain), state="pending", settled_at=None).update(state="own")


def forget_own(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As it was before: neither state is known."""
    apps.get_model("newsroom", "Reference").objects.filter(state="own").update(state="pending")
    apps.get_model("newsroom", "Delivery").objects.filter(state="shelved").update(state="quarantined")


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0020_hub_and_sftp"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "waiting"),
                    ("done", "read"),
                    ("quarantined", "in quarantine"),
                    ("shelved", "shelved"),
                ],
                default="pending",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="reference",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "matches nothing yet"),
                    ("matched", "matches one item"),
                    ("ambiguous", "matches several items"),
                    ("own", "matches its own item"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
        migrations.RunPython(name_own, forget_own),
    ]
