import django.db.models.deletion
import django.utils.timezone
import kimbilio.kernel.ids
import kimbilio.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0006_first_rules'),
        ('organisation', '0001_initial'),
        ('people', '0003_words_of_the_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('compartment', models.CharField(choices=[('outline', 'Outline (code, stage, risk, dates)'), ('identity', 'Identity and contacts'), ('story', 'Story and notes'), ('health', 'Health and therapy'), ('legal', 'Legal'), ('whereabouts', 'Whereabouts'), ('alleged', 'Alleged traffickers')], default='story', max_length=12)),
                ('kind', models.CharField(choices=[('visit', 'Visit'), ('session', 'Session'), ('court', 'Court'), ('meeting', 'Meeting'), ('medical', 'Medical'), ('other', 'Other')], max_length=8, verbose_name='kind')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('title', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='what it is about')),
                ('place', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='where')),
                ('with_whom', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='with whom')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('done', 'Took place'), ('missed', 'Missed'), ('cancelled', 'Cancelled')], default='planned', max_length=9)),
                ('outcome', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='what came of it')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='appointment_takes_time', violation_error_message='The end comes before the beginning.')],
            },
        ),
        migrations.CreateModel(
            name='CallAttempt',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('way', models.CharField(choices=[('call', 'Call'), ('text', 'Text message'), ('whatsapp', 'WhatsApp'), ('message', 'Left a message'), ('in_person', 'In person'), ('through_other', 'Through someone they trust')], default='call', max_length=13, verbose_name='how')),
                ('outcome', models.CharField(choices=[('reached', 'Reached'), ('no_answer', 'No answer'), ('someone_else', 'Someone else answered'), ('number_off', 'Number is off'), ('not_safe', 'Not safe to talk'), ('call_back', 'Asked to call back')], max_length=12, verbose_name='how it went')),
                ('words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=20000, verbose_name='what was said')),
                ('is_override', models.BooleanField(default=False)),
                ('override_reason', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='why outside the safe rules')),
            ],
        ),
        migrations.CreateModel(
            name='FollowUpCall',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('due_at', models.DateTimeField(verbose_name='when')),
                ('day_number', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('of_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('purpose', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=400, verbose_name='what to ask about')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('not_reached', 'Not reached yet'), ('reached', 'Reached'), ('given_up', 'Not tried any more')], default='planned', max_length=11)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why_given_up', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=400, verbose_name='why')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('planned', 'not_reached'))), models.Q(models.Q(('state__in', ('planned', 'not_reached')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='call_ended_means_dated', violation_error_message='A call that is over has a time at which it ended.')],
            },
        ),
        migrations.CreateModel(
            name='TakesPart',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('compartment', models.CharField(choices=[('outline', 'Outline (code, stage, risk, dates)'), ('identity', 'Identity and contacts'), ('story', 'Story and notes'), ('health', 'Health and therapy'), ('legal', 'Legal'), ('whereabouts', 'Whereabouts'), ('alleged', 'Alleged traffickers')], default='story', max_length=12)),
                ('title', kimbilio.vault.fields.EncryptedTextField(max_length=200, verbose_name='what is to be done')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('due_on', models.DateField(verbose_name='by')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None), ('lead', None)), fields=['unit', 'opened_at'], name='case_without_lead'),
        ),
        migrations.AddIndex(
            model_name='responseclock',
            index=models.Index(condition=models.Q(('escalated_at__isnull', False), ('met_at', None)), fields=['due_at'], name='clock_climbed'),
        ),
        migrations.AddIndex(
            model_name='responseclock',
            index=models.Index(condition=models.Q(('kind', 'rescue'), ('met_at', None)), fields=['due_at'], name='clock_go_now'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='cases.case'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='own_appointments', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='callattempt',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='callattempt',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='cases.case'),
        ),
        migrations.AddField(
            model_name='callattempt',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.contactpoint'),
        ),
        migrations.AddField(
            model_name='followupcall',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='cases.case'),
        ),
        migrations.AddField(
            model_name='followupcall',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.contactpoint'),
        ),
        migrations.AddField(
            model_name='followupcall',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_calls', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='callattempt',
            name='call',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='cases.followupcall'),
        ),
        migrations.AddField(
            model_name='takespart',
            name='appointment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='cases.appointment'),
        ),
        migrations.AddField(
            model_name='takespart',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takes_part', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='cases.case'),
        ),
        migrations.AddField(
            model_name='task',
            name='done_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['case', 'starts_at', 'id'], name='appointment_of_case'),
        ),
        migrations.AddIndex(
            model_name='followupcall',
            index=models.Index(condition=models.Q(('state__in', ('planned', 'not_reached'))), fields=['owner', 'due_at'], name='call_mine_open'),
        ),
        migrations.AddIndex(
            model_name='followupcall',
            index=models.Index(fields=['owner', 'due_at', 'state'], name='call_mine'),
        ),
        migrations.AddIndex(
            model_name='followupcall',
            index=models.Index(fields=['case', 'due_at', 'id'], name='call_of_case'),
        ),
        migrations.AddConstraint(
            model_name='followupcall',
            constraint=models.UniqueConstraint(condition=models.Q(('day_number__isnull', False), ('state__in', ('planned', 'not_reached'))), fields=('case', 'day_number'), name='call_day_once_while_open'),
        ),
        migrations.AddIndex(
            model_name='callattempt',
            index=models.Index(fields=['case', '-at', '-id'], name='attempt_of_case'),
        ),
        migrations.AddIndex(
            model_name='callattempt',
            index=models.Index(fields=['by', 'at'], name='attempt_by'),
        ),
        migrations.AddIndex(
            model_name='takespart',
            index=models.Index(fields=['user', 'starts_at'], name='takes_part_day'),
        ),
        migrations.AddConstraint(
            model_name='takespart',
            constraint=models.UniqueConstraint(fields=('appointment', 'user'), name='takes_part_once'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['owner', 'due_on', 'id'], name='task_mine_open'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['owner', '-done_at', '-id'], name='task_mine_done'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['case', 'due_on', 'id'], name='task_of_case'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='task_doing_is_signed', violation_error_message='These belong together: fill in all of them or none.'),
        ),
    ]
