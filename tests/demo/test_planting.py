"""The demo network has something of everything that a coordinator looks after."""

import datetime

from coaching.demo import plant
from coaching.demo.cast import cast
from coaching.funnel.queries import groups
from coaching.kit import words
from coaching.kit.database import execute, fetch, fetchval
from coaching.teams.queries import duplicates, likely_many, memberships_of, places
from coaching.teams.rules import KINDS, SECTORS

NOW = datetime.datetime(2026, 11, 18, 15, 0, tzinfo=datetime.UTC)


async def test_there_are_places_groups_of_many_kinds_words_to_settle_and_a_double(database):
    await execute('delete from network')
    links = await plant(now=NOW)
    assert list(links) == ['coordinator', 'trainer', 'second trainer', 'county coordinator']
    assert [place.depth for place in await places()] == [0, 1, 1, 0, 1]
    assert await fetchval('select count(distinct kind) from organisation') == 10
    waiting = [group.words for group in (await groups.waiting()).groups]
    assert sorted(waiting) == ['Harbor Point Schools', 'Maple Library', 'Westgate Early Learning', 'just a mom']
    guesses = await likely_many(waiting)
    assert {words: [one.name for one in found][:1] for words, found in guesses.items()} == {
        'Harbor Point Schools': ['Harbor Point Elementary School'], 'Maple Library': ['Maple Street Library'],
        'Westgate Early Learning': ['Westgate Early Learning Center'], 'just a mom': [],
    }  # fmt: skip
    assert sorted(one.words for one in await groups.answered(NOW)) == sorted(cast().meant)
    assert [pair.why for pair in (await duplicates()).pairs] == ['Same name, and one of them has no email and no phone']
    principals = await fetch("select person_id from membership where title = 'Principal'")
    assert len(await memberships_of([row['person_id'] for row in principals])) >= 1


def test_the_names_in_the_cast_fit_together():
    whole = cast()
    assert {one.inside for one in whole.places} - {place.name for place in whole.places} == {''}
    assert {one.place for one in whole.organisations} - {place.name for place in whole.places} == {''}
    assert set(whole.meant) <= set(whole.groups)
    assert set(whole.meant.values()) <= {one.name for one in whole.organisations}
    assert {one.kind for one in whole.organisations} <= set(KINDS)
    assert {one.sector for one in whole.organisations} <= {'', *SECTORS}
    assert set(whole.help_lines) == set(words.LANGUAGES)
