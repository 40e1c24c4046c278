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
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('partner_name', kimbilio.vault.fields.EncryptedTextField(max_length=120, verbose_name='partner')),
                ('partner_key', models.BigIntegerField()),
                ('partner_email', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=254, verbose_name='their e-mail')),
                ('service', models.CharField(choices=[('safety', 'Safety and protection'), ('shelter', 'Safe place to stay'), ('basic_needs', 'Food, clothes and basic needs'), ('health', 'Health care'), ('therapy', 'Talking and therapy'), ('legal', 'Legal help'), ('papers', 'Papers and identity'), ('interpreting', 'Interpreter'), ('tracing', 'Family tracing'), ('reunification', 'Return to family or community'), ('repatriation', 'Return from or to another country'), ('education', 'School'), ('training', 'Skills training'), ('livelihood', 'Work and business'), ('transport', 'Transport'), ('follow_up', 'Follow-up'), ('other', 'Other')], max_length=16, verbose_name='for')),
                ('need', kimbilio.vault.fields.EncryptedTextField(max_length=1000, verbose_name='what is asked')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('seen', 'Seen'), ('question', 'They ask something'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('appointment', 'Date given'), ('completed', 'Help was given'), ('not_attended', 'Did not come'), ('withdrawn', 'Withdrawn')], default='draft', max_length=12)),
                ('meeting_at', models.DateTimeField(blank=True, null=True, verbose_name='date given')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('waits_until', models.DateTimeField(blank=True, null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('ground', models.CharField(blank=True, choices=[('life', "To protect somebody's life"), ('duty', 'A legal duty to report'), ('court', 'A court order'), ('child', "The child's best interests, with a children's officer")], max_length=8)),
                ('ground_words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case')),
                ('ground_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-made_at', '-id'], name='referral_of_case'), models.Index(fields=['partner_key', '-sent_at'], name='referral_of_partner'), models.Index(condition=models.Q(('state__in', ['accepted', 'appointment', 'question', 'seen', 'sent'])), fields=['waits_until', 'id'], name='referral_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('sent_at__isnull', True), ('answered_at__gte', models.F('sent_at')), _connector='OR'), name='referral_in_order', violation_error_message='The end comes before the beginning.'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), ('sent_at__isnull', False), _connector='OR'), name='referral_draft_is_not_sent', violation_error_message='What was sent has a date of sending.'), models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), ('ground_by', None)), models.Q(models.Q(('ground', ''), _negated=True), models.Q(('ground_by', None), _negated=True)), _connector='OR'), name='referral_ground_is_signed', violation_error_message='A legal ground is signed by a team lead.')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Sent'), ('seen', 'Seen'), ('question', 'They ask something'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('appointment', 'Date given'), ('completed', 'Help was given'), ('not_attended', 'Did not come'), ('withdrawn', 'Withdrawn')], max_length=12)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('reason', models.CharField(blank=True, choices=[('full', 'No place free'), ('not_ours', 'We do not offer this'), ('not_eligible', 'Does not meet our conditions'), ('too_far', 'Too far away'), ('already', 'Already helped elsewhere'), ('other', 'Other reason')], max_length=12)),
                ('words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='referrals.referral')),
            ],
            options={
                'indexes': [models.Index(fields=['referral', 'at', 'id'], name='move_of_referral')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='move_declined_has_reason', violation_error_message='Say why it is declined.')],
            },
        ),
        migrations.CreateModel(
            name='AnswerLink',
            fields=[
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('code_hash', models.CharField(max_length=64)),
                ('code_used_at', models.DateTimeField(blank=True, null=True)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='referrals.referral')),
            ],
            options={
                'indexes': [models.Index(fields=['referral', '-made_at'], name='link_of_referral')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__isnull', True), ('made_at__isnull', True), ('expires_at__gte', models.F('made_at')), _connector='OR'), name='link_in_order', violation_error_message='The end comes before the beginning.'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='link_revoking_is_signed', violation_error_message='These belong together: fill in all of them or none.')],
            },
        ),
        migrations.CreateModel(
            name='SharedItem',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('code', 'Case code'), ('age', 'Age group'), ('name_used', 'Goes by'), ('full_name', 'Full name'), ('contact', 'Phone'), ('story', 'What happened'), ('health', 'Health'), ('legal', 'Legal'), ('whereabouts', 'Where the person is')], max_length=12)),
                ('compartment', models.CharField(choices=[('outline', 'Outline (code, stage, risk, dates)'), ('identity', 'Identity and contacts'), ('story', 'Story and notes'), ('health', 'Health and therapy'), ('legal', 'Legal'), ('whereabouts', 'Whereabouts'), ('alleged', 'Alleged traffickers')], max_length=12)),
                ('words', kimbilio.vault.fields.EncryptedTextField(max_length=2000)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='referrals.referral')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('referral', 'kind'), name='shared_item_once')],
            },
        ),
    ]
