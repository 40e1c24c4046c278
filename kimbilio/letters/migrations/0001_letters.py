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
        ('cases', '0019_notice_kind_of_alleged'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('referral', 'Referral letter'), ('court', 'Court companion letter'), ('school', 'School letter'), ('consent', 'Consent form'), ('care-plan', 'Care plan'), ('closure', 'Closure letter'), ('form-a', 'Form A: Consent'), ('form-b', 'Form B: Initial risk assessment'), ('form-c', 'Form C: Referral'), ('form-d', 'Form D: Screening'), ('form-e', 'Form E: Needs assessment'), ('form-f', 'Form F: Return, reintegration and repatriation checklist'), ('form-g', 'Form G: Individual care plan'), ('form-h', 'Form H: Follow-up')], max_length=10)),
                ('language', models.CharField(choices=[('en', 'English'), ('sw', 'Kiswahili')], max_length=2)),
                ('state', models.CharField(choices=[('at_work', 'Being made'), ('ready', 'Ready'), ('failed', 'Could not be made'), ('gone', 'Deleted')], default='at_work', max_length=8)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('file_id', models.UUIDField(blank=True, null=True)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['by', '-asked_at', '-id'], name='batch_of_staff'), models.Index(condition=models.Q(('state', 'at_work')), fields=['moved_at'], name='batch_at_work'), models.Index(condition=models.Q(('state', 'ready')), fields=['ends_at'], name='batch_ready')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), ('ends_at__isnull', False), _connector='OR'), name='batch_ready_has_an_end', violation_error_message='A file that can be saved has a day on which it goes.')],
            },
        ),
        migrations.CreateModel(
            name='BatchLetter',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveIntegerField()),
                ('left_out', models.CharField(blank=True, choices=[('not_allowed', 'You may not print what stands in this letter'), ('failed', 'The letter could not be set')], max_length=11)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='letters.batch')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.document')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'case'), name='batch_case_once'), models.UniqueConstraint(fields=('batch', 'place'), name='batch_place_once'), models.CheckConstraint(condition=models.Q(('document__isnull', True), ('left_out', ''), _connector='OR'), name='batch_letter_or_why_not', violation_error_message='A case has a letter, or a reason why not.')],
            },
        ),
        migrations.CreateModel(
            name='LayoutVersion',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('referral', 'Referral letter'), ('court', 'Court companion letter'), ('school', 'School letter'), ('consent', 'Consent form'), ('care-plan', 'Care plan'), ('closure', 'Closure letter'), ('form-a', 'Form A: Consent'), ('form-b', 'Form B: Initial risk assessment'), ('form-c', 'Form C: Referral'), ('form-d', 'Form D: Screening'), ('form-e', 'Form E: Needs assessment'), ('form-f', 'Form F: Return, reintegration and repatriation checklist'), ('form-g', 'Form G: Individual care plan'), ('form-h', 'Form H: Follow-up')], max_length=10)),
                ('language', models.CharField(choices=[('en', 'English'), ('sw', 'Kiswahili')], max_length=2)),
                ('number', models.PositiveIntegerField()),
                ('source', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=40000, verbose_name='layout')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'language', 'number'), name='layout_number_once')],
            },
        ),
    ]
