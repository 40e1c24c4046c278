import django.db.models.deletion
import django.utils.timezone
import kimbilio.kernel.ids
import kimbilio.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0011_assessment_guard'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('file_name', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=260)),
                ('file_id', models.UUIDField(blank=True, null=True)),
                ('state', models.CharField(choices=[('uploaded', 'Match the columns'), ('checking', 'Checking'), ('checked', 'Checked, nothing saved yet'), ('filing', 'Filing'), ('done', 'Done'), ('dropped', 'Dropped')], default='uploaded', max_length=10)),
                ('doubles', models.CharField(choices=[('leave_out', 'Leave them out; they are named in the file of rejected rows'), ('file', 'File them as cases of their own')], default='leave_out', max_length=10)),
                ('headings', kimbilio.vault.fields.EncryptedJSONField(default=list, max_length=20000000)),
                ('targets', kimbilio.vault.fields.EncryptedJSONField(default=list, max_length=20000000)),
                ('date_order', models.CharField(blank=True, choices=[('day', 'Day first, 31/3/2019'), ('month', 'Month first, 3/31/2019')], max_length=5)),
                ('next_row', models.PositiveIntegerField(default=0)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('rows_good', models.PositiveIntegerField(default=0)),
                ('rows_known', models.PositiveIntegerField(default=0)),
                ('rows_bad', models.PositiveIntegerField(default=0)),
                ('rows_doubtful', models.PositiveIntegerField(default=0)),
                ('rows_empty', models.PositiveIntegerField(default=0)),
                ('troubles', kimbilio.vault.fields.EncryptedJSONField(default=list, max_length=20000000)),
                ('likely', kimbilio.vault.fields.EncryptedJSONField(default=list, max_length=20000000)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['by', '-created_at'], name='import_run_newest')],
            },
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token', models.BigIntegerField(unique=True)),
                ('key', kimbilio.vault.fields.EncryptedTextField(max_length=2000)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='imported_row', to='cases.case')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filed', to='interchange.importrun')),
            ],
        ),
        migrations.CreateModel(
            name='ImportedValues',
            fields=[
                ('compartment', models.CharField(choices=[('outline', 'Outline (code, stage, risk, dates)'), ('identity', 'Identity and contacts'), ('story', 'Story and notes'), ('health', 'Health and therapy'), ('legal', 'Legal'), ('whereabouts', 'Whereabouts'), ('alleged', 'Alleged traffickers')], max_length=12)),
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('values', kimbilio.vault.fields.EncryptedJSONField(default=dict, max_length=20000000, verbose_name='from the past record')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imported_values', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'compartment'), name='imported_values_once')],
            },
        ),
    ]
