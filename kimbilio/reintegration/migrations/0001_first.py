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
        ('partners', '0006_the_public_page'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reintegration',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('wish', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='what is hoped for')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('completed', 'Completed as agreed'), ('partly', 'Partly reached'), ('by_person', 'The person ended it'), ('elsewhere', 'Goes on elsewhere'), ('lost', 'No contact any more'), ('not_begun', 'Did not begin')], max_length=10)),
                ('summary', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='summary')),
                ('start_on', models.DateField(verbose_name='counted from')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.step')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['case', '-asked_at', '-id'], name='reintegration_of_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='reintegration_end_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('started_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='reintegration_in_order', violation_error_message='The end comes before the beginning.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='reintegration_end_has_outcome', violation_error_message='Say how it ended.'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='reintegration_open_once')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('point', models.CharField(blank=True, max_length=4)),
                ('due_at', models.DateTimeField(verbose_name='when')),
                ('way', models.CharField(choices=[('visit', 'Visit'), ('call', 'Call')], max_length=5)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('done', 'Done'), ('dropped', 'Dropped')], default='planned', max_length=7)),
                ('why_dropped', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='why')),
                ('call', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reintegration', to='cases.followupcall')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('visit', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reintegration', to='cases.appointment')),
                ('who', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='reintegration.reintegration')),
            ],
            options={
                'indexes': [models.Index(fields=['episode', 'due_at', 'id'], name='follow_up_of_episode'), models.Index(condition=models.Q(('state', 'planned')), fields=['who', 'due_at'], name='follow_up_mine')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('episode', 'due_at'), name='follow_up_moment_once')],
            },
        ),
        migrations.CreateModel(
            name='ReintegrationRules',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('points', models.CharField(default='1w,1m,3m,6m,12m', max_length=80, verbose_name='follow-ups after')),
                ('tries', models.PositiveSmallIntegerField(default=3, verbose_name='tries before a concern')),
                ('fall_step', models.PositiveSmallIntegerField(default=20, verbose_name='fall that warns')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('tries__range', (1, 20)), ('fall_step__range', (5, 100))), name='reintegration_rules_in_bounds', violation_error_message='Choose numbers within the bounds.')],
            },
        ),
        migrations.CreateModel(
            name='Repatriation',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('wish', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='what is hoped for')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('completed', 'Completed as agreed'), ('partly', 'Partly reached'), ('by_person', 'The person ended it'), ('elsewhere', 'Goes on elsewhere'), ('lost', 'No contact any more'), ('not_begun', 'Did not begin')], max_length=10)),
                ('summary', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='summary')),
                ('direction', models.CharField(choices=[('in', 'Home to Kenya'), ('out', 'From Kenya to another country')], max_length=3)),
                ('country', models.CharField(max_length=2)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('papers', 'Papers are under way'), ('booked', 'Booked'), ('travelled', 'Has left'), ('received', 'Received'), ('stopped', 'Stopped')], default='planned', max_length=9)),
                ('focal_person', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='who receives them there')),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name='said yes on')),
                ('risk_assessed_on', models.DateField(blank=True, null=True, verbose_name='risk assessed on')),
                ('checks', kimbilio.vault.fields.EncryptedJSONField(blank=True, default=list)),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='received on')),
                ('why', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='why')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('embassy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receiver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.partner')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.step')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['case', '-asked_at', '-id'], name='repatriation_of_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='repatriation_end_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('started_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='repatriation_in_order', violation_error_message='The end comes before the beginning.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='repatriation_end_has_outcome', violation_error_message='Say how it ended.'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='repatriation_open_once'), models.CheckConstraint(condition=models.Q(('received_on', None), models.Q(('left_on__isnull', False), ('received_on__gte', models.F('left_on'))), _connector='OR'), name='repatriation_received_after_leaving', violation_error_message='Nobody is received before they left.')],
            },
        ),
        migrations.CreateModel(
            name='Journey',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('by', models.CharField(choices=[('air', 'Aeroplane'), ('bus', 'Bus'), ('car', 'Our vehicle or another'), ('other', 'Other')], max_length=5)),
                ('travels', kimbilio.vault.fields.EncryptedTextField(max_length=10, verbose_name='travels on')),
                ('ticket', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='carrier and number of the ticket')),
                ('escort', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='who goes along')),
                ('met_by_other', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='or somebody else who meets')),
                ('met_at', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=40, verbose_name='when they are met')),
                ('met_where', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='where they are met')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('meeting', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.appointment')),
                ('met_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('repatriation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='journey', to='reintegration.repatriation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Silence',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('tries', models.PositiveSmallIntegerField()),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.followupcall')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.task')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-raised_at', '-id'], name='silence_of_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='silence_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('on', models.DateField(verbose_name='on')),
                ('answers', kimbilio.vault.fields.EncryptedJSONField(blank=True, default=dict)),
                ('economic', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('social', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('psychosocial', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('safety', models.CharField(choices=[('yes', 'Safe'), ('unsure', 'Not sure'), ('no', 'Not safe')], max_length=6)),
                ('signs', kimbilio.vault.fields.EncryptedJSONField(blank=True, default=list)),
                ('fell', kimbilio.vault.fields.EncryptedJSONField(blank=True, default=list)),
                ('is_warning', models.BooleanField(default=False)),
                ('words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='in words')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('follow_up', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='standing', to='reintegration.followup')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.task')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'on', 'id'], name='standing_of_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('economic', None), ('economic__lte', 100), _connector='OR'), models.Q(('social', None), ('social__lte', 100), _connector='OR'), models.Q(('psychosocial', None), ('psychosocial__lte', 100), _connector='OR')), name='standing_scores_in_bounds', violation_error_message='A score is between 0 and 100.')],
            },
        ),
        migrations.CreateModel(
            name='TravelPaper',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('passport', 'Passport'), ('emergency', 'Emergency travel document'), ('visa', 'Visa or entry permit'), ('exit', 'Exit papers'), ('birth', 'Birth certificate'), ('consent', 'Consent of a parent or court for a child to travel'), ('medical', 'Medical records'), ('other', 'Other')], max_length=9)),
                ('state', models.CharField(choices=[('asked', 'Asked for'), ('ready', 'Ready'), ('collected', 'Collected')], default='asked', max_length=9)),
                ('since', models.DateField()),
                ('note', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='note')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('repatriation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='reintegration.repatriation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'other'), _negated=True), fields=('repatriation', 'kind'), name='travel_paper_kind_once')],
            },
        ),
    ]
