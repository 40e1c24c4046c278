import django.db.models.deletion
import django.utils.timezone
import kimbilio.kernel.ids
import kimbilio.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0002_emergency_and_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadySet',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title_en', models.CharField(max_length=80, verbose_name='title in English')),
                ('title_sw', models.CharField(blank=True, max_length=80, verbose_name='title in Kiswahili')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True, verbose_name='offered in plans')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['place', 'title_en'],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('phase', models.CharField(choices=[('safety', 'Safety'), ('steady', 'Steady'), ('justice', 'Justice'), ('home', 'Home and future'), ('closing', 'Closing')], max_length=8, verbose_name='phase')),
                ('title', kimbilio.vault.fields.EncryptedTextField(max_length=200, verbose_name='goal')),
                ('is_reached', models.BooleanField(default=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='cases.case')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('place', models.PositiveSmallIntegerField()),
                ('phase', models.CharField(choices=[('safety', 'Safety'), ('steady', 'Steady'), ('justice', 'Justice'), ('home', 'Home and future'), ('closing', 'Closing')], max_length=8, verbose_name='phase')),
                ('title', kimbilio.vault.fields.EncryptedTextField(max_length=200, verbose_name='step')),
                ('detail', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=4000, verbose_name='details')),
                ('service', models.CharField(blank=True, choices=[('safety', 'Safety and protection'), ('shelter', 'Safe place to stay'), ('basic_needs', 'Food, clothes and basic needs'), ('health', 'Health care'), ('therapy', 'Talking and therapy'), ('legal', 'Legal help'), ('papers', 'Papers and identity'), ('interpreting', 'Interpreter'), ('tracing', 'Family tracing'), ('reunification', 'Return to family or community'), ('repatriation', 'Return from or to another country'), ('education', 'School'), ('training', 'Skills training'), ('livelihood', 'Work and business'), ('transport', 'Transport'), ('follow_up', 'Follow-up'), ('other', 'Other')], max_length=16, verbose_name='service')),
                ('partner', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=200, verbose_name='partner')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('started', 'Under way'), ('done', 'Done'), ('declined', 'Declined'), ('failed', 'Did not work out'), ('dropped', 'Not needed any more')], default='planned', max_length=8)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='what came of it')),
                ('wish', models.CharField(choices=[('wants', 'Wants this'), ('not_sure', 'Not sure yet'), ('later', 'Later'), ('does_not_want', 'Does not want'), ('not_asked', 'Not asked yet')], default='not_asked', max_length=13)),
                ('ask_again_on', models.DateField(blank=True, null=True, verbose_name='ask again')),
                ('is_urgent', models.BooleanField(default=False)),
                ('urgent_reason', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=1000, verbose_name='why it could not wait')),
                ('asks', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.case')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.goal')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_steps', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='cases.step')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'status', 'due_on'], name='step_of_case'), models.Index(condition=models.Q(('status__in', ('planned', 'started'))), fields=['owner', 'due_on'], name='step_owner_due'), models.Index(condition=models.Q(('ask_again_on__isnull', False)), fields=['asks', 'ask_again_on'], name='step_ask_again')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='step_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='step_end_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('status__in', ('done', 'declined', 'failed', 'dropped'))), models.Q(('ended_at__isnull', True), ('status__in', ('planned', 'started'))), _connector='OR'), name='step_ended_means_dated', violation_error_message='A step that ended has the day on which it ended.'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('started', 'done')), _negated=True), ('started_at__isnull', False), _connector='OR'), name='step_done_was_started', violation_error_message='A step is done after it was started.'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('started', 'done')), _negated=True), models.Q(('wish', 'not_asked'), _negated=True), models.Q(('is_urgent', True), ('phase', 'safety')), _connector='OR'), name='step_starts_after_wish', violation_error_message="Ask for the person's wish before a step starts.")],
            },
        ),
        migrations.CreateModel(
            name='StepLink',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='step_links', to='cases.case')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='cases.step')),
                ('waits_for', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='awaited_by', to='cases.step')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('step', 'waits_for'), name='step_link_once'), models.CheckConstraint(condition=models.Q(('step', models.F('waits_for')), _negated=True), name='step_link_not_to_itself', violation_error_message='A step cannot wait for itself.')],
            },
        ),
        migrations.CreateModel(
            name='WishEntry',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('wish', models.CharField(choices=[('wants', 'Wants this'), ('not_sure', 'Not sure yet'), ('later', 'Later'), ('does_not_want', 'Does not want'), ('not_asked', 'Not asked yet')], max_length=13)),
                ('words', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='in their words')),
                ('guardian', models.CharField(blank=True, choices=[('agrees', 'Agrees'), ('disagrees', 'Does not agree'), ('not_asked', 'Not asked yet'), ('unsafe', 'Not safe to ask')], max_length=9)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='cases.case')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='cases.step')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'at'], name='wish_of_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('wish', 'not_asked'), _negated=True), name='wish_is_an_answer', violation_error_message='Choose what the person said.')],
            },
        ),
        migrations.CreateModel(
            name='ReadyStep',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('phase', models.CharField(choices=[('safety', 'Safety'), ('steady', 'Steady'), ('justice', 'Justice'), ('home', 'Home and future'), ('closing', 'Closing')], max_length=8, verbose_name='phase')),
                ('title_en', models.CharField(max_length=120, verbose_name='step in English')),
                ('title_sw', models.CharField(blank=True, max_length=120, verbose_name='step in Kiswahili')),
                ('service', models.CharField(blank=True, choices=[('safety', 'Safety and protection'), ('shelter', 'Safe place to stay'), ('basic_needs', 'Food, clothes and basic needs'), ('health', 'Health care'), ('therapy', 'Talking and therapy'), ('legal', 'Legal help'), ('papers', 'Papers and identity'), ('interpreting', 'Interpreter'), ('tracing', 'Family tracing'), ('reunification', 'Return to family or community'), ('repatriation', 'Return from or to another country'), ('education', 'School'), ('training', 'Skills training'), ('livelihood', 'Work and business'), ('transport', 'Transport'), ('follow_up', 'Follow-up'), ('other', 'Other')], max_length=16, verbose_name='service')),
                ('days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='day')),
                ('waits_for', models.CharField(blank=True, max_length=40)),
                ('ready_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cases.readyset')),
            ],
            options={
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('ready_set', 'place'), name='ready_step_place_once')],
            },
        ),
    ]
