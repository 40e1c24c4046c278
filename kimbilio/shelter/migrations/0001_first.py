import django.db.models.deletion
import django.utils.timezone
import kimbilio.kernel.ids
import kimbilio.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('accounts', '__first__'),
        ('cases', '0018_notice_kind_of_shelter'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bedroom',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('for_whom', models.CharField(choices=[('any', 'Anybody'), ('female', 'Girls and women'), ('male', 'Boys and men')], default='any', max_length=6, verbose_name='for')),
                ('age_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from age')),
                ('age_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='to age')),
                ('is_for_infants', models.BooleanField(default=False, verbose_name='mothers with infants')),
                ('is_quarantine', models.BooleanField(default=False, verbose_name='quarantine')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('age_from', None), ('age_to', None), ('age_to__gte', models.F('age_from')), _connector='OR'), name='bedroom_ages_in_order', violation_error_message='The ages are the wrong way round.')],
            },
        ),
        migrations.CreateModel(
            name='House',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('address', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=500, verbose_name='where it stands')),
                ('is_for_children', models.BooleanField(default=False, verbose_name='for children')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Bed',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=20, verbose_name='name')),
                ('is_accessible', models.BooleanField(default=False, verbose_name='accessible')),
                ('has_cot', models.BooleanField(default=False, verbose_name='with a cot')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('bedroom', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='beds', to='shelter.bedroom')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('bedroom', 'name'), name='bed_name_once')],
            },
        ),
        migrations.AddField(
            model_name='bedroom',
            name='house',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bedrooms', to='shelter.house'),
        ),
        migrations.CreateModel(
            name='HouseWorker',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workers', to='shelter.house')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('house', 'user'), name='house_worker_once')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('injury', 'Injury or illness'), ('conflict', 'Quarrel or violence'), ('self_harm', 'Self-harm'), ('intruder', 'Somebody at the gate or in the house'), ('damage', 'Fire, theft or damage'), ('other', 'Other')], max_length=9)),
                ('severity', models.CharField(choices=[('low', 'Small'), ('medium', 'Serious'), ('high', 'Grave')], max_length=6)),
                ('text', kimbilio.vault.fields.EncryptedTextField(max_length=4000, verbose_name='what happened')),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='shelter.house')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['house', '-happened_at', '-id'], name='incident_of_house')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='incident_end_is_signed', violation_error_message='These belong together: fill in all of them or none.')],
            },
        ),
        migrations.CreateModel(
            name='IncidentAction',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('words', kimbilio.vault.fields.EncryptedTextField(max_length=1000, verbose_name='what was done')),
                ('done_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='shelter.incident')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeepApart',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('reason', kimbilio.vault.fields.EncryptedTextField(max_length=1000, verbose_name='why')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='keep_apart_end_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('case', models.F('other')), _negated=True), name='keep_apart_two_cases', violation_error_message='Nobody is kept apart from themselves.'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case', 'other'), name='keep_apart_once')],
            },
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('day', 'What happened'), ('handover', 'For the next shift')], default='day', max_length=8)),
                ('text', kimbilio.vault.fields.EncryptedTextField(max_length=4000, verbose_name='what happened')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to='shelter.house')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['house', '-written_at', '-id'], name='log_of_house')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('taken_at__isnull', True), ('taken_by__isnull', True)), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='log_taking_is_signed', violation_error_message='These belong together: fill in all of them or none.')],
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('wish', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='what is hoped for')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('completed', 'Completed as agreed'), ('partly', 'Partly reached'), ('by_person', 'The person ended it'), ('elsewhere', 'Goes on elsewhere'), ('lost', 'No contact any more'), ('not_begun', 'Did not begin')], max_length=10)),
                ('summary', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='summary')),
                ('state', models.CharField(choices=[('asked', 'Waits for a bed'), ('approved', 'A bed is kept'), ('in', 'In the house'), ('on_leave', 'On leave'), ('missing', 'Missing'), ('left', 'Has left'), ('refused', 'Not taken in'), ('withdrawn', 'Not needed any more')], default='asked', max_length=9)),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('leave_until', models.DateField(blank=True, null=True)),
                ('destination', models.CharField(blank=True, choices=[('home', 'A home of their own'), ('family', 'With family'), ('foster', 'Foster family'), ('other_shelter', 'Another shelter'), ('hospital', 'In hospital'), ('abroad', 'Another country'), ('unknown', 'Not known')], max_length=13)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.step')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['case', '-asked_at', '-id'], name='stay_of_case'), models.Index(fields=['state', 'asked_at'], name='stay_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='stay_end_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('started_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='stay_in_order', violation_error_message='The end comes before the beginning.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='stay_end_has_outcome', violation_error_message='Say how it ended.'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='stay_one_open_per_case'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gt', models.F('from_on')), _connector='OR'), name='stay_takes_a_night', violation_error_message='The end comes before the beginning.')],
            },
        ),
        migrations.CreateModel(
            name='RollMark',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('on', models.DateField()),
                ('mark', models.CharField(choices=[('here', 'Here'), ('leave', 'On leave'), ('missing', 'Missing')], max_length=7)),
                ('marked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='shelter.stay')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('stay', 'on'), name='roll_mark_once')],
            },
        ),
        migrations.AddField(
            model_name='incident',
            name='stay',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='shelter.stay'),
        ),
        migrations.CreateModel(
            name='BedPlace',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('word', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='word of a lead')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('bed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='shelter.bed')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='shelter.stay')),
            ],
            options={
                'indexes': [models.Index(fields=['bed', 'from_on'], name='bed_place_when')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_on', None)), fields=('stay',), name='bed_place_one_per_stay'), models.UniqueConstraint(condition=models.Q(('left_on', None)), fields=('bed', 'from_on'), name='bed_place_once'), models.UniqueConstraint(condition=models.Q(('left_on', None), ('until_on', None)), fields=('bed',), name='bed_place_open_once'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gt', models.F('from_on')), _connector='OR'), name='bed_place_in_order', violation_error_message='The end comes before the beginning.')],
            },
        ),
        migrations.CreateModel(
            name='Admission',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('belongings', kimbilio.vault.fields.EncryptedJSONField(blank=True, default=list)),
                ('health_checked', models.BooleanField(default=False)),
                ('told_in', models.CharField(choices=[('swa', 'Kiswahili'), ('eng', 'English'), ('som', 'Somali'), ('amh', 'Amharic'), ('orm', 'Oromo'), ('tir', 'Tigrinya'), ('ara', 'Arabic'), ('fra', 'French'), ('lug', 'Luganda'), ('kin', 'Kinyarwanda'), ('run', 'Kirundi'), ('lin', 'Lingala'), ('din', 'Dinka'), ('nus', 'Nuer'), ('kik', 'Kikuyu'), ('luo', 'Luo'), ('luy', 'Luhya'), ('kam', 'Kamba'), ('kln', 'Kalenjin'), ('guz', 'Kisii'), ('mer', 'Meru'), ('mas', 'Maasai'), ('tuv', 'Turkana'), ('sgn', 'Sign language'), ('mis', 'Another language')], max_length=3)),
                ('photo_consent', models.BooleanField(default=False)),
                ('admitted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('admitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('stay', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='admission', to='shelter.stay')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StayTie',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('stay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties', to='shelter.stay')),
                ('tie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.tie')),
            ],
        ),
        migrations.AddConstraint(
            model_name='bedroom',
            constraint=models.UniqueConstraint(fields=('house', 'name'), name='bedroom_name_once'),
        ),
    ]
