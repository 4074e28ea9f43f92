"""What a browser may send, and what is no form."""

import random

import pytest
from litestar import Request, get, post
from litestar.exceptions import HTTPException

from coaching.kit import access, forms
from tests.kit.small import browser, small_app, templates


class Note(forms.Form):
    name = forms.NameField('Name')
    places = forms.ManyField('Places', choices=[('a', 'A'), ('b', 'B')], optional=True)
    file = forms.FileField('File', optional=True, megabytes=1)


def told(form):
    file = form.file.data
    return {**form.data, 'file': [file.name, len(file.content)] if file else None, 'errors': form.errors}


@post('/note', opt={**access.ANYONE, **forms.FILES})
async def write_note(request: Request) -> dict[str, object]:
    form = await forms.read(Note, request)
    if not form.validate():
        raise HTTPException(status_code=422)
    return told(form)


@get('/note', opt=access.ANYONE)
async def new_note(request: Request) -> dict[str, object]:
    return told(await forms.read(Note, request, name='Dana'))


@pytest.fixture
async def client():
    with templates():
        async with browser(small_app(write_note, new_note)) as client:
            yield client


async def test_a_plain_form_is_read_with_its_accents_and_its_doubles(client):
    answer = await client.post('/note', data={'name': 'Efraín', 'places': ['b', 'a']})
    assert (answer.status_code, answer.json()['name'], answer.json()['places']) == (201, 'Efraín', ['a', 'b'])


async def test_a_form_with_a_file_is_read(client):
    files = {'file': ('C:\\Users\\dana\\people.csv', b'name,email')}
    answer = await client.post('/note', data={'name': 'Efraín'}, files=files)
    assert (answer.json()['name'], answer.json()['file']) == ('Efraín', ['people.csv', 10])
    assert (await client.post('/note', data={'name': 'Dana'}, files={'file': ('', b'')})).json()['file'] is None
    assert (await client.post('/note', data={'name': 'Dana'}, files={'file': ('x', bytes(1024 * 1024 + 1))})).status_code == 422
    assert (await client.post('/note', files={'name': ('x', b'x')})).status_code == 422


async def test_a_page_is_filled_from_its_address_or_else_from_its_defaults(client):
    assert (await client.get('/note')).json()['name'] == 'Dana'
    assert (await client.get('/note?tz=x')).json()['name'] == 'Dana'
    assert (await client.get('/note?name=Ana&places=a')).json() == {'name': 'Ana', 'places': ['a'], 'file': None, 'errors': {}}


@pytest.mark.parametrize(
    ('kind', 'body', 'code'),
    [
        ('application/x-www-form-urlencoded', b'name=%FF', 400),
        ('application/x-www-form-urlencoded', b'name=\xff', 400),
        ('application/x-www-form-urlencoded', b'name=%ED%A0%80', 400),
        ('application/x-www-form-urlencoded', b'a=&' * 5001, 400),
        ('application/x-www-form-urlencoded', b'name=%zz', 201),
        ('application/x-www-form-urlencoded; charset=utf-8', b'name=Ana', 201),
        ('Application/X-WWW-Form-URLencoded', b'name=Ana', 201),
        ('multipart/form-data', b'x', 400),
        ('multipart/form-data; boundary="\xff"', b'x', 400),
        ('multipart/form-data; boundary=x', b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nA\x00\r\n--x--\r\n', 400),
        ('multipart/form-data; boundary=x', b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xff\r\n--x--\r\n', 400),
        ('multipart/form-data; boundary=x', b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nAna\r\n--x--\r\n', 201),
        (
            'multipart/form-data; boundary=x',
            b'--x\r\nContent-Disposition: form-data; name="name"\r\nContent-Type: text/plain; charset=utf-99\r\n\r\nA\r\n--x--\r\n',
            400,
        ),
        ('multipart/form-data; boundary=x', b'--x\r\nContent-Disposition: form-data\r\n\r\nA\r\n--x--\r\n', 422),
        ('application/json', b'{"name": "Ana"}', 422),
        ('', b'name=Ana', 422),
    ],
)
async def test_what_is_no_form_is_refused(client, kind, body, code):
    answer = await client.post('/note', content=body, headers={'Content-Type': kind.encode('latin-1')})
    assert answer.status_code == code


async def test_no_broken_parts_make_the_reader_fall_over(client):
    chance = random.Random(7)
    whole = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nabc\r\n--x\r\n'
    whole += b'Content-Disposition: form-data; name="name"\r\nContent-Type: text/plain; charset=latin-1\r\n\r\nAna\r\n--x--\r\n'
    for _ in range(400):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(body))
            body[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 4))
        answer = await client.post('/note', content=bytes(body), headers={'Content-Type': 'multipart/form-data; boundary=x'})
        assert answer.status_code in (201, 400, 422), bytes(body)


async def test_no_visitors_form_stays_in_the_memory_of_the_reader(client):
    from litestar._parsers import parse_url_encoded_form_data

    before = parse_url_encoded_form_data.cache_info().currsize
    await client.post('/note', data={'name': 'Efraín Solís'})
    assert parse_url_encoded_form_data.cache_info().currsize == before
