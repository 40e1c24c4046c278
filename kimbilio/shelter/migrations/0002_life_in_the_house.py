import django.db.models.deletion
import django.utils.timezone
import kimbilio.kernel.ids
import kimbilio.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0019_notice_kind_of_alleged'),
        ('shelter', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='admission',
            name='signed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='bedplace',
            name='apart_known',
            field=kimbilio.vault.fields.EncryptedJSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('yoga', 'Yoga or sport'), ('art', 'Art and music'), ('class', 'Class'), ('other', 'Other')], max_length=6)),
                ('held_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='shelter.house')),
            ],
            options={
                'indexes': [models.Index(fields=['house', '-held_at', '-id'], name='activity_of_house')],
            },
        ),
        migrations.CreateModel(
            name='Happening',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('school', 'School run'), ('visit', 'Visitor'), ('call', 'Phone call')], max_length=6)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('who', kimbilio.vault.fields.EncryptedTextField(max_length=120, verbose_name='with whom')),
                ('relation', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=120, verbose_name='relation')),
                ('id_seen', models.BooleanField(default=False, verbose_name='identity paper seen')),
                ('beside', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=120, verbose_name='who was beside')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes')),
                ('word', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=500, verbose_name='word of a lead')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('stay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='happenings', to='shelter.stay')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['stay', '-begun_at'], name='happening_of_stay')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('begun_at__isnull', True), ('ended_at__gte', models.F('begun_at')), _connector='OR'), name='happening_in_order', violation_error_message='The end comes before the beginning.'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('kind', 'school')), fields=('stay',), name='happening_at_school_once')],
            },
        ),
        migrations.CreateModel(
            name='Meal',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('on', models.DateField()),
                ('which', models.CharField(choices=[('breakfast', 'Breakfast'), ('lunch', 'Lunch'), ('supper', 'Supper')], max_length=9)),
                ('plates', models.PositiveSmallIntegerField(verbose_name='plates')),
                ('diets', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=500, verbose_name='special diets')),
                ('house', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meals', to='shelter.house')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('house', 'on', 'which'), name='meal_once')],
            },
        ),
        migrations.CreateModel(
            name='Medicine',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('what', kimbilio.vault.fields.EncryptedTextField(max_length=120, verbose_name='medicine')),
                ('dose', kimbilio.vault.fields.EncryptedTextField(max_length=120, verbose_name='dose')),
                ('times', kimbilio.vault.fields.EncryptedJSONField(default=list, verbose_name='hours')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('stay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='medicines', to='shelter.stay')),
                ('stopped_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['stay', 'from_on'], name='medicine_of_stay')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('stopped_at__isnull', True), ('stopped_by__isnull', True)), models.Q(('stopped_at__isnull', False), ('stopped_by__isnull', False)), _connector='OR'), name='medicine_stop_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='medicine_in_order', violation_error_message='The end comes before the beginning.')],
            },
        ),
        migrations.CreateModel(
            name='Dose',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('on', models.DateField()),
                ('at', models.CharField(max_length=5)),
                ('state', models.CharField(choices=[('taken', 'Taken'), ('refused', 'Not taken')], max_length=7)),
                ('reason', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=500, verbose_name='why not')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('medicine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='doses', to='shelter.medicine')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('medicine', 'on', 'at'), name='dose_given_once')],
            },
        ),
        migrations.CreateModel(
            name='TookPart',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('was_there', models.BooleanField(default=False)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='took_part', to='shelter.activity')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('stay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shelter.stay')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'stay'), name='took_part_once')],
            },
        ),
    ]
