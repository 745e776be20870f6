from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("struck_at__isnull", False)),
                fields=["struck_at"],
                name="product_struck_at",
            ),
        ),
    ]
