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
        ('cases', '0016_notice_kinds_of_helpline'),
        ('vault', '0003_rotation_step'),
    ]

    operations = [
        migrations.CreateModel(
            name='SafeReply',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('text', models.CharField(max_length=300, unique=True, verbose_name='text')),
                ('language', models.CharField(choices=[('en', 'English'), ('sw', 'Kiswahili'), ('sheng', 'Sheng')], max_length=5, verbose_name='language')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'ordering': ['place', 'text'],
            },
        ),
        migrations.CreateModel(
            name='UrgentWord',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('word', models.CharField(max_length=60, unique=True, verbose_name='word or phrase')),
                ('language', models.CharField(choices=[('en', 'English'), ('sw', 'Kiswahili'), ('sheng', 'Sheng')], max_length=5, verbose_name='language')),
                ('urgency', models.CharField(choices=[('look_first', 'Look first'), ('today', 'Today'), ('normal', 'Reply')], default='today', max_length=10, verbose_name='then')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'ordering': ['language', 'word'],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('provider', models.CharField(choices=[('africas_talking', "Africa's Talking"), ('whatsapp', 'WhatsApp Cloud API'), ('twilio', 'Twilio'), ('mailbox', 'Mailbox (IMAP)'), ('modem', 'GSM modem (gammu)')], max_length=16, verbose_name='provider')),
                ('typed', kimbilio.vault.fields.EncryptedJSONField(default=dict, max_length=20000)),
                ('door_hash', models.CharField(max_length=64, unique=True)),
                ('door', kimbilio.vault.fields.EncryptedTextField(max_length=60)),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=60)),
                ('trouble_since', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Correspondent',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('address', kimbilio.vault.fields.EncryptedTextField(max_length=254)),
                ('address_key', models.BigIntegerField(unique=True)),
                ('first_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('opted_out_at', models.DateTimeField(blank=True, null=True)),
                ('blocked_until', models.DateTimeField(blank=True, null=True)),
                ('blocked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('blocked_by__isnull', True), ('blocked_until__isnull', True)), models.Q(('blocked_by__isnull', False), ('blocked_until__isnull', False)), _connector='OR'), name='correspondent_block_is_signed', violation_error_message='These belong together: fill in all of them or none.')],
            },
        ),
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('channel', models.CharField(choices=[('call', 'Call'), ('sms', 'SMS'), ('ussd', 'Menu (USSD)'), ('whatsapp', 'WhatsApp'), ('email', 'E-mail'), ('web', 'Web report'), ('partner', 'Partner'), ('in_person', 'In person')], max_length=10)),
                ('who', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=120, verbose_name='who')),
                ('urgency', models.CharField(choices=[('look_first', 'Look first'), ('today', 'Today'), ('normal', 'Reply')], default='normal', max_length=10)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('wants_call', models.BooleanField(default=False)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('waiting_since', models.DateTimeField(blank=True, null=True)),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('owned_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('case_opened', 'A case was opened'), ('attached', 'Belongs to a case'), ('referred', 'Handed to a partner'), ('informed', 'Information was given'), ('not_reached', 'Could not be reached'), ('wrong_number', 'Wrong number'), ('nuisance', 'Nuisance')], max_length=12)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('receipt_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='helpline.account')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='cases.case')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('correspondent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='helpline.correspondent')),
            ],
            options={
                'indexes': [models.Index(fields=['-place', '-last_at', '-id'], name='conversation_in_order'), models.Index(fields=['channel', '-place', '-last_at', '-id'], name='conversation_of_channel'), models.Index(fields=['owner', '-place', '-last_at', '-id'], name='conversation_of_owner'), models.Index(fields=['-changed_at'], name='conversation_changed'), models.Index(fields=['correspondent', '-started_at'], name='conversation_of_address'), models.Index(fields=['case', '-started_at'], name='conversation_of_case'), models.Index(fields=['started_at'], name='conversation_started')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='conversation_closing_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(models.Q(('owned_at__isnull', True), ('owner__isnull', True)), models.Q(('owned_at__isnull', False), ('owner__isnull', False)), _connector='OR'), name='conversation_owner_is_dated', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(models.Q(('closed_at', None), _negated=True), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='conversation_closed_has_outcome', violation_error_message='Say how it ended before you close it.'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['attached', 'case_opened']), _negated=True), ('case__isnull', False), _connector='OR'), name='conversation_case_fits_outcome', violation_error_message='Choose the case it belongs to.'), models.UniqueConstraint(condition=models.Q(('closed_at', None), ('correspondent__isnull', False)), fields=('correspondent', 'channel'), name='conversation_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('body', kimbilio.vault.fields.EncryptedTextField(max_length=1048576)),
                ('content_type', models.CharField(blank=True, max_length=120)),
                ('mark', models.CharField(max_length=64, unique=True)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.CharField(blank=True, max_length=60)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='helpline.account')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['received_at', 'id'], name='delivery_unread'), models.Index(fields=['read_at'], name='delivery_age')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('direction', models.CharField(choices=[('in', 'From them'), ('out', 'From us'), ('note', 'Among us')], max_length=4)),
                ('kind', models.CharField(choices=[('text', 'Text'), ('picture', 'Picture'), ('voice', 'Voice note'), ('file', 'File'), ('place', 'Place'), ('call', 'Call'), ('note', 'Note')], default='text', max_length=8)),
                ('text', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=20000)),
                ('translation', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=20000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('mark', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('is_urgent', models.BooleanField(default=False)),
                ('place', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=60)),
                ('call_state', models.CharField(blank=True, choices=[('ringing', 'Ringing'), ('answered', 'Answered'), ('ended', 'Ended'), ('missed', 'Missed')], max_length=8)),
                ('seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='helpline.conversation')),
            ],
            options={
                'indexes': [models.Index(fields=['conversation', 'at', 'id'], name='message_of_talk')],
                'constraints': [models.CheckConstraint(condition=models.Q(('direction', 'in'), ('by__isnull', False), _connector='OR'), name='message_of_ours_is_signed', violation_error_message='What we write is signed.')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('', 'Nothing'), ('waiting', 'Being fetched'), ('kept', 'Kept'), ('refused', 'Not kept: this kind of file may harm'), ('lost', 'The provider did not hand it over')], max_length=8)),
                ('name', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=300)),
                ('source', kimbilio.vault.fields.EncryptedJSONField(default=dict, max_length=4000)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('try_at', models.DateTimeField(blank=True, null=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.storedfile')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attachment', to='helpline.message')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['try_at', 'id'], name='attachment_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('state', 'kept')), models.Q(models.Q(('state', 'kept'), _negated=True), ('file__isnull', True)), _connector='OR'), name='attachment_kept_has_file', violation_error_message='What is kept has its file.')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='helpline.conversation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conversation', 'user'), name='presence_once')],
            },
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('why', models.CharField(choices=[('forged', 'Not from the provider'), ('too_large', 'Too large'), ('unreadable', 'Not in the documented form')], max_length=10)),
                ('count', models.PositiveIntegerField(default=0)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refusals', to='helpline.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'day', 'why'), name='refusal_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('queued', 'Waiting to be sent'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('read', 'Read'), ('failed', 'Not delivered'), ('refused', 'Not sent')], default='queued', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('try_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('mark', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sending', to='helpline.message')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['try_at', 'id'], name='sending_due')],
            },
        ),
        migrations.CreateModel(
            name='Triage',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('answers', kimbilio.vault.fields.EncryptedJSONField(default=dict, max_length=20000)),
                ('words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='note')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='triage', to='helpline.conversation')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='triage_decision_is_signed', violation_error_message='These belong together: fill in all of them or none.')],
            },
        ),
    ]
