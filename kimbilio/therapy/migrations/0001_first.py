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
        ('cases', '0015_notice_kinds_of_referrals'),
    ]

    operations = [
        migrations.CreateModel(
            name='TherapyAttendance',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('presence', models.CharField(choices=[('expected', 'Expected'), ('came', 'Came'), ('late', 'Came late'), ('absent', 'Did not come'), ('excused', 'Said so before')], default='expected', max_length=8)),
                ('team_line', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='one line for the team')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'presence'], name='therapy_attendance_due')],
            },
        ),
        migrations.CreateModel(
            name='SealedNote',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('text', kimbilio.vault.fields.EncryptedTextField(max_length=20000, verbose_name='private note')),
                ('asked_self_harm', models.BooleanField(default=False, verbose_name='asked about self-harm')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('attendance', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_note', to='therapy.therapyattendance')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TherapyEpisode',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('wish', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='what is hoped for')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('completed', 'Completed as agreed'), ('partly', 'Partly reached'), ('by_person', 'The person ended it'), ('elsewhere', 'Goes on elsewhere'), ('lost', 'No contact any more'), ('not_begun', 'Did not begin')], max_length=10)),
                ('summary', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='summary')),
                ('planned', models.PositiveSmallIntegerField(default=10, verbose_name='sessions agreed')),
                ('goals', kimbilio.vault.fields.EncryptedJSONField(blank=True, default=list)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.step')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['case', '-asked_at', '-id'], name='therapyepisode_of_case'), models.Index(condition=models.Q(('ended_at', None)), fields=['responsible', 'asked_at'], name='therapy_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='therapyepisode_end_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('started_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='therapyepisode_in_order', violation_error_message='The end comes before the beginning.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='therapyepisode_end_has_outcome', violation_error_message='Say how it ended.')],
            },
        ),
        migrations.AddField(
            model_name='therapyattendance',
            name='episode',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='therapy.therapyepisode'),
        ),
        migrations.CreateModel(
            name='ScaleResult',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('scale', models.CharField(choices=[('PHQ9', 'PHQ-9'), ('GAD7', 'GAD-7'), ('WHO5', 'WHO-5'), ('PCL5', 'PCL-5')], max_length=8)),
                ('language', models.CharField(choices=[('en', 'English'), ('sw', 'Kiswahili'), ('other', 'Another language')], max_length=5)),
                ('mode', models.CharField(choices=[('self', 'The person read and answered alone'), ('asked', 'We read the questions aloud'), ('interpreted', 'With an interpreter')], max_length=11)),
                ('answered_on', models.DateField(default=django.utils.timezone.localdate)),
                ('answers', kimbilio.vault.fields.EncryptedJSONField(default=dict)),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('is_alert', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.task')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='therapy.therapyepisode')),
            ],
            options={
                'indexes': [models.Index(fields=['episode', 'scale', 'answered_on', 'id'], name='scale_of_episode')],
            },
        ),
        migrations.CreateModel(
            name='SafetyPlan',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('signs', kimbilio.vault.fields.EncryptedTextField(max_length=1000, verbose_name='how I notice that it begins')),
                ('alone', kimbilio.vault.fields.EncryptedTextField(max_length=1000, verbose_name='what helps me when I am alone')),
                ('people', kimbilio.vault.fields.EncryptedTextField(max_length=1000, verbose_name='whom I go to or call')),
                ('helpers', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='which professionals or lines help')),
                ('surroundings', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='how the place is made safer')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='safety_plans', to='therapy.therapyepisode')),
            ],
            options={
                'indexes': [models.Index(fields=['episode', '-written_at'], name='safety_plan_newest')],
            },
        ),
        migrations.CreateModel(
            name='TherapySession',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Took place'), ('called_off', 'Called off')], default='planned', max_length=10)),
                ('series', models.UUIDField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('one', 'One to one'), ('play', 'Play'), ('group', 'Group'), ('phone', 'By phone')], default='one', max_length=5)),
                ('title', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=80, verbose_name='name of the group')),
                ('places', models.PositiveSmallIntegerField(default=1, verbose_name='places')),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.room')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['held_by', 'starts_at'], name='therapysession_of_staff'), models.Index(fields=['room', 'starts_at'], name='therapysession_in_room'), models.Index(fields=['starts_at', 'id'], name='therapysession_when')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='therapysession_takes_time', violation_error_message='The end comes before the beginning.'), models.UniqueConstraint(condition=models.Q(('state', 'called_off'), _negated=True), fields=('held_by', 'starts_at'), name='therapysession_staff_once'), models.UniqueConstraint(condition=models.Q(('state', 'called_off'), _negated=True), fields=('room', 'starts_at'), name='therapysession_room_once')],
            },
        ),
        migrations.AddField(
            model_name='therapyattendance',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='therapy.therapysession'),
        ),
        migrations.CreateModel(
            name='SealOpening',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('reason', kimbilio.vault.fields.EncryptedTextField(max_length=2000, verbose_name='why it could not wait')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('until', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('verdict', models.CharField(blank=True, choices=[('justified', 'It was needed'), ('not_justified', 'It was not needed')], max_length=14)),
                ('review_note', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='therapy.sealednote')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['reviewed_at', 'opened_at'], name='seal_to_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='seal_review_is_signed', violation_error_message='These belong together: fill in all of them or none.')],
            },
        ),
        migrations.AddIndex(
            model_name='therapyattendance',
            index=models.Index(fields=['episode', 'session'], name='therapy_attendance_of'),
        ),
        migrations.AddConstraint(
            model_name='therapyattendance',
            constraint=models.UniqueConstraint(fields=('session', 'case'), name='therapy_attendance_once'),
        ),
    ]
