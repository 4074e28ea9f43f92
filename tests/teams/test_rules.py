"""Which organisation was meant, what may become of a place, and who may touch what."""

import dataclasses

import pytest

from coaching.kit.access import PUBLIC, Actor, Grant, How
from coaching.kit.database import fetchval
from coaching.teams import policy
from coaching.teams.rules import (
    KINDS,
    LIKELY,
    SECTORS,
    NoOrganisation,
    NoPlace,
    likely_kind,
    likeness,
    telling_words,
    why_not_close,
    why_not_merge,
    why_not_move,
)
from coaching.teams.values import OrganisationFacts, PlaceFacts
from tests.conftest import NOW
from tests.people.world import ellen
from tests.teams.world import luz

COUNTY = PlaceFacts(1, 'Prairie County', None, 0, None)
TOWN = PlaceFacts(2, 'Willow', 1, 1, None)
CLOSED = dataclasses.replace(TOWN, closed_at=NOW)
SCHOOL = OrganisationFacts(1, 'Lincoln Elementary School', 'school', '', False, None, '', None, '', None, 1, 0)


@pytest.mark.parametrize(
    ('typed', 'name', 'is_likely'),
    [
        ('Lincoln Elementary', 'Lincoln Elementary School', True),
        ('lincoln', 'Lincoln Elementary School', True),
        ('harbor pt elem', 'Harbor Point Elementary School', True),
        ('St Mary', 'Saint Mary Church', True),
        ('Lincoln Elem', 'Lincoln Elementary School', True),
        ('Escuela Lincoln', 'Lincoln Elementary School', True),
        ('LINCOLN ELEMENTARY SCHOOL', 'Lincoln Elementary School', True),
        ('Roosevelt Elementary School', 'Lincoln Elementary School', False),
        ('Elementary School', 'Lincoln Elementary School', False),
        ('Willow Family Center', 'Willow Family Resource Center', True),
        ('', 'Lincoln Elementary School', False),
        ('Lincoln', '-', False),
    ],
)
def test_the_words_of_a_sign_up_lead_to_an_organisation(typed: str, name: str, is_likely: bool):
    assert (likeness(typed, name) >= LIKELY) is is_likely


def test_the_same_words_are_the_likeliest():
    scores = [likeness('lincoln school', name) for name in ('Lincoln School', 'Lincoln Elementary School', 'Lincoln County Health')]
    assert (scores[0], sorted(scores, reverse=True)) == (1.0, scores)


def test_words_that_say_little_are_looked_for_only_where_there_are_no_others():
    found = [telling_words(typed) for typed in ('The Lincoln School', 'Community Center', '…')]
    assert found == [['lincoln'], ['community', 'center'], []]


@pytest.mark.parametrize(
    ('place', 'parent', 'below', 'reason'),
    [
        (TOWN, COUNTY, {2}, None),
        (TOWN, None, {2}, None),
        (CLOSED, COUNTY, {2}, NoPlace.GONE),
        (COUNTY, CLOSED, {1, 2}, NoPlace.PARENT_GONE),
        (COUNTY, TOWN, {1, 2}, NoPlace.BELOW_ITSELF),
        (COUNTY, COUNTY, {1, 2}, NoPlace.BELOW_ITSELF),
    ],
)
def test_a_place_moves_anywhere_but_into_itself(place: PlaceFacts, parent: PlaceFacts | None, below: set[int], reason: NoPlace | None):
    assert why_not_move(place, parent, below) is reason


@pytest.mark.parametrize(('place', 'inside', 'reason'), [(TOWN, [], None), (COUNTY, [2], NoPlace.HAS_PLACES), (CLOSED, [], NoPlace.GONE)])
def test_a_place_is_closed_when_it_is_empty(place: PlaceFacts, inside: list[int], reason: NoPlace | None):
    assert why_not_close(place, inside) is reason


@pytest.mark.parametrize(
    ('kept', 'merged', 'reason'),
    [
        (SCHOOL, dataclasses.replace(SCHOOL, id=2), None),
        (SCHOOL, SCHOOL, NoOrganisation.SAME_RECORD),
        (SCHOOL, dataclasses.replace(SCHOOL, id=2, merged_into_id=3), NoOrganisation.GONE),
        (dataclasses.replace(SCHOOL, merged_into_id=3), dataclasses.replace(SCHOOL, id=2), NoOrganisation.GONE),
    ],
)
def test_two_records_become_one_organisation(kept: OrganisationFacts, merged: OrganisationFacts, reason: NoOrganisation | None):
    assert why_not_merge(kept, merged) is reason


async def test_the_closed_lists_are_those_of_the_schema(database):
    check = 'select pg_get_constraintdef(oid) from pg_constraint where conname = $1'
    for name, words in (('organisation_kind', KINDS), ('organisation_sector', SECTORS)):
        written = await fetchval(check, name)
        assert {part.split("'")[1] for part in written.split('::text') if "'" in part} - {''} == set(words)


NETWORK, HERE, THERE = Grant('coordinator', 'network', None), Grant('coordinator', 'place', 1), Grant('coordinator', 'place', 9)
TRAINER = Grant('trainer', 'network', None)
DANA = Actor(How.ACCOUNT, grants=(TRAINER,))


@pytest.mark.parametrize(
    ('scope', 'place_id', 'is_covered'), [(None, 9, True), (None, None, True), ({1}, 1, True), ({1}, 9, False), ({1}, None, False)]
)
def test_a_scope_covers_its_own_places(scope: set[int] | None, place_id: int | None, is_covered: bool):
    assert policy.covers(None if scope is None else frozenset(scope), place_id) is is_covered


@pytest.mark.parametrize(
    ('actor', 'role', 'may'),
    [
        (ellen(), NETWORK, True), (ellen(), TRAINER, True), (luz(1), HERE, True), (luz(1), THERE, False), (luz(1), NETWORK, False),
        (luz(1), TRAINER, False), (DANA, HERE, False), (PUBLIC, HERE, False),
    ],
)  # fmt: skip
def test_a_coordinator_gives_what_is_hers_to_give(actor: Actor, role: Grant, may: bool):
    assert policy.may_give(actor, frozenset({1, 2}), role) is may


@pytest.mark.parametrize(
    ('actor', 'held', 'may'), [(ellen(), [NETWORK], True), (luz(1), [HERE], True), (luz(1), [], True), (luz(1), [HERE, TRAINER], False)]
)
def test_whoever_has_roles_elsewhere_is_not_closed_from_here(actor: Actor, held: list[Grant], may: bool):
    assert policy.may_close(actor, frozenset({1}), held) is may


def test_the_networks_own_words_are_changed_by_whoever_looks_after_all_of_it():
    assert [policy.may_change_network(actor) for actor in (ellen(), luz(1), DANA)] == [True, False, False]


def test_a_name_often_tells_the_kind():
    names = ('Escuela Lincoln', 'Nueva Vida Church', 'Harbor Point School District', 'Head Start Learning Center', 'just a mom', '')
    assert [likely_kind(name) for name in names] == ['school', 'faith', 'district', 'early_care', 'other', 'other']
