import datetime
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
        ('organisation', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(max_length=12, unique=True)),
                ('stage', models.CharField(choices=[('intake', 'Intake'), ('assessment', 'Assessment'), ('plan', 'Plan'), ('support', 'Support'), ('follow_up', 'Follow-up'), ('closed', 'Closed')], default='intake', max_length=10)),
                ('risk', models.CharField(choices=[('a_high', 'High'), ('b_medium', 'Medium'), ('c_low', 'Low')], default='b_medium', max_length=8)),
                ('is_urgent', models.BooleanField(default=False)),
                ('source', models.CharField(choices=[('self', 'The person themselves'), ('family', 'Family or friend'), ('hotline', 'Hotline'), ('law_enforcement', 'Police'), ('children_officer', "Children's officer"), ('government', 'Other government office'), ('immigration', 'Immigration'), ('embassy', 'Embassy'), ('ngo', 'NGO'), ('international', 'International organisation'), ('community', 'Community member'), ('other', 'Other')], default='other', max_length=16)),
                ('where_now', models.CharField(choices=[('unknown', 'Not known'), ('in_danger', 'Not safe'), ('police_desk', 'At a police desk'), ('home', 'At home'), ('family', 'With family'), ('foster', 'Foster family'), ('shelter', 'At shelter'), ('hospital', 'In hospital'), ('abroad', 'Abroad'), ('other', 'Other place')], default='unknown', max_length=12)),
                ('work_kind', models.CharField(choices=[('domestic', 'Domestic work'), ('abroad', 'Return from abroad'), ('hotel', 'Hotel and bar work'), ('farm', 'Farm work'), ('fishing', 'Fishing work'), ('building', 'Building work'), ('mining', 'Mining and quarry'), ('street', 'Street work'), ('online', 'Online work abroad'), ('marriage', 'Marriage'), ('school', 'School that was promised'), ('other', 'Other'), ('unknown', 'Not known yet')], default='unknown', max_length=10)),
                ('county', models.CharField(blank=True, max_length=3)),
                ('age_group', models.CharField(choices=[('unknown', 'Not known'), ('0-5', '0–5'), ('06-11', '6–11'), ('12-14', '12–14'), ('15-17', '15–17'), ('18-24', '18–24'), ('25-59', '25–59'), ('60+', '60+')], default='unknown', max_length=7)),
                ('is_minor', models.BooleanField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('next_due_at', models.DateTimeField(default=datetime.datetime(2999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('last_contact_at', models.DateTimeField(blank=True, null=True)),
                ('steps_done', models.PositiveSmallIntegerField(default=0)),
                ('steps_total', models.PositiveSmallIntegerField(default=0)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_cases', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survivor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='organisation.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['-opened_at', '-id'], name='case_newest'), models.Index(fields=['stage', '-opened_at', '-id'], name='case_stage'), models.Index(fields=['risk', 'next_due_at', 'id'], name='case_risk_due'), models.Index(fields=['lead', 'stage'], name='case_lead_stage'), models.Index(fields=['unit', 'stage'], name='case_unit_stage'), models.Index(condition=models.Q(('closed_at', None)), fields=['next_due_at', 'id'], name='case_open_due'), models.Index(condition=models.Q(('closed_at', None), ('is_urgent', True)), fields=['-opened_at'], name='case_urgent'), models.Index(fields=['closed_at'], name='case_closed_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='case_closing_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('stage', 'closed')), models.Q(models.Q(('stage', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='case_closed_means_dated', violation_error_message='A closed case has a closing date.')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('compartment', models.CharField(choices=[('outline', 'Outline (code, stage, risk, dates)'), ('identity', 'Identity and contacts'), ('story', 'Story and notes'), ('health', 'Health and therapy'), ('legal', 'Legal'), ('whereabouts', 'Whereabouts'), ('alleged', 'Alleged traffickers')], default='story', max_length=12)),
                ('kind', models.CharField(choices=[('call', 'Call'), ('visit', 'Visit'), ('session', 'Session'), ('meeting', 'Meeting'), ('observation', 'Observation')], max_length=12, verbose_name='kind')),
                ('happened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('text', kimbilio.vault.fields.EncryptedTextField(max_length=50000, verbose_name='note')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='cases.case')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NoteToken',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('compartment', models.CharField(choices=[('outline', 'Outline (code, stage, risk, dates)'), ('identity', 'Identity and contacts'), ('story', 'Story and notes'), ('health', 'Health and therapy'), ('legal', 'Legal'), ('whereabouts', 'Whereabouts'), ('alleged', 'Alleged traffickers')], max_length=12)),
                ('token', models.BigIntegerField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='note_tokens', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('token', 'compartment', 'case'), name='note_token_once')],
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('account', kimbilio.vault.fields.EncryptedTextField(blank=True, verbose_name='in her or his words')),
                ('wish', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='what they wish for')),
                ('do_not', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='what we must not do')),
                ('status', models.CharField(blank=True, max_length=40)),
                ('status_by', models.CharField(blank=True, max_length=40)),
                ('recruitment', models.CharField(blank=True, max_length=40)),
                ('recruited_by', models.CharField(blank=True, max_length=40)),
                ('scope', models.CharField(blank=True, max_length=12)),
                ('origin_country', models.CharField(blank=True, max_length=2)),
                ('origin_county', models.CharField(blank=True, max_length=3)),
                ('destination_country', models.CharField(blank=True, max_length=2)),
                ('destination_county', models.CharField(blank=True, max_length=3)),
                ('route_note', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='route')),
                ('exploited_from', models.DateField(blank=True, null=True)),
                ('exploited_until', models.DateField(blank=True, null=True)),
                ('age_when_trafficked', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='story', to='cases.case')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('exploited_until__isnull', True), ('exploited_from__isnull', True), ('exploited_until__gte', models.F('exploited_from')), _connector='OR'), name='story_dates_in_order', violation_error_message='The end comes before the beginning.')],
            },
        ),
        migrations.CreateModel(
            name='StoryFact',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('listing', models.CharField(max_length=16)),
                ('code', models.CharField(max_length=48)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='story_facts', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['listing', 'code'], name='story_fact_code')],
                'constraints': [models.UniqueConstraint(fields=('case', 'listing', 'code'), name='story_fact_once')],
            },
        ),
        migrations.CreateModel(
            name='TimelineEntry',
            fields=[
                ('compartment', models.CharField(choices=[('outline', 'Outline (code, stage, risk, dates)'), ('identity', 'Identity and contacts'), ('story', 'Story and notes'), ('health', 'Health and therapy'), ('legal', 'Legal'), ('whereabouts', 'Whereabouts'), ('alleged', 'Alleged traffickers')], default='story', max_length=12)),
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('case', 'Case'), ('call', 'Call'), ('visit', 'Visit'), ('session', 'Session'), ('meeting', 'Meeting'), ('observation', 'Observation'), ('assessment', 'Assessment'), ('plan', 'Plan'), ('rescue', 'Rescue'), ('task', 'Task'), ('appointment', 'Appointment'), ('document', 'Document'), ('consent', 'Consent'), ('closing', 'Closing')], max_length=12)),
                ('event', models.CharField(max_length=40)),
                ('subject_type', models.CharField(blank=True, max_length=40)),
                ('subject_id', models.UUIDField(blank=True, null=True)),
                ('line', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=600)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timeline', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-happened_at', '-id'], name='timeline_newest'), models.Index(fields=['case', 'kind', '-happened_at', '-id'], name='timeline_kind'), models.Index(fields=['subject_id'], name='timeline_subject')],
            },
        ),
    ]
