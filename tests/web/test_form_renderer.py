"""Fields are drawn as the design has them, each part tied to its control."""

from django import forms

from kimbilio.web.templatetags.fields import wrong_fields


class CallForm(forms.Form):
    until = forms.TimeField(label="Safe until", help_text="As near as you can say.")
    age = forms.ChoiceField(
        label="Adult or minor",
        widget=forms.RadioSelect,
        choices=[("a", "Adult"), ("m", "Minor"), ("n", "Not sure")],
    )
    facts = forms.MultipleChoiceField(
        label="Facts",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("hurt", "Hurt")],
    )
    agreed = forms.BooleanField(label="She agrees", required=False)
    language = forms.ChoiceField(label="Language", choices=[("sw", "Kiswahili")])


def test_error_and_hint_are_named_by_the_control():
    drawn = CallForm({"until": "25:00"})["until"].as_field_group()

    assert 'class="form-control"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_until_helptext id_until_error"' in drawn
    assert 'id="id_until_helptext"' in drawn
    assert 'id="id_until_error"' in drawn


def test_few_answers_become_big_buttons_over_radios():
    drawn = CallForm({"age": "m"})["age"].as_field_group()

    assert "<legend>Adult or minor</legend>" in drawn
    assert 'class="opts x3 "' in drawn
    assert drawn.count('type="radio"') == 3
    assert drawn.count("checked") == 1


def test_several_answers_become_chips():
    assert 'class="chip"' in CallForm()["facts"].as_field_group()


def test_a_tick_has_its_label_behind_it():
    drawn = CallForm()["agreed"].as_field_group()

    assert 'class="form-check-input"' in drawn
    assert drawn.index("checkbox") < drawn.index("She agrees")


def test_list_to_choose_from_has_its_class():
    assert 'class="form-select"' in CallForm()["language"].as_field_group()


def test_wrong_fields_come_in_the_order_of_the_form():
    form = CallForm({"until": "25:00"})

    assert [field.name for field in wrong_fields(form)] == ["until", "age", "language"]
