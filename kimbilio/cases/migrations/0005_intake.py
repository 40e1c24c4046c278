import django.db.models.deletion
import django.utils.timezone
import kimbilio.kernel.ids
import kimbilio.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0004_ready_sets'),
    ]

    operations = [
        migrations.CreateModel(
            name='DecisionRule',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('order', models.PositiveSmallIntegerField(unique=True, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('minor', models.CharField(choices=[('any', 'Any'), ('yes', 'Yes'), ('no', 'No')], default='any', max_length=3, verbose_name='minor')),
                ('safety', models.CharField(choices=[('any', 'Any'), ('safe', 'Safe'), ('hours', 'Safe for a few hours'), ('not_safe', 'Not safe'), ('cannot_say', 'Cannot say'), ('danger', 'Not safe, or cannot say'), ('not_for_long', 'Not safe, for a few hours, or cannot say')], default='any', max_length=12, verbose_name='safety')),
                ('body_with_them', models.CharField(choices=[('any', 'Any'), ('yes', 'Yes'), ('no', 'No')], default='any', max_length=3, verbose_name='referring body is with them')),
                ('trafficking', models.CharField(choices=[('any', 'Any'), ('yes', 'Yes'), ('no', 'No')], default='any', max_length=3, verbose_name='trafficking')),
                ('flag', models.CharField(blank=True, choices=[('is_hurt', 'Hurt or ill'), ('is_locked_in', 'Locked in at times'), ('papers_kept', 'Papers kept by others'), ('with_child', 'With a child'), ('travel_planned', 'Travel is planned'), ('speaks_of_self_harm', 'Speaks of self-harm')], max_length=20, verbose_name='also true')),
                ('route', models.CharField(choices=[('go_now', 'Go now'), ('shelter', 'Shelter'), ('safety_plan', 'Safety plan'), ('partner', 'Refer to partner')], max_length=11, verbose_name='what fits best')),
                ('also', models.CharField(blank=True, choices=[('', 'Nothing more'), ('shelter', 'A place of safety is made ready'), ('follow_up', 'One person follows up'), ('medical', 'Medical help'), ('stay_on_line', 'Somebody stays on the line')], max_length=12, verbose_name='and also')),
                ('why_en', models.CharField(max_length=300, verbose_name='why, in English')),
                ('why_sw', models.CharField(max_length=300, verbose_name='why, in Kiswahili')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('clock_overdue', 'A response is overdue'), ('case_assigned', 'You now lead this case'), ('team_joined', 'You are on the team of this case'), ('go_now_asked', 'Go now: your yes is needed'), ('rescue_asked', 'A rescue waits for approval'), ('rescue_answered', 'Your wish for a rescue was answered'), ('call_back_late', 'A dropped call waits for you to call back'), ('closing_asked', 'Closing waits for approval'), ('closing_answered', 'Your wish to close was answered'), ('glass_broken', 'Opened in an emergency: review it'), ('turned_adult', 'The person is 18 now'), ('consent_ends', 'A consent ends soon'), ('task_given', 'You have a new task'), ('step_blocked', 'A step of the plan needs another way')], max_length=20),
        ),
        migrations.CreateModel(
            name='Rescue',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('requested', 'Asked for'), ('approved', 'Approved'), ('team', 'Team named'), ('authorities', "Police and children's officer told"), ('transport', 'Transport ready'), ('safe_place', 'At a place of safety'), ('hand_over', 'Handed over'), ('debrief', 'Team debriefed'), ('declined', 'Not approved'), ('called_off', 'Called off')], default='requested', max_length=12)),
                ('pick_up', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=500, verbose_name='where to find them')),
                ('danger', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='what may be dangerous')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rescues', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-asked_at'], name='rescue_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='rescue_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['called_off', 'debrief', 'declined'])), models.Q(models.Q(('state__in', ['called_off', 'debrief', 'declined']), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='rescue_end_is_dated', violation_error_message='A rescue that is over has its time.')],
            },
        ),
        migrations.CreateModel(
            name='RescueStep',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('requested', 'Asked for'), ('approved', 'Approved'), ('team', 'Team named'), ('authorities', "Police and children's officer told"), ('transport', 'Transport ready'), ('safe_place', 'At a place of safety'), ('hand_over', 'Handed over'), ('debrief', 'Team debriefed'), ('declined', 'Not approved'), ('called_off', 'Called off')], max_length=12)),
                ('happened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='who and what')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rescue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.rescue')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rescue', 'state'), name='rescue_step_once')],
            },
        ),
        migrations.CreateModel(
            name='ResponseClock',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('decision', 'Decide what to do now'), ('rescue', 'Say yes or no to the rescue'), ('first_contact', 'First contact'), ('safe_place', 'A safe place'), ('assessment', 'Assessment')], max_length=13)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField()),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('escalated_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='cases.case')),
                ('met_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('escalated_at', None), ('met_at', None)), fields=['due_at'], name='clock_to_escalate'), models.Index(fields=['case', 'due_at'], name='clock_of_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('met_at', None)), fields=('case', 'kind'), name='clock_runs_once'), models.CheckConstraint(condition=models.Q(models.Q(('met_at__isnull', True), ('met_by__isnull', True)), models.Q(('met_at__isnull', False), ('met_by__isnull', False)), _connector='OR'), name='clock_meeting_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('due_at__isnull', True), ('started_at__isnull', True), ('due_at__gte', models.F('started_at')), _connector='OR'), name='clock_in_order', violation_error_message='The end comes before the beginning.')],
            },
        ),
        migrations.CreateModel(
            name='ResponseLimit',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('decision', 'Decide what to do now'), ('rescue', 'Say yes or no to the rescue'), ('first_contact', 'First contact'), ('safe_place', 'A safe place'), ('assessment', 'Assessment')], max_length=13, verbose_name='what')),
                ('risk', models.CharField(choices=[('a_high', 'High'), ('b_medium', 'Medium'), ('c_low', 'Low')], max_length=8, verbose_name='risk')),
                ('hours', models.PositiveSmallIntegerField(verbose_name='hours')),
                ('is_reviewed', models.BooleanField(default=False, verbose_name='reviewed by us')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'risk'), name='limit_once'), models.CheckConstraint(condition=models.Q(('hours__gte', 1), ('hours__lte', 8760)), name='limit_is_some_time', violation_error_message='Give between one hour and one year.')],
            },
        ),
        migrations.CreateModel(
            name='UnfinishedCall',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('why', models.CharField(choices=[('paused', 'Paused'), ('dropped', 'Call dropped')], max_length=8)),
                ('typed', kimbilio.vault.fields.EncryptedJSONField(default=dict, max_length=400000)),
                ('started_at', models.DateTimeField()),
                ('put_aside_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('call_back_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unfinished_calls', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['taken_by', 'put_aside_at'], name='unfinished_call_open'), models.Index(condition=models.Q(('done_at', None), ('told_at', None)), fields=['call_back_at'], name='unfinished_call_due')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('suggested', models.CharField(choices=[('go_now', 'Go now'), ('shelter', 'Shelter'), ('safety_plan', 'Safety plan'), ('partner', 'Refer to partner')], max_length=11)),
                ('route', models.CharField(choices=[('go_now', 'Go now'), ('shelter', 'Shelter'), ('safety_plan', 'Safety plan'), ('partner', 'Refer to partner')], max_length=11, verbose_name='chosen')),
                ('override_reason', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, null=True, verbose_name='why not as suggested')),
                ('passed_on_to', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, null=True, verbose_name='passed on to')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='cases.case')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.decisionrule')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-at'], name='decision_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='decision_yes_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('route', models.F('suggested')), ('override_reason__isnull', False), _connector='OR'), name='decision_override_says_why', violation_error_message='Say why you choose something other than suggested.'), models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), ('route', 'go_now'), _connector='OR'), name='decision_only_go_now_is_confirmed', violation_error_message='Only Go now needs a second yes.'), models.CheckConstraint(condition=models.Q(models.Q(('route', 'partner'), _negated=True), ('passed_on_to__isnull', False), _connector='OR'), name='decision_partner_is_named', violation_error_message='Say to whom this is passed on.')],
            },
        ),
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('caller', models.CharField(choices=[('person', 'The person'), ('other', 'Someone else')], max_length=8, verbose_name='the caller is')),
                ('caller_name', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=120, verbose_name="caller's name")),
                ('caller_phone', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=60, verbose_name="caller's phone")),
                ('caller_is', models.CharField(blank=True, choices=[('mother', 'Mother'), ('father', 'Father'), ('guardian', 'Guardian'), ('grandparent', 'Grandparent'), ('sibling', 'Brother or sister'), ('child', 'Child'), ('dependent', 'Dependent'), ('partner', 'Husband, wife or partner'), ('aunt_uncle', 'Aunt or uncle'), ('other_family', 'Other family'), ('friend', 'Friend'), ('trusted', 'Someone they trust'), ('official', 'Official'), ('other', 'Other')], max_length=14)),
                ('safety', models.CharField(choices=[('safe', 'Yes, safe'), ('hours', 'For a few hours'), ('not_safe', 'Not safe'), ('cannot_say', 'Cannot say')], max_length=10, verbose_name='safe now')),
                ('safe_until', models.DateTimeField(blank=True, null=True, verbose_name='safe until')),
                ('safe_until_words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200)),
                ('place', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=300, verbose_name='where')),
                ('is_hurt', models.BooleanField(default=False, verbose_name='Hurt or ill')),
                ('is_locked_in', models.BooleanField(default=False, verbose_name='Locked in at times')),
                ('papers_kept', models.BooleanField(default=False, verbose_name='Papers kept by others')),
                ('with_child', models.BooleanField(default=False, verbose_name='With a child')),
                ('travel_planned', models.BooleanField(default=False, verbose_name='Travel is planned')),
                ('speaks_of_self_harm', models.BooleanField(default=False, verbose_name='Speaks of self-harm')),
                ('is_body_with_them', models.BooleanField(default=False, verbose_name='the referring body is with them')),
                ('trafficking', models.CharField(choices=[('yes', 'Likely'), ('unsure', 'Not sure'), ('no', 'No')], default='unsure', max_length=6)),
                ('referrer', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='who referred them')),
                ('may_write', models.CharField(choices=[('yes', 'Yes, spoken'), ('not_yet', 'Not asked yet'), ('no', 'No')], default='not_yet', max_length=8)),
                ('words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=10000, verbose_name='in their words')),
                ('call_started_at', models.DateTimeField()),
                ('call_ended_at', models.DateTimeField(blank=True, null=True)),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='intake', to='cases.case')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('call_ended_at__isnull', True), ('call_started_at__isnull', True), ('call_ended_at__gte', models.F('call_started_at')), _connector='OR'), name='intake_call_in_order', violation_error_message='The end comes before the beginning.'), models.CheckConstraint(condition=models.Q(('safe_until__isnull', True), ('safety', 'hours'), _connector='OR'), name='intake_end_of_safety_only_for_hours', violation_error_message='Only who is safe for a few hours is safe until a time.')],
            },
        ),
    ]
