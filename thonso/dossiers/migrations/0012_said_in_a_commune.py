import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    dossiers = apps.get_model("dossiers", "Dossier").objects.filter(pk=OuterRef("dossier_id")).values("commune_id")
    for said in ("Complaint", "Rating"):
        apps.get_model("dossiers", said).objects.update(commune_id=Subquery(dossiers))
    if schema_editor.connection.vendor == "postgresql":  # else a table may not be altered while checks are pending
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def commune(**more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', **more)


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0011_count_open_from_the_index'),
        ('units', '0003_office_hours_by_calendar'),
    ]

    operations = [
        migrations.AddField('complaint', 'commune', commune(null=True)),
        migrations.AddField('rating', 'commune', commune(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField('complaint', 'commune', commune()),
        migrations.AlterField('rating', 'commune', commune()),
        migrations.RemoveIndex('rating', 'rating_at'),
        migrations.AddIndex('rating', models.Index(fields=['commune', 'at', 'score', 'channel'], name='rating_of_commune')),
    ]
