import django.db.models.deletion
import kimbilio.kernel.ids
import kimbilio.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('ngo', 'NGO'), ('community', 'Community or faith group'), ('children_office', "Children's office"), ('police', 'Police and gender desk'), ('court', 'Court'), ('hospital', 'Hospital or clinic'), ('school', 'School or training centre'), ('embassy', 'Embassy'), ('helpline', 'Helpline'), ('government', 'Other government office'), ('international', 'International organisation'), ('business', 'Business')], max_length=16, verbose_name='kind')),
                ('county', models.CharField(blank=True, max_length=3, verbose_name='county')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='address that anybody may know')),
                ('is_place_secret', models.BooleanField(default=False)),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='public phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='public e-mail')),
                ('contact_name', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=120, verbose_name='whom to ask for')),
                ('contact_phone', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=30, verbose_name='their own phone')),
                ('note', kimbilio.vault.fields.EncryptedTextField(blank=True, max_length=2000, verbose_name='good to know')),
                ('agreement_ends', models.DateField(blank=True, null=True, verbose_name='agreement until')),
                ('is_active', models.BooleanField(default=True)),
                ('assured_on', models.DateField(blank=True, null=True)),
                ('assured_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
                'indexes': [models.Index(fields=['is_active', 'county', 'name'], name='partner_listed')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('assured_by__isnull', True), ('assured_on__isnull', True)), models.Q(('assured_by__isnull', False), ('assured_on__isnull', False)), _connector='OR'), name='partner_check_is_signed', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('is_place_secret', False), ('place', ''), _connector='OR'), name='partner_secret_place_is_not_kept', violation_error_message='A secret place has no address in the directory.')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('service', models.CharField(choices=[('safety', 'Safety and protection'), ('shelter', 'Safe place to stay'), ('basic_needs', 'Food, clothes and basic needs'), ('health', 'Health care'), ('therapy', 'Talking and therapy'), ('legal', 'Legal help'), ('papers', 'Papers and identity'), ('interpreting', 'Interpreter'), ('tracing', 'Family tracing'), ('reunification', 'Return to family or community'), ('repatriation', 'Return from or to another country'), ('education', 'School'), ('training', 'Skills training'), ('livelihood', 'Work and business'), ('transport', 'Transport'), ('follow_up', 'Follow-up'), ('other', 'Other')], max_length=16, verbose_name='service')),
                ('takes', models.CharField(choices=[('any', 'Anybody'), ('female', 'Girls and women'), ('male', 'Boys and men')], default='any', max_length=6, verbose_name='for')),
                ('min_age', models.PositiveSmallIntegerField(default=0, verbose_name='from age')),
                ('max_age', models.PositiveSmallIntegerField(default=120, verbose_name='to age')),
                ('takes_foreigners', models.BooleanField(default=True)),
                ('is_nationwide', models.BooleanField(default=False)),
                ('days', models.CharField(default='1234567', max_length=7)),
                ('opens', models.TimeField(blank=True, null=True, verbose_name='opens')),
                ('closes', models.TimeField(blank=True, null=True, verbose_name='closes')),
                ('is_active', models.BooleanField(default=True)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='partners.partner')),
            ],
            options={
                'indexes': [models.Index(fields=['service', 'is_active', 'partner'], name='offer_found')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closes__isnull', True), ('opens__isnull', True)), models.Q(('closes__isnull', False), ('opens__isnull', False)), _connector='OR'), name='offer_hours_are_whole', violation_error_message='These belong together: fill in all of them or none.'), models.CheckConstraint(condition=models.Q(('max_age__lte', 120), ('min_age__lte', models.F('max_age'))), name='offer_ages_in_order', violation_error_message='The ages run from the younger to the older.')],
            },
        ),
        migrations.CreateModel(
            name='OfferCounty',
            fields=[
                ('id', models.UUIDField(default=kimbilio.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('county', models.CharField(max_length=3)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counties', to='partners.offer')),
            ],
            options={
                'ordering': ['county'],
                'indexes': [models.Index(fields=['county', 'offer'], name='offer_by_county')],
                'constraints': [models.UniqueConstraint(fields=('offer', 'county'), name='offer_county_once')],
            },
        ),
    ]
