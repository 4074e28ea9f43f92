"""Photos and files: known by their content, made anew without what they tell, and never run in our name."""

import io

import pikepdf
import pytest
from PIL import Image

from coaching.kit import clock
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import fetchrow, fetchval
from coaching.path.reading import LONGEST_SIDE, NoFile, cleaned
from coaching.path.values import FileFacts
from coaching.people.commands import erase
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main
from tests.path.world import a_team, as_somebody, somebody

SECRET = 'Alma Cruz, 12 Willow Street'


def a_photo(kind: str = 'JPEG', size: tuple[int, int] = (60, 40), mode: str = 'RGB', **more: object) -> bytes:
    page = io.BytesIO()
    Image.new(mode, size, 'sienna' if mode == 'RGB' else (160, 82, 45, 120)).save(page, kind, **more)
    return page.getvalue()


def with_a_story() -> bytes:
    """A photo lying on its side that tells who took it, and where."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010E] = 6, SECRET, SECRET
    exif.get_ifd(0x8825)[1] = 'N'
    return a_photo(exif=exif, comment=SECRET.encode())


def a_document(**more: object) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo['/Author'] = SECRET
    with document.open_metadata() as told:
        told['dc:creator'] = [SECRET]
    document.Root.OpenAction = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS='app.alert(1)'))
    page = io.BytesIO()
    document.save(page, **more)
    return page.getvalue()


def test_a_photo_is_made_anew_upright_and_without_its_story():
    content = with_a_story()
    assert SECRET.encode() in content
    kept = cleaned('IMG_0001.HEIC.JPG', content)
    assert isinstance(kept, FileFacts)
    assert (kept.name, kept.media_type, SECRET.encode() in kept.content) == ('IMG_0001.HEIC.jpg', 'image/jpeg', False)
    picture = Image.open(io.BytesIO(kept.content))
    assert (picture.size, dict(picture.getexif()), picture.info.get('comment')) == ((40, 60), {}, None)


@pytest.mark.parametrize(
    ('kind', 'mode', 'ending', 'media_type'),
    [('PNG', 'RGBA', 'png', 'image/png'), ('WEBP', 'RGBA', 'webp', 'image/webp'), ('GIF', 'RGB', 'png', 'image/png')],
)
def test_other_pictures_keep_what_can_be_seen_through(kind, mode, ending, media_type):
    kept = cleaned('flyer', a_photo(kind, mode=mode))
    assert isinstance(kept, FileFacts)
    assert (kept.name, kept.media_type) == (f'flyer.{ending}', media_type)
    assert Image.open(io.BytesIO(kept.content)).has_transparency_data == (mode == 'RGBA')


def test_a_large_photo_becomes_as_large_as_a_screen_and_not_larger():
    kept = cleaned('wide.jpg', a_photo(size=(4 * LONGEST_SIDE, 30)))
    assert isinstance(kept, FileFacts) and Image.open(io.BytesIO(kept.content)).width <= LONGEST_SIDE


def test_a_document_keeps_its_pages_and_loses_its_author_and_what_it_would_do_by_itself():
    content = a_document()
    kept = cleaned('flyer.pdf', content)
    assert isinstance(kept, FileFacts) and (kept.name, kept.media_type) == ('flyer.pdf', 'application/pdf')
    with pikepdf.open(io.BytesIO(kept.content)) as document:
        assert (len(document.pages), len(document.docinfo)) == (1, 0)
        assert {'/Metadata', '/OpenAction'} & set(document.Root.keys()) == set()
    assert b'JavaScript' not in kept.content


@pytest.mark.parametrize(
    ('content', 'reason'),
    [
        (b'MZ\x90\x00 a program', NoFile.UNKNOWN), (b'<svg xmlns="http://www.w3.org/2000/svg"/>', NoFile.UNKNOWN), (b'', NoFile.UNKNOWN),
        (a_photo()[:-40], NoFile.BROKEN), (b'%PDF-1.7\nnothing', NoFile.BROKEN),
        (a_document(encryption=pikepdf.Encryption(user='a', owner='b')), NoFile.LOCKED), (a_photo('BMP'), NoFile.UNKNOWN),
    ],
)  # fmt: skip
def test_what_is_no_photo_and_no_document_is_refused_by_its_content(content, reason):
    assert cleaned('photo.jpg', content) is reason


@pytest.fixture
async def willow(client, monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOW)
    team_id, alma, grace, rosa = await a_team()
    await as_somebody(client, alma)
    return client, f'/team/{team_id}', alma, grace, rosa


async def test_a_photo_shows_a_step_and_leaves_as_a_file_that_no_browser_runs(willow):
    client, team, _alma, _grace, rosa = willow
    photo = {'file': ('ñandú “1”.jpg', with_a_story())}
    answer = await client.post(f'{team}/steps/3/evidence', data={'words': 'Our first table.'}, files=photo)
    assert answer.status_code == 303
    row = await fetchrow('select id, name, media_type, size, content from evidence_file')
    assert (row['name'], row['media_type'], row['size']) == ('ñandú “1”.jpg', 'image/jpeg', len(row['content']))
    page = await client.get(f'{team}/steps/3')
    assert f'href="{team}/files/{row["id"]}"' in page.text
    await as_somebody(client, rosa)
    file = await client.get(f'{team}/files/{row["id"]}')
    assert (file.status_code, file.content) == (200, row['content'])
    assert file.headers['content-disposition'] == "attachment; filename*=UTF-8''%C3%B1and%C3%BA%20%E2%80%9C1%E2%80%9D.jpg"
    assert file.headers['content-security-policy'] == "sandbox; default-src 'none'"
    assert (file.headers['x-content-type-options'], file.headers['cache-control']) == ('nosniff', 'no-store')


async def test_a_file_of_somebody_elses_team_and_one_that_was_taken_away_are_not_there(willow):
    client, team, alma, _grace, _rosa = willow
    await client.post(f'{team}/steps/3/evidence', data={'words': 'Our first table.'}, files={'file': ('a.jpg', a_photo())})
    file_id = await fetchval('select id from evidence_file')
    other = await somebody('Olive Reed', Grant('lead', 'team', 10**6))
    await as_somebody(client, other)
    assert (await client.get(f'{team}/files/{file_id}')).status_code == 404
    assert (await client.get(f'/team/{10**6}/files/{file_id}')).status_code == 404
    await as_somebody(client, alma)
    await client.post(f'{team}/steps/3/evidence/removal', data={'id': await fetchval('select id from evidence')})
    assert (await client.get(f'{team}/files/{file_id}')).status_code == 404


@pytest.mark.parametrize(
    ('name', 'content', 'says'),
    [
        ('run.jpg', b'MZ a program', 'Choose a photo (JPEG, PNG, WebP or GIF) or a PDF.'),
        ('notes.docx', a_photo(), 'Choose a file that ends in .jpg'), ('a.jpg', b'', 'There is nothing in this file'),
        ('big.jpg', b'\xff\xd8' + b'0' * (10 * 1024 * 1024), 'Choose a file of at most 10 MB'),
    ],
)  # fmt: skip
async def test_a_file_that_is_not_kept_is_told_beside_its_field_and_everything_typed_stays(willow, name, content, says):
    client, team, *_people = willow
    typed = {'words': 'Our first table.', 'on': '2026-11-16', 'url': 'https://example.org'}
    answer = await client.post(f'{team}/steps/3/evidence', data=typed, files={'file': (name, content)})
    assert (answer.status_code, says in main(answer)) == (422, True)
    assert all(words in answer.text for words in typed.values())
    assert await fetchval('select count(*) from evidence_file') == 0


async def test_a_file_that_is_far_too_large_is_told_the_true_limit_and_the_way_back(willow):
    client, team, *_people = willow
    sent = {'data': {'words': 'Our first table.'}, 'files': {'file': ('big.jpg', b'0' * (11 * 1024 * 1024))}}
    answer = await client.post(f'{team}/steps/3/evidence', **sent, headers={'referer': f'https://example.org{team}/steps/3'})
    assert (answer.status_code, 'A file may have 10 MB here.' in answer.text) == (413, True)
    assert f'href="{team}/steps/3"' in answer.text


async def test_files_of_somebody_who_is_erased_go(willow):
    client, team, alma, *_people = willow
    await client.post(f'{team}/steps/3/evidence', data={'words': 'Our first table.'}, files={'file': ('a.jpg', a_photo())})
    await erase(alma.person_id, asked_by='the person', by=SYSTEM, now=NOW)
    assert (await fetchval('select count(*) from evidence_file'), await fetchval('select count(*) from evidence')) == (0, 1)
