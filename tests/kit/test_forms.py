"""What people type, what is made of it, and what they are told."""

import dataclasses
import datetime

import pytest

from coaching.kit import forms, words
from coaching.kit.forms.base import Field
from coaching.kit.words import later
from coaching.kit.words.gathering import gather

PLACES = [(1, 'Maple Library'), (2, 'Willow Street School'), (3, 'Riverbend Center')]


class SignUp(forms.Form):
    name = forms.NameField(later('Your name'), missing=later('Write your name'))
    email = forms.EmailField('E-mail')
    language = forms.LanguageField('Language')
    group = forms.TextField('Group', optional=True, limit=40, hint='Your school or agency')
    website = forms.TrapField('Website')


def filled(form_class, *pairs, **defaults):
    form = form_class(forms.Sent.of(pairs), **defaults)
    form.validate()
    return form


def one_field(field, *typed):
    """A form of this one field, with what was typed into it."""
    return filled(type('One', (forms.Form,), {'x': field}), *(('x', value) for value in typed)).x


GOOD = [('name', '  Efraín   Solís '), ('email', 'Efrain@Example.ORG'), ('language', 'es'), ('group', '')]


def test_a_good_form_gives_tidy_values():
    form = filled(SignUp, *GOOD)
    assert form.data == {'name': 'Efraín Solís', 'email': 'efrain@example.org', 'language': 'es', 'group': '', 'website': None}
    assert form.mistakes == []


def test_all_mistakes_are_told_at_once_and_what_was_typed_stays():
    form = filled(SignUp, ('name', ' '), ('email', 'Dana at home'), ('language', 'xx'), ('group', 'g' * 41))
    assert [(mistake.id, mistake.label, mistake.sentence) for mistake in form.mistakes] == [
        ('name', 'Your name', 'Write your name'),
        ('email', 'E-mail', 'Check this email address; it should look like ana@example.org'),
        ('language', 'Language', 'Choose one of these'),
        ('group', 'Group', 'Write at most 40 letters here; these are 41'),
    ]
    assert (form.email.shown, form.group.shown) == ('Dana at home', 'g' * 41)


def test_a_mistake_is_told_in_the_language_of_the_page():
    with words.speaking('es'):
        assert filled(SignUp).email.errors == ['Escriba un correo electrónico']


def test_a_field_that_came_twice_counts_once():
    assert filled(SignUp, *GOOD, ('email', 'mallory@example.org')).email.data == 'efrain@example.org'


def test_a_file_in_place_of_a_text_is_no_text():
    assert filled(SignUp, ('name', forms.Upload('x', b'x'))).name.errors == ['Write your name']


def test_a_form_nobody_sent_shows_its_defaults_and_no_mistakes():
    form = SignUp(name='Dana')
    assert (form.name.shown, form.email.shown, form.language.data, form.mistakes) == ('Dana', '', 'en', [])
    with words.speaking('es'):
        assert SignUp().language.data == 'es'


def test_what_was_sent_beats_what_is_known_and_what_the_page_did_not_show_stays_known():
    known = {'name': 'Dana', 'group': 'Maple Library'}
    assert filled(SignUp, ('name', ''), **known).name.errors == ['Write your name']
    assert filled(SignUp, ('name', 'Ana'), **known).group.data == 'Maple Library'


def test_a_bare_field_reads_nothing():
    with pytest.raises(NotImplementedError):
        one_field(Field(), 'x')


def test_only_a_machine_falls_into_the_trap_and_it_is_not_told():
    assert not filled(SignUp, *GOOD, ('website', '')).trapped
    trapped = filled(SignUp, *GOOD, ('website', 'https://spam.example/' + 'x' * 900))
    assert (trapped.trapped, trapped.mistakes) == (True, [])


def test_a_form_knows_what_it_would_change():
    @dataclasses.dataclass
    class Person:
        name: str
        email: str
        group: str | None

    assert filled(SignUp, *GOOD).changes(Person('Efraín Solis', 'efrain@example.org', None)) == {'name': 'Efraín Solís'}


def test_a_mistake_of_the_whole_form_stands_in_the_list_too():
    form = filled(SignUp, *GOOD)
    form.form_errors.append('This session filled up')
    assert form.mistakes == [forms.Mistake('', '', 'This session filled up')]


def test_wtforms_asks_our_catalogs():
    translations = SignUp.Meta().get_translations(None)
    with words.speaking('es'):
        assert (translations.gettext('today'), translations.ngettext('a', 'b', 2)) == ('hoy', 'b')


def test_no_sentence_of_a_form_says_what_our_words_avoid():
    said = [sentence.one.lower() for sentence in gather() if any(place.startswith('coaching/kit/forms/') for place in sentence.places)]
    assert len(said) > 20
    assert not any(word in sentence for sentence in said for word in ('please', 'sorry', 'invalid', 'required', 'must', 'error'))


# -- lines of text


@pytest.mark.parametrize(
    ('typed', 'kept'),
    [
        ('  two   words\t', 'two words'),
        ('one\r\nBcc: all@example.org', 'one Bcc: all@example.org'),
        ('one\rtwo\x0bthree', 'one twothree'),
        ('e\u0301', 'é'),
        ('a\u202eb\x1b[31m', 'ab[31m'),
        ('R\u200bo\u200fs\u00ada\u2060 \u3164', 'Rosa'),
        ('\U0001f469\u200d\U0001f373', '\U0001f469\u200d\U0001f373'),
    ],
)
def test_a_line_is_one_line_whatever_was_sent(typed, kept):
    assert one_field(forms.TextField(), typed).data == kept


def test_several_lines_keep_their_lines():
    assert one_field(forms.LongTextField(), '\r\n one  \r\n\r\n\r\n\r\n\ttwo\x07\r\n').data == 'one\n\n\ttwo'
    assert one_field(forms.LongTextField(limit=5), 'six letters').errors == ['Write at most 5 letters here; these are 11']


def test_the_trap_for_long_texts_closes_at_the_limit():
    assert one_field(forms.TextField(), 'x' * 200).errors == []
    assert one_field(forms.TextField(), 'x' * 201).errors == ['Write at most 200 letters here; these are 201']


@pytest.mark.parametrize('name', ['Win at https://spam.example', 'www.spam.example', 'dana@example.org'])
def test_a_name_carries_no_address(name):
    assert one_field(forms.NameField(), name).errors == ['Write only the name here, without a web or email address']


@pytest.mark.parametrize('name', ['\u200b', '\u00ad \u200d', '\u0301'])
def test_a_name_of_nothing_that_can_be_seen_is_no_name(name):
    assert one_field(forms.NameField(), name).errors == ['Write a name']


@pytest.mark.parametrize('name', ["Dana O'Neill-Whitaker", 'J. R. Núñez', '王秀英', 'עדה', 'X'])
def test_a_name_is_what_people_are_called(name):
    assert one_field(forms.NameField(), name).data == name


@pytest.mark.parametrize(
    ('typed', 'address'),
    [
        ('ana@example.org', 'ana@example.org'),
        (' <Ana.Q+cafe@Mail.Example.org>, ', 'ana.q+cafe@mail.example.org'),
        ('mailto:ana@example.org', 'ana@example.org'),
        ('ana@bücher.example', 'ana@xn--bcher-kva.example'),
    ],
)
def test_an_address_is_read_as_it_was_copied(typed, address):
    assert one_field(forms.EmailField(), typed).data == address


@pytest.mark.parametrize(
    'typed',
    ['ana', 'ana@', '@example.org', 'ana@localhost', 'a b@example.org', 'ana@example..org', 'ana@-x.org', 'ana@example.org, bo@example.org']
    + ['ána@example.org', 'ana..q@example.org', 'ana.@example.org', 'ana@192.0.2.1', f'ana@{"x" * 64}.org', 'a@b@c.org']
    + [f'{"a" * 65}@example.org', 'ana"@example.org'],
)
def test_what_cannot_be_an_address_is_told_kindly(typed):
    assert one_field(forms.EmailField(), typed).errors == ['Check this email address; it should look like ana@example.org']


def test_an_address_may_be_left_out_where_it_may():
    assert (one_field(forms.EmailField(optional=True), ' ').data, one_field(forms.EmailField(optional=True), ' ').errors) == ('', [])
    assert one_field(forms.EmailField(), '').errors == ['Write an email address']


@pytest.mark.parametrize(
    ('typed', 'number'),
    [
        ('(303) 555-0142', '+13035550142'),
        ('1 303 555 0142', '+13035550142'),
        ('tel:+1-303-555-0142', '+13035550142'),
        ('+52 55 1234 5678', '+525512345678'),
        ('303\u2011555\u20110142', '+13035550142'),
        ('', ''),
    ],
)
def test_a_phone_number_is_read_as_people_write_it(typed, number):
    field = one_field(forms.PhoneField(optional=True), typed)
    assert (field.data, field.errors) == (number, [])


@pytest.mark.parametrize(
    ('typed', 'told'),
    [
        ('555-0142', 'Write the phone number with its area code, like 303 555 0142'),
        ('+1', 'Write the phone number with its area code, like 303 555 0142'),
        ('+1234567890123456', 'Write the phone number with its area code, like 303 555 0142'),
        ('ask at the desk', 'Write only the figures of the phone number, like 303 555 0142'),
        ('３０３５５５０１４２', 'Write only the figures of the phone number, like 303 555 0142'),
    ],
)
def test_what_cannot_be_dialled_is_told_kindly(typed, told):
    assert one_field(forms.PhoneField(), typed).errors == [told]


# -- numbers, days, times


def test_a_whole_number_is_in_figures_and_within_its_bounds():
    def read(typed, **bounds):
        field = one_field(forms.WholeNumberField(optional=True, **bounds), typed)
        return field.data if not field.errors else field.errors[0]

    assert [read(typed) for typed in (' 12 ', '1,200', '', '0')] == [12, 1200, None, 0]
    assert read('-5', least=-10, most=10) == -5
    assert {read(typed) for typed in ('twelve', '1.5', '1e3', '٣', '9' * 30, '--1')} == {'Write a whole number in figures, like 12'}
    assert {read(typed, least=1, most=60) for typed in ('0', '61', '-3')} == {'Write a number from 1 to 60'}


@pytest.mark.parametrize('typed', ['2026-11-20', '11/20/2026', ' 11.20.2026 '])
def test_a_day_is_read_as_people_write_it(typed):
    assert one_field(forms.DateField(), typed).data == datetime.date(2026, 11, 20)


@pytest.mark.parametrize('typed', ['2026-02-30', '20/11/2026', 'Friday', '0026-01-01', '2026-11', '٢٠٢٦-١١-٢٠'])
def test_a_day_that_is_not_on_the_calendar_is_told_kindly(typed):
    assert one_field(forms.DateField(), typed).errors == ['Write a day that is on the calendar, like 11/20/2026']


def test_a_day_may_come_in_three_boxes():
    def read(**boxes):
        return filled(type('One', (forms.Form,), {'x': forms.DateField()}), *((f'x-{part}', text) for part, text in boxes.items())).x

    assert read(year='2026', month=' 11', day='20').data == datetime.date(2026, 11, 20)
    assert read(year='2026', month='11', day='').errors == ['Write a day that is on the calendar, like 11/20/2026']
    assert read(year='2026', month='11', day='').parts == {'year': '2026', 'month': '11', 'day': ''}
    assert read(year='', month='', day='').errors == ['Write a day']


def test_a_known_day_fills_one_box_or_three():
    form = type('One', (forms.Form,), {'x': forms.DateField()})(x=datetime.date(2026, 11, 20))
    assert (form.x.shown, form.x.parts) == ('2026-11-20', {'year': '2026', 'month': '11', 'day': '20'})


@pytest.mark.parametrize(
    ('typed', 'time'),
    [('12:30 pm', '12:30'), ('12 am', '00:00'), ('1 p. m.', '13:00'), ('1:05PM', '13:05'), ('13:30', '13:30'), ('9.15', '09:15')]
    + [('12:00\u202fPM', '12:00'), ('1h30 p.\u00a0m.', '13:30'), ('13:30:00', '13:30')],
)
def test_a_time_is_read_as_people_write_it(typed, time):
    assert one_field(forms.TimeField(), typed).data == datetime.time.fromisoformat(time)


@pytest.mark.parametrize('typed', ['9', '13 pm', '0 am', '24:00', '12:60', 'noon', '١٢:٠٠'])
def test_a_time_that_is_none_or_may_be_two_is_told_kindly(typed):
    assert one_field(forms.TimeField(), typed).errors == ['Write a time of day, like 12:30 pm']


def test_a_known_time_fills_its_box_and_an_empty_one_is_no_time():
    assert type('One', (forms.Form,), {'x': forms.TimeField()})(x=datetime.time(12)).x.shown == '12:00'
    assert one_field(forms.TimeField(optional=True), '').data is None
    assert one_field(forms.DateField(optional=True), '').data is None


@pytest.mark.parametrize(
    ('field', 'typed', 'shown', 'control'),
    [
        (forms.DateField, '', '', 'date'),
        (forms.DateField, ' 11/20/2026', '2026-11-20', 'date'),
        (forms.DateField, 'next Friday', 'next Friday', 'text'),
        (forms.DateField, '2026-02-30', '2026-02-30', 'text'),
        (forms.TimeField, '', '', 'time'),
        (forms.TimeField, '6:30 pm', '18:30', 'time'),
        (forms.TimeField, 'at noon', 'at noon', 'text'),
    ],
)
def test_a_day_and_a_time_stand_in_the_browsers_own_field_and_words_that_are_none_in_a_line_of_text(field, typed, shown, control):
    one = one_field(field(), typed)
    assert (one.shown, one.control) == (shown, control)


# -- what is missing


def test_a_field_that_stays_empty_is_called_by_its_name_in_both_languages():
    def told(field):
        return one_field(field, '').errors

    assert told(forms.TextField(later('Subject'))) == ['Fill in “Subject”']
    assert told(forms.WholeNumberField(later('Part'))) == ['Write a number for “Part”']
    assert told(forms.TextField(later('Subject'), missing=later('Write a subject'))) == ['Write a subject']
    with words.speaking('es'):
        assert told(forms.TextField(later('Subject'))) == ['Llene «Asunto»']


# -- choosing


def test_one_is_chosen_among_what_is_offered():
    def read(*typed, **how):
        return one_field(forms.ChoiceField(later('Place'), choices=PLACES, coerce=int, **how), *typed)

    assert (read('2').data, read('2').errors) == (2, [])
    assert {read(typed).errors[0] for typed in ('4', 'two', '2; drop')} == {'Choose one of these'}
    assert read('').errors == ['Choose an answer for “Place”']
    assert (read('', optional=True).data, read('', optional=True).errors) == (None, [])
    told = [(option.value, option.chosen, option.id) for option in read('2').options]
    assert told == [('1', False, 'x-0'), ('2', True, 'x-1'), ('3', False, 'x-2')]


def test_what_is_offered_may_be_found_later():
    form = type('One', (forms.Form,), {'x': forms.ChoiceField(coerce=int)})(forms.Sent.of([('x', '2')]))
    form.x.choices = PLACES
    assert (form.validate(), form.x.data) == (True, 2)


def test_any_number_are_chosen_in_the_order_they_are_offered():
    def read(*typed, **how):
        return one_field(forms.ManyField(later('Place'), choices=PLACES, coerce=int, **how), *typed)

    assert read('3', '1', '3', '').data == [1, 3]
    assert read('9', '1').errors == ['Choose from these']
    assert read('x').errors == ['Choose one of these']
    assert read().errors == ['Choose at least one for “Place”']
    assert (read(optional=True).data, read(optional=True).errors) == ([], [])
    assert read(*(str(n) for n in range(501))).errors == ['Choose fewer of these']
    assert [option.chosen for option in read('3').options] == [False, False, True]


def test_a_box_is_ticked_or_not():
    assert [one_field(forms.YesField(), *typed).data for typed in ([], ['yes'], ['on'], [''], ['0'])] == [False, True, True, False, False]
    assert one_field(forms.YesField(optional=False, missing=later('Choose one'))).errors == ['Choose one']
    assert one_field(forms.YesField(), 'yes').shown == 'yes'


# -- files


def test_a_file_has_a_kind_and_a_size():
    def read(name, content, **how):
        field = one_field(forms.FileField(endings=('csv', 'xlsx'), **how), forms.Upload(name, content))
        return field.errors[0] if field.errors else field.data

    assert read('People.CSV', b'name') == forms.Upload('People.CSV', b'name')
    assert read('people.exe', b'name') == read('people', b'name') == 'Choose a file that ends in .csv, .xlsx'
    assert read('people.csv', b'') == 'There is nothing in this file'
    assert read('people.csv', bytes(2 * 1024 * 1024 + 1), megabytes=2) == 'Choose a file of at most 2 MB'
    assert one_field(forms.FileField(), '').errors == ['Choose a file']
    assert one_field(forms.FileField(optional=True)).errors == []
    assert one_field(forms.FileField(), forms.Upload('x', b'x')).shown == ''
