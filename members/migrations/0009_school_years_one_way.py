from django.db import migrations


def write_one_way(apps, schema_editor):
    """“07/12” becomes “7/12”, as Qualification.clean() has it from now on."""
    rows = apps.get_model("members", "Qualification").objects.filter(kind="GENERAL", level__startswith="0")
    for row in rows:
        row.level = row.level.lstrip("0")
        row.save(update_fields=["level"])


class Migration(migrations.Migration):
    dependencies = [("members", "0008_saved_views_of_any_page")]

    operations = [migrations.RunPython(write_one_way, migrations.RunPython.noop)]
