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
        ('care', '0001_first'),
        ('cases', '0019_notice_kind_of_alleged'),
    ]

    operations = [
        migrations.CreateModel(
            name='AllegedTrafficker',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('part', models.CharField(choices=[('recruited', 'Recruited'), ('transported', 'Transported'), ('kept', 'Kept or harboured'), ('exploited', 'Exploited or employed'), ('paid', 'Paid or organised'), ('official', 'Helped as an official'), ('unknown', 'Not known')], default='unknown', max_length=11)),
                ('known', kimbilio.vault.fields.EncryptedJSONField(blank=True, default=dict)),
                ('note', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='note')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'id'], name='alleged_of_case')],
            },
        ),
        migrations.CreateModel(
            name='AllegedToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trait', models.CharField(choices=[('phone', 'Phones'), ('account', 'Accounts'), ('vehicle', 'Vehicles'), ('name', 'Names'), ('alias', 'Aliases'), ('agency', 'Agencies'), ('place', 'Places')], max_length=7)),
                ('weight', models.PositiveSmallIntegerField(default=1)),
                ('token', models.BigIntegerField()),
                ('alleged', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='justice.allegedtrafficker')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('token', 'alleged'), name='alleged_token_once')],
            },
        ),
        migrations.CreateModel(
            name='AllegedLink',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('agrees', models.CharField(choices=[('phone', 'Phones'), ('account', 'Accounts'), ('vehicle', 'Vehicles'), ('name', 'Names'), ('alias', 'Aliases'), ('agency', 'Agencies'), ('place', 'Places')], max_length=7)),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_on', to='justice.allegedtrafficker')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_back', to='justice.allegedtrafficker')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='alleged_link_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='alleged_link_of_two', violation_error_message='A link is between two entries.')],
            },
        ),
        migrations.CreateModel(
            name='Exhibit',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('paper', 'Paper'), ('device', 'Phone or computer'), ('picture', 'Picture, sound or film'), ('clothes', 'Clothes or object'), ('medical', 'Medical form or sample'), ('other', 'Other')], max_length=8)),
                ('what', kimbilio.vault.fields.EncryptedTextField(max_length=1000, verbose_name='what it is')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CustodyLink',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('why', models.CharField(choices=[('received', 'Received'), ('stored', 'Locked away'), ('to_police', 'Given to the police'), ('to_court', 'Given to the court'), ('returned', 'Given back')], max_length=9)),
                ('at', models.DateTimeField()),
                ('from_whom', kimbilio.vault.fields.EncryptedTextField(max_length=120, verbose_name='from whom')),
                ('to_whom', kimbilio.vault.fields.EncryptedTextField(max_length=120, verbose_name='to whom')),
                ('place', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='where it is now')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('exhibit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chain', to='justice.exhibit')),
            ],
            options={
                'indexes': [models.Index(fields=['exhibit', 'at', 'id'], name='custody_order')],
            },
        ),
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Took place'), ('called_off', 'Called off')], default='planned', max_length=10)),
                ('series', models.UUIDField(blank=True, null=True)),
                ('purpose', models.CharField(choices=[('mention', 'Mention'), ('plea', 'Plea'), ('bail', 'Bail or bond'), ('pre_trial', 'Pre-trial'), ('evidence', 'Hearing of witnesses'), ('submissions', 'Submissions'), ('judgment', 'Judgment or ruling'), ('sentence', 'Sentence'), ('care_order', 'Care and protection order'), ('appeal', 'Hearing of the appeal'), ('other', 'Other')], max_length=11)),
                ('court', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=120, verbose_name='court')),
                ('county', models.CharField(blank=True, max_length=3)),
                ('transport', models.CharField(blank=True, choices=[('ours', 'Our vehicle'), ('taxi', 'A taxi that we pay'), ('public', 'Bus or matatu, the fare from us'), ('official', "A vehicle of the court, police or children's office"), ('own', 'Comes on their own'), ('video', 'By video, nobody travels')], max_length=8)),
                ('travel', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=400, verbose_name='where and when to meet')),
                ('outcome', models.CharField(blank=True, choices=[('held', 'It was heard'), ('part_heard', 'Heard in part'), ('adjourned', 'Adjourned'), ('ruled', 'The court decided')], max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('court_away', 'Magistrate or judge not there'), ('prosecution', 'Prosecution not ready'), ('defence', 'Defence not ready'), ('accused_away', 'The accused did not come'), ('witness_away', 'A witness did not come'), ('unwell', 'The survivor was not well enough'), ('unsafe', 'It was not safe for the survivor'), ('no_interpreter', 'No interpreter'), ('no_file', 'The police or court file was missing'), ('no_report', 'A report was not ready'), ('no_time', 'The court ran out of time'), ('other', 'Other')], max_length=14)),
                ('words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='what was said')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('companion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='justice.hearing')),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.room')),
            ],
            options={
                'indexes': [models.Index(fields=['held_by', 'starts_at'], name='hearing_of_staff'), models.Index(fields=['companion', 'starts_at'], name='hearing_of_companion'), models.Index(fields=['starts_at', 'id'], name='hearing_when')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='hearing_takes_time', violation_error_message='The end comes before the beginning.'), models.CheckConstraint(condition=models.Q(('outcome', 'adjourned'), ('reason', ''), _connector='XOR'), name='hearing_reason_if_adjourned', violation_error_message='Say why it was adjourned.'), models.CheckConstraint(condition=models.Q(('state', 'held'), ('outcome', ''), _connector='XOR'), name='hearing_outcome_when_held', violation_error_message='Say how the hearing went.')],
            },
        ),
        migrations.CreateModel(
            name='LegalMatter',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('wish', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='what is hoped for')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('completed', 'Completed as agreed'), ('partly', 'Partly reached'), ('by_person', 'The person ended it'), ('elsewhere', 'Goes on elsewhere'), ('lost', 'No contact any more'), ('not_begun', 'Did not begin')], max_length=10)),
                ('summary', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='summary')),
                ('kind', models.CharField(choices=[('criminal', 'Criminal'), ('civil', 'Civil'), ('immigration', 'Immigration'), ('children', "Children's court")], max_length=11)),
                ('state', models.CharField(choices=[('advice', 'Advice, nothing is filed'), ('complaint', 'Complaint or claim made'), ('investigation', 'Under investigation'), ('in_court', 'In court'), ('judged', 'Judgment given'), ('appeal', 'On appeal'), ('dropped', 'Withdrawn or dropped')], default='advice', max_length=13)),
                ('ruling', models.CharField(blank=True, choices=[('convicted', 'Convicted'), ('pleaded', 'Convicted after a plea of guilty'), ('acquitted', 'Acquitted'), ('no_case', 'Discharged or withdrawn by the prosecution'), ('granted', 'Granted'), ('partly', 'Granted in part'), ('refused', 'Refused'), ('settled', 'Settled out of court')], max_length=9)),
                ('judged_on', models.DateField(blank=True, null=True)),
                ('court', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=120, verbose_name='court')),
                ('charges', kimbilio.vault.fields.EncryptedJSONField(blank=True, default=list)),
                ('number', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=80, verbose_name='number at court')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.step')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['case', '-asked_at', '-id'], name='legalmatter_of_case'), models.Index(condition=models.Q(('ended_at', None)), fields=['responsible', 'asked_at'], name='matter_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='legalmatter_end_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('started_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='legalmatter_in_order', violation_error_message='The end comes before the beginning.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='legalmatter_end_has_outcome', violation_error_message='Say how it ended.'), models.CheckConstraint(condition=models.Q(('ruling', ''), ('judged_on__isnull', False), _connector='OR'), name='matter_ruling_is_dated', violation_error_message='Say on which day the court decided.')],
            },
        ),
        migrations.CreateModel(
            name='HearingAttendance',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('presence', models.CharField(choices=[('expected', 'Expected'), ('came', 'Came'), ('late', 'Came late'), ('absent', 'Did not come'), ('excused', 'Said so before')], default='expected', max_length=8)),
                ('team_line', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='one line for the team')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='justice.hearing')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='justice.legalmatter')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'presence'], name='hearing_attendance_due')],
                'constraints': [models.UniqueConstraint(fields=('session', 'case'), name='hearing_attendance_once')],
            },
        ),
        migrations.AddField(
            model_name='hearing',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='justice.legalmatter'),
        ),
        migrations.AddField(
            model_name='exhibit',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exhibits', to='justice.legalmatter'),
        ),
        migrations.CreateModel(
            name='CourtStep',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('rights', 'Rights and choices explained'), ('visit', 'Visit to the court before the day'), ('witness', 'Preparation as a witness'), ('in_camera', 'Closed court asked for'), ('screen', 'Screen, video or separate entrance asked for'), ('intermediary', 'Intermediary asked for'), ('interpreter', 'Court interpreter asked for'), ('protection', 'Witness protection asked for'), ('order', 'Protection order or bail terms asked for'), ('impact', 'Victim impact statement')], max_length=12)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('note', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='note')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='court_steps', to='justice.legalmatter')),
            ],
            options={
                'indexes': [models.Index(fields=['matter', 'due_on', 'id'], name='court_step_order')],
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('made_on', models.DateField(verbose_name='made on')),
                ('station', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=120, verbose_name='police station')),
                ('ob_number', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=80, verbose_name='OB number')),
                ('officer', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=120, verbose_name='investigating officer')),
                ('officer_phone', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=40, verbose_name='phone of the officer')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='complaint', to='justice.legalmatter')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('restitution', 'Restitution'), ('compensation', 'Compensation'), ('wages', 'Wages owed'), ('fund', 'National Assistance Trust Fund')], max_length=12)),
                ('asked_cents', models.PositiveBigIntegerField(default=0)),
                ('ordered_cents', models.PositiveBigIntegerField(blank=True, null=True)),
                ('ordered_on', models.DateField(blank=True, null=True)),
                ('paid_cents', models.PositiveBigIntegerField(default=0)),
                ('note', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='note')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='justice.legalmatter')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ordered_cents__isnull', True), ('ordered_on__isnull', True)), models.Q(('ordered_cents__isnull', False), ('ordered_on__isnull', False)), _connector='OR'), name='award_order_is_dated', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('paid_cents', 0), ('ordered_cents__gte', models.F('paid_cents')), _connector='OR'), name='award_paid_after_order', violation_error_message='No more is paid than was ordered.')],
            },
        ),
        migrations.CreateModel(
            name='MatterMove',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('advice', 'Advice, nothing is filed'), ('complaint', 'Complaint or claim made'), ('investigation', 'Under investigation'), ('in_court', 'In court'), ('judged', 'Judgment given'), ('appeal', 'On appeal'), ('dropped', 'Withdrawn or dropped')], max_length=13)),
                ('on', models.DateField()),
                ('note', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='made_moves', to='justice.legalmatter')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['matter', 'on', 'id'], name='matter_move_order')],
            },
        ),
        migrations.AddIndex(
            model_name='hearing',
            index=models.Index(fields=['matter', 'starts_at'], name='hearing_of_matter'),
        ),
        migrations.AddConstraint(
            model_name='hearing',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'called_off'), _negated=True), fields=('matter', 'starts_at'), name='hearing_once'),
        ),
        migrations.AddConstraint(
            model_name='exhibit',
            constraint=models.UniqueConstraint(fields=('matter', 'number'), name='exhibit_number_once'),
        ),
    ]
