"""The pool: what a connection costs beside what it is asked for."""

import pytest

from coaching.kit.database import DB, at_once, atomic, fetchval, one_connection
from tests.queries import counted


async def test_a_connection_goes_back_to_the_pool_without_a_further_question(pool):
    async with counted() as asked, DB.pool.acquire() as held:
        await held.fetchval('select 1')
    assert asked == ['select 1']


async def test_what_was_set_in_a_transaction_does_not_reach_the_next_who_gets_the_connection(pool):
    async with atomic() as transaction:
        await transaction.connection.execute("set local statement_timeout = '7s'")
        pid = await fetchval('select pg_backend_pid()')
    for _ in range(20):
        async with DB.pool.acquire() as held:
            if await held.fetchval('select pg_backend_pid()') == pid:
                assert await held.fetchval('show statement_timeout') == '0'
                return
    raise AssertionError('the connection did not come back')


async def test_several_questions_are_asked_at_once_and_within_a_transaction_one_after_the_other(pool):
    pid = 'select pg_backend_pid() from (select pg_sleep(0.02)) as meanwhile'
    assert len(set(await at_once(fetchval(pid), fetchval(pid)))) == 2
    async with atomic():
        assert await at_once(fetchval('select 1'), fetchval('select txid_current()')) == [1, await fetchval('select txid_current()')]


async def test_a_page_asks_all_its_questions_on_one_connection_and_writes_nothing_there(pool):
    pid = 'select pg_backend_pid() from (select pg_sleep(0.02)) as meanwhile'
    async with one_connection(), one_connection():
        assert len(set(await at_once(fetchval(pid), fetchval(pid)))) == 1
        with pytest.raises(RuntimeError):
            async with atomic():
                pass
    async with atomic() as transaction, one_connection():
        assert await fetchval(pid) == await transaction.connection.fetchval(pid)
