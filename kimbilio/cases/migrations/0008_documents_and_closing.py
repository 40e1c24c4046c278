import django.db.models.deletion
import django.utils.timezone
import kimbilio.kernel.ids
import kimbilio.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0007_work'),
        ('vault', '0003_rotation_step'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('clock_overdue', 'A response is overdue'), ('case_assigned', 'You now lead this case'), ('team_joined', 'You are on the team of this case'), ('go_now_asked', 'Go now: your yes is needed'), ('rescue_asked', 'A rescue waits for approval'), ('rescue_answered', 'Your wish for a rescue was answered'), ('call_back_late', 'A dropped call waits for you to call back'), ('closing_asked', 'Closing waits for approval'), ('closing_answered', 'Your wish to close was answered'), ('case_reopened', 'This case was reopened'), ('lesson_asked', 'A lesson waits for a second look'), ('lesson_answered', 'Your lesson was looked at'), ('glass_broken', 'Opened in an emergency: review it'), ('turned_adult', 'The person is 18 now'), ('consent_ends', 'A consent ends soon'), ('task_given', 'You have a new task'), ('step_blocked', 'A step of the plan needs another way')], max_length=20),
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('reason', models.CharField(choices=[('goals_met', 'Goals met'), ('own_choice', 'Their own choice'), ('transferred', 'Passed on to another organisation'), ('moved', 'Moved away'), ('lost_contact', 'Lost contact'), ('returned_home', 'Returned to another country'), ('cannot_help', 'We cannot help further'), ('not_trafficking', 'Not trafficking, passed on'), ('turned_adult', 'Reached 18 and moved on'), ('died', 'Died'), ('duplicate', 'Filed twice'), ('other', 'Other')], max_length=16, verbose_name='reason')),
                ('reason_words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='in your own words')),
                ('leftovers', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='what happens to it')),
                ('own_view', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='how they see it')),
                ('learned', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=8000, verbose_name='what we learned')),
                ('state', models.CharField(choices=[('asked', 'Waits for approval'), ('approved', 'Approved'), ('returned', 'Sent back')], default='asked', max_length=8)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer_words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='words to the worker')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closures', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-asked_at', '-id'], name='closure_of_case'), models.Index(fields=['state', 'asked_at', 'id'], name='closure_waiting'), models.Index(fields=['reason', 'answered_at'], name='closure_reason')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='closure_answer_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='closure_answer_is_dated', violation_error_message='An answer has a day and a name.'), models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='closure_needs_two_people', violation_error_message='Somebody else answers.'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('case',), name='closure_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='ClosureCheck',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(choices=[('final_visit', 'A last visit or call was made'), ('referrals_done', 'Referrals are completed'), ('knows_whom_to_call', 'They know whom to call later'), ('papers_shared', 'Papers are in the file and with those who need them'), ('officer_agreed', "The sub-county children's officer has agreed"), ('guardian_told', 'The guardian was told'), ('guardian_unsafe', 'It is not safe to tell the guardian')], max_length=20)),
                ('closure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='cases.closure')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('closure', 'item'), name='closure_check_once')],
            },
        ),
        migrations.CreateModel(
            name='ClosureOutcome',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area', models.CharField(choices=[('safety', 'Safety'), ('health', 'Health'), ('psychosocial', 'Mind and relationships'), ('home', 'Family and home'), ('school', 'School and skills'), ('income', 'Income'), ('legal', 'Legal')], max_length=12)),
                ('result', models.CharField(choices=[('achieved', 'Achieved'), ('partly', 'Partly'), ('not', 'Not'), ('none', 'Not relevant')], max_length=8)),
                ('closure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='cases.closure')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'result'], name='closure_result')],
                'constraints': [models.UniqueConstraint(fields=('closure', 'area'), name='closure_area_once')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('compartment', models.CharField(choices=[('outline', 'Outline (code, stage, risk, dates)'), ('identity', 'Identity and contacts'), ('story', 'Story and notes'), ('health', 'Health and therapy'), ('legal', 'Legal'), ('whereabouts', 'Whereabouts'), ('alleged', 'Alleged traffickers')], default='story', max_length=12)),
                ('kind', models.CharField(choices=[('consent', 'Consent form'), ('letter', 'Letter'), ('referral', 'Referral letter'), ('identity', 'Copy of an ID'), ('photo', 'Photo'), ('medical', 'Medical paper'), ('court', 'Police or court paper'), ('school', 'School paper'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('title', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='title')),
                ('original_name', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=300)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('retracted_at', models.DateTimeField(blank=True, null=True)),
                ('retracted_why', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='why it was taken back')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='cases.case')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.storedfile')),
                ('retracted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thumbnail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.storedfile')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-added_at', '-id'], name='document_newest'), models.Index(fields=['case', 'kind', '-added_at', '-id'], name='document_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retracted_at__isnull', True), ('retracted_by__isnull', True)), models.Q(('retracted_at__isnull', False), ('retracted_by__isnull', False)), _connector='OR'), name='document_retraction_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('compartment', 'outline'), _negated=True), name='document_has_a_reader', violation_error_message='Choose who needs to open the document.')],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', kimbilio.vault.fields.EncryptedTextField(max_length=160, verbose_name='title')),
                ('text', kimbilio.vault.fields.EncryptedTextField(max_length=8000, verbose_name='what we learned')),
                ('names_nobody', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waits for a second look'), ('published', 'In the library'), ('returned', 'Sent back')], default='waiting', max_length=9)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer_words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='words to the writer')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='cases.case')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-written_at', '-id'], name='lesson_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='lesson_answer_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('names_nobody', True)), name='lesson_names_nobody', violation_error_message='A lesson names nobody.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('answered_by__isnull', False), models.Q(('answered_by', models.F('written_by')), _negated=True)), _connector='OR'), name='lesson_needs_two_people', violation_error_message='A second person looks at a lesson before it shows.')],
            },
        ),
        migrations.CreateModel(
            name='LessonTag',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('topic', models.CharField(choices=[('first_call', 'First call'), ('rescue', 'Rescue'), ('shelter', 'Shelter'), ('health', 'Health'), ('talking', 'Talking and trust'), ('family', 'Family and return'), ('legal', 'Police and courts'), ('school', 'School and skills'), ('income', 'Work and income'), ('partners', 'Partners'), ('team', 'Our own team')], max_length=12)),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='cases.lesson')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'lesson'), name='lesson_topic_once')],
            },
        ),
        migrations.CreateModel(
            name='LessonToken',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('token', models.BigIntegerField()),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='cases.lesson')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('token', 'lesson'), name='lesson_token_once')],
            },
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', kimbilio.vault.fields.EncryptedTextField(max_length=4000, verbose_name='why')),
                ('reopened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='cases.case')),
                ('reopened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-reopened_at'], name='reopening_of_case')],
            },
        ),
    ]
