"""What is sealed is opened for whom it was sealed, and for nobody else."""

from __future__ import annotations

import pytest

from coaching.readiness.sealing import open_draft, open_tally, seal_draft, seal_tally
from coaching.readiness.values import Draft, Role, Tally

ITEMS, SCALE = ('A1', 'A2', 'B1'), ('cold', 'hot', 'not-sure')
SAID = Draft({'A1': 'hot', 'B1': 'not-sure'}, Role.PARTNER)
COUNTED = Tally({Role.STAFF: 300}, {'A2': {'cold': 299, 'not-sure': 1}})


def opened(sealed: bytes, round_id: int = 5, person_id: int = 9) -> Draft | None:
    return open_draft(sealed, is_sent=False, round_id=round_id, person_id=person_id, items=ITEMS, scale=SCALE)


def sealed(said: Draft = SAID) -> bytes:
    return seal_draft(said, round_id=5, person_id=9, items=ITEMS, scale=SCALE)


@pytest.mark.parametrize('said', [SAID, Draft({}), Draft({'A2': 'cold'}), Draft(dict.fromkeys(ITEMS, 'hot'), Role.PARENT)])
def test_a_draft_comes_back_as_it_was_and_each_has_the_same_length(said: Draft):
    assert opened(sealed(said)) == said
    assert len(sealed(said)) == 12 + 1 + len(ITEMS) + 16


@pytest.mark.parametrize(('round_id', 'person_id'), [(6, 9), (5, 8)])
def test_a_draft_is_not_opened_in_another_round_or_for_somebody_else(round_id: int, person_id: int):
    assert opened(sealed(), round_id, person_id) is None


def test_a_draft_that_was_touched_is_not_opened():
    whole = sealed()
    assert opened(whole[:-1] + bytes([whole[-1] ^ 1])) is None


def test_paper_comes_back_as_it_was_counted_and_in_its_own_round_alone():
    counted = seal_tally(COUNTED, round_id=5, items=ITEMS, scale=SCALE)
    assert open_tally(counted, round_id=5, items=ITEMS, scale=SCALE) == COUNTED
    assert open_tally(counted, round_id=6, items=ITEMS, scale=SCALE) is None
