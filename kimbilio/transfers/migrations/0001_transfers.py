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
        ('cases', '0015_notice_kinds_of_referrals'),
    ]

    operations = [
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('organisation', kimbilio.vault.fields.EncryptedTextField(max_length=120, verbose_name='organisation')),
                ('contact', kimbilio.vault.fields.EncryptedTextField(max_length=200, verbose_name='whom we agreed it with')),
                ('why', kimbilio.vault.fields.EncryptedTextField(max_length=2000, verbose_name='why it goes there')),
                ('hand_over_on', models.DateField(verbose_name='day of hand-over')),
                ('state', models.CharField(choices=[('asked', 'Waits for the team lead'), ('agreed', 'Agreed'), ('packed', 'Packed, waits for their answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='words')),
                ('is_proved', models.BooleanField(default=False)),
                ('ground', models.CharField(blank=True, choices=[('life', "To protect somebody's life"), ('duty', 'A legal duty to report'), ('court', 'A court order'), ('child', "The child's best interests, with a children's officer")], max_length=8)),
                ('ground_words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000)),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='cases.case')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ground_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-asked_at', '-id'], name='transfer_of_case'), models.Index(fields=['state', 'asked_at', 'id'], name='transfer_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['agreed', 'asked', 'packed'])), fields=('case',), name='transfer_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='transfer_yes_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='transfer_end_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='transfer_needs_two_people', violation_error_message='Somebody else answers.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'asked', 'packed']), ('ended_at__isnull', True)), models.Q(models.Q(('state__in', ['agreed', 'asked', 'packed']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='transfer_ended_means_dated', violation_error_message='A transfer that ended has a day and a name.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'packed', 'accepted']), _negated=True), ('agreed_at__isnull', False), _connector='OR'), name='transfer_goes_after_the_yes', violation_error_message='A team lead says yes before a case is given away.'), models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), ('ground_by', None)), models.Q(models.Q(('ground', ''), _negated=True), models.Q(('ground_by', None), _negated=True)), _connector='OR'), name='transfer_ground_is_signed', violation_error_message='A legal ground is signed by a team lead.')],
            },
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('parts', models.CharField(max_length=100)),
                ('with_documents', models.BooleanField(default=True)),
                ('lock', models.CharField(choices=[('key', 'For the key of their Kimbilio'), ('passphrase', 'With a passphrase of six words')], max_length=10)),
                ('head', kimbilio.vault.fields.EncryptedTextField(max_length=12000)),
                ('secret', kimbilio.vault.fields.EncryptedTextField(max_length=4000, null=True)),
                ('number', models.CharField(max_length=20)),
                ('proof_hash', models.CharField(max_length=64)),
                ('proof', kimbilio.vault.fields.EncryptedTextField(max_length=40, null=True)),
                ('state', models.CharField(choices=[('at_work', 'Being made'), ('ready', 'Ready'), ('failed', 'Could not be made'), ('gone', 'Deleted here')], default='at_work', max_length=8)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('file_id', models.UUIDField(blank=True, null=True)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packages', to='transfers.transfer')),
            ],
            options={
                'indexes': [models.Index(fields=['transfer', '-made_at'], name='package_of_transfer'), models.Index(condition=models.Q(('state', 'at_work')), fields=['moved_at'], name='package_at_work')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'at_work'), models.Q(('proof__isnull', True), ('secret__isnull', True)), _connector='OR'), name='package_keeps_no_secret', violation_error_message='The key of a package goes when it is made.')],
            },
        ),
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('origin', models.UUIDField()),
                ('said', kimbilio.vault.fields.EncryptedJSONField(default=dict)),
                ('secret', kimbilio.vault.fields.EncryptedTextField(max_length=4000, null=True)),
                ('number', models.CharField(max_length=20)),
                ('file_id', models.UUIDField(blank=True, null=True)),
                ('state', models.CharField(choices=[('waiting', 'Opened, nothing saved yet'), ('accepted', 'Accepted'), ('dropped', 'Dropped')], default='waiting', max_length=10)),
                ('came_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('organisation', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200)),
                ('their_code', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=40)),
                ('proof', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=40)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrival', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['by', '-came_at'], name='arrival_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'waiting'), models.Q(('file_id__isnull', True), ('secret__isnull', True)), _connector='OR'), name='arrival_keeps_no_secret', violation_error_message='The file and its key go when it is done.'), models.UniqueConstraint(condition=models.Q(('state', 'accepted')), fields=('origin',), name='arrival_is_one_case'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), ('case__isnull', False)), models.Q(models.Q(('state', 'accepted'), _negated=True), ('case__isnull', True)), _connector='OR'), name='arrival_accepted_has_a_case', violation_error_message='What was accepted is a case.')],
            },
        ),
    ]
