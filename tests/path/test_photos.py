"""Photos of phones and of people who mean harm: how much room one takes, and what is damaged in it."""

import io
import subprocess
import sys

import pytest
from PIL import Image, ImageChops

from coaching.path.reading import LONGEST_SIDE, NoFile, cleaned
from coaching.path.values import FileFacts

MEASURED = """
import resource, sys
from coaching.path.reading import cleaned
content = sys.stdin.buffer.read()
cleaned('none.png', b'')
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert cleaned('large.png', content).media_type
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def a_picture(kind: str, size: tuple[int, int], mode: str = 'RGB', **more: object) -> bytes:
    page = io.BytesIO()
    Image.new(mode, size).save(page, kind, **more)
    return page.getvalue()


@pytest.mark.parametrize(
    ('kind', 'side', 'more'),
    [('PNG', 4900, {}), ('GIF', 4900, {}), ('WEBP', 3500, {}), ('JPEG', 4900, {'progressive': True}), ('JPEG', 8950, {})],
)
def test_a_picture_with_too_many_dots_is_not_even_unpacked(kind, side, more):
    assert cleaned('huge', a_picture(kind, (side, side), 'RGB' if kind == 'WEBP' else 'L', **more)) is NoFile.TOO_LARGE


@pytest.mark.parametrize(
    ('kind', 'side', 'mode', 'more'),
    [('PNG', 4890, 'RGBA', {}), ('WEBP', 3460, 'RGBA', {}), ('JPEG', 4890, 'RGB', {'progressive': True, 'subsampling': 0})],
)
def test_the_largest_pictures_that_are_taken_need_at_most_three_hundred_megabytes(kind, side, mode, more):
    content = a_picture(kind, (side, side), mode, **more)
    told = subprocess.run([sys.executable, '-c', MEASURED], input=content, capture_output=True, check=True)
    assert int(told.stdout) <= 300


def test_a_picture_is_shrunk_in_bands_that_nobody_sees():
    sky, page = Image.radial_gradient('L').resize((4000, 3000)).convert('RGB'), io.BytesIO()
    sky.save(page, 'PNG')
    kept = cleaned('sky.png', page.getvalue())
    assert isinstance(kept, FileFacts)
    whole = sky.resize((LONGEST_SIDE, 1920), Image.Resampling.LANCZOS)
    differs = ImageChops.difference(Image.open(io.BytesIO(kept.content)), whole)
    assert max(most for _least, most in differs.getextrema()) <= 3


@pytest.mark.filterwarnings('ignore:Corrupt EXIF data')
@pytest.mark.parametrize('kind', ['JPEG', 'WEBP', 'PNG'])
@pytest.mark.parametrize(
    'damaged',
    [
        b'Exif\x00\x00', b'Exif\x00\x00MM\x00*', b'Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x02\x00\x04\x00\x00\x00abcd\x00\x00',
        b'Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x0f\x01\x05\x00\x01\x00\x00\x00\x02\x00',
        b'Exif\x00\x00II*\x00\xff\xff\xff\xff', b'Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff\x01\x12',
        b'Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x0a\x00\x00\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00',
    ],
)  # fmt: skip
def test_a_photo_that_tells_damaged_things_of_itself_is_kept_all_the_same(kind, damaged):
    kept = cleaned('photo', a_picture(kind, (40, 60), exif=damaged))
    assert isinstance(kept, FileFacts)


def test_both_photos_that_a_phone_puts_into_one_file_are_one():
    content = a_picture('MPO', (60, 40), save_all=True, append_images=[Image.new('RGB', (30, 20))])
    kept = cleaned('phone.jpg', content)
    assert isinstance(kept, FileFacts) and (kept.media_type, Image.open(io.BytesIO(kept.content)).size) == ('image/jpeg', (60, 40))
