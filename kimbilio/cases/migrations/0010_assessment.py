import django.db.models.deletion
import django.utils.timezone
import kimbilio.kernel.ids
import kimbilio.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0009_list'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('screening', 'Screening'), ('risk', 'Risk assessment'), ('needs', 'Needs assessment')], max_length=9)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('completed', 'Completed')], default='draft', max_length=9)),
                ('list_used', models.CharField(blank=True, choices=[('adult_labour', 'Adult, work'), ('child_labour', 'Child, work'), ('adult_sexual', 'Adult, sexual exploitation (unverified list)'), ('child_sexual', 'Child, sexual exploitation (not scored)')], max_length=12)),
                ('rules', models.CharField(blank=True, max_length=12)),
                ('answers', kimbilio.vault.fields.EncryptedJSONField(default=dict)),
                ('result', models.CharField(blank=True, choices=[('no_signs', 'No sign of trafficking'), ('some_signs', 'Some signs, exploitation not shown'), ('exploited', 'Exploited: a matter of labour rights'), ('deceived', 'Deceived and exploited'), ('forced', 'Exploited and held, how it began is not shown'), ('trafficking', 'Signs of trafficking'), ('not_scored', 'Not scored: a person decides'), ('risk_low', 'Low risk'), ('risk_medium', 'Medium risk'), ('risk_high', 'High risk'), ('no_needs', 'No needs now'), ('needs', 'Needs'), ('urgent_needs', 'Urgent needs')], max_length=12)),
                ('score', models.PositiveSmallIntegerField(default=0)),
                ('decided', models.CharField(blank=True, choices=[('yes', 'Yes, a victim of trafficking'), ('unsure', 'Not sure yet'), ('no', 'No')], max_length=6)),
                ('decided_as', models.CharField(blank=True, max_length=40)),
                ('chosen_risk', models.CharField(blank=True, choices=[('a_high', 'High'), ('b_medium', 'Medium'), ('c_low', 'Low')], max_length=8)),
                ('justification', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='why')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'result'], name='assessment_result')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', False), ('state', 'completed'), models.Q(('result', ''), _negated=True)), models.Q(('completed_at__isnull', True), ('state', 'draft')), _connector='OR'), name='assessment_completed_means_dated', violation_error_message='A completed assessment has a result and a date.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'screening'), ('state', 'completed'), _negated=True), models.Q(models.Q(('decided', ''), _negated=True), models.Q(('decided_as', ''), _negated=True), models.Q(('list_used', ''), _negated=True)), _connector='OR'), name='screening_is_decided', violation_error_message='Say what was decided, and who decided it.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'risk'), ('state', 'completed'), _negated=True), models.Q(('chosen_risk', ''), _negated=True), _connector='OR'), name='risk_assessment_is_decided', violation_error_message='Say how high the risk is.')],
            },
        ),
        migrations.CreateModel(
            name='AssessmentArea',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area', models.CharField(max_length=16)),
                ('level', models.CharField(choices=[('not_shown', 'Not shown'), ('shown', 'Shown'), ('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('unknown', 'Cannot say')], max_length=9)),
                ('strong', models.PositiveSmallIntegerField(default=0)),
                ('medium', models.PositiveSmallIntegerField(default=0)),
                ('weak', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'level'], name='assessment_area_level')],
            },
        ),
        migrations.AddField(
            model_name='story',
            name='strengths',
            field=kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='strengths'),
        ),
        migrations.AddField(
            model_name='story',
            name='told_in',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='story',
            name='told_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='story',
            name='told_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='story',
            name='upsets',
            field=kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='what may upset them'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('told_on__isnull', True), ('told_to__isnull', True)), models.Q(('told_on__isnull', False), ('told_to__isnull', False)), _connector='OR'), name='story_telling_is_signed', violation_error_message='These belong together: fill in all of them or none.'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', ''), ('status_by', '')), models.Q(models.Q(('status', ''), _negated=True), models.Q(('status_by', ''), _negated=True)), _connector='OR'), name='story_status_has_a_decider', violation_error_message='Say who decided it: the two belong together.'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='cases.case'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='completed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessment',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='cases.assessment'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='started_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessmentarea',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='cases.assessment'),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(fields=['case', 'kind', '-completed_at'], name='assessment_of_case'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', True), ('completed_by__isnull', True)), models.Q(('completed_at__isnull', False), ('completed_by__isnull', False)), _connector='OR'), name='assessment_is_signed', violation_error_message='These belong together: fill in all of them or none.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('case', 'kind'), name='assessment_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(condition=models.Q(('corrects__isnull', False)), fields=('corrects',), name='assessment_corrected_once'),
        ),
        migrations.AddConstraint(
            model_name='assessmentarea',
            constraint=models.UniqueConstraint(fields=('assessment', 'area'), name='assessment_area_once'),
        ),
    ]
