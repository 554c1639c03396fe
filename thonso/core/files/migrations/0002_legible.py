from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="legible",
            field=models.BooleanField(
                default=True, help_text="not a photo that is all dark, all white or blurred to nothing"
            ),
        ),
    ]
