"""A PDF keeps its pages and its links to the web, and loses what it would do, carry or tell, wherever that hangs."""

import io

import pikepdf
import pytest
from PIL import Image

from coaching.path.documents import without_story
from coaching.path.reading import cleaned
from coaching.path.values import FileFacts
from tests.path.test_files import SECRET, a_photo, with_a_story

NAME, LIST, PARTS = pikepdf.Name, pikepdf.Array, pikepdf.Dictionary


def a_document(fill) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    fill(document, document.pages[0].obj)
    page = io.BytesIO()
    document.save(page, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return page.getvalue()


def runs(**more) -> pikepdf.Dictionary:
    return PARTS(S=NAME.JavaScript, JS=SECRET, **more)


def note(subtype: str, **more) -> pikepdf.Dictionary:
    return PARTS(Type=NAME.Annot, Subtype=NAME(subtype), Rect=LIST([0, 0, 9, 9]), **more)


def a_link(document, page):
    page.Annots = LIST([document.make_indirect(note('/Link', A=runs())), note('/Link', A=PARTS(S=NAME.Launch, F=SECRET))])


def after_a_link(_document, page):
    page.Annots = LIST([note('/Link', A=PARTS(S=NAME.URI, URI='https://example.org', Next=runs()))])


def after_a_link_in_a_row(_document, page):
    page.Annots = LIST([note('/Link', A=PARTS(S=NAME.URI, URI='https://example.org', Next=LIST([runs()])))])


def a_field(document, page):
    field = document.make_indirect(note('/Widget', FT=NAME.Tx, T='field', AA=PARTS(K=runs())))
    page.Annots = LIST([field])
    document.Root.AcroForm = PARTS(Fields=LIST([field]), XFA=document.make_stream(SECRET.encode()))


def an_outline(document, _page):
    one = document.make_indirect(PARTS(Title='One', A=runs()))
    document.Root.Outlines = document.make_indirect(PARTS(Type=NAME.Outlines, First=one, Last=one, Count=1))


def names(document, _page):
    document.Root.Names = PARTS(JavaScript=PARTS(Names=LIST(['x', runs()])))


def an_attachment(document, page):
    held = PARTS(Type=NAME.Filespec, F=SECRET, EF=PARTS(F=document.make_stream(SECRET.encode())))
    one = document.make_indirect(note('/FileAttachment', FS=held))
    page.Annots = document.make_indirect(LIST([one]))
    document.Root.StructTreeRoot = PARTS(K=PARTS(Type=NAME.OBJR, Obj=one))


def a_writer(_document, page):
    page.Annots = LIST([note('/Text', T=SECRET, Contents='Look here')])


def what_a_photo_tells(document, page):
    photo = document.make_stream(b'dots', Type=NAME.XObject, Subtype=NAME.Image, Metadata=document.make_stream(SECRET.encode()))
    page.Resources = PARTS(XObject=PARTS(Im0=photo))


def a_photo_with_a_story(document, page):
    photo = document.make_stream(b'', Type=NAME.XObject, Subtype=NAME.Image, Width=60, Height=40)
    photo.write(with_a_story(), filter=NAME.DCTDecode)
    page.Resources = PARTS(XObject=PARTS(Im0=photo))


EVERYWHERE = (
    a_link, after_a_link, after_a_link_in_a_row, a_field, an_outline, names, an_attachment, a_writer, what_a_photo_tells,
    a_photo_with_a_story,
)  # fmt: skip


@pytest.mark.parametrize('fill', EVERYWHERE, ids=lambda fill: fill.__name__)
def test_what_a_document_would_do_carry_or_tell_is_gone(fill):
    content = a_document(fill)
    kept = cleaned('flyer.pdf', content)
    assert isinstance(kept, FileFacts)
    with pikepdf.open(io.BytesIO(kept.content)) as document:
        page = io.BytesIO()
        document.save(page, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False,
                      object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
        assert len(document.pages) == 1
    told = page.getvalue()
    assert SECRET.encode() in content
    assert [word for word in (SECRET.encode(), b'/JavaScript', b'/Launch', b'/AA', b'/XFA', b'/FileAttachment') if word in told] == []


def test_a_document_keeps_its_links_to_the_web_its_fields_and_its_notes():
    def fill(document, page):
        a_writer(document, page)
        page.Annots.append(note('/Link', A=PARTS(S=NAME.URI, URI='https://example.org')))
        page.Annots.append(note('/Widget', FT=NAME.Tx, T='Name'))

    kept = cleaned('flyer.pdf', a_document(fill))
    assert isinstance(kept, FileFacts)
    with pikepdf.open(io.BytesIO(kept.content)) as document:
        text, link, field = document.pages[0].obj.Annots
        assert (str(text.Contents), str(link.A.URI), str(field.T)) == ('Look here', 'https://example.org', 'Name')


def test_a_photo_in_a_document_keeps_its_dots():
    told, plain = with_a_story(), without_story(with_a_story())
    assert (SECRET.encode() in told, SECRET.encode() in plain) == (True, False)
    assert Image.open(io.BytesIO(plain)).tobytes() == Image.open(io.BytesIO(told)).tobytes()
    assert without_story(a_photo()[:20]) == a_photo()[:20]
