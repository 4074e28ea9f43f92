"""The queue in Redis as arq keeps it, with a wire form of our own and an end to every wait."""

from __future__ import annotations

import arq.worker
import msgspec
from arq.connections import ArqRedis
from redis.exceptions import RedisError

from coaching.kit.embedded.redis import connection_pool

NAME = 'cafe-path'
ANSWER_SECONDS = 3.0
AWAY = (RedisError, OSError, TimeoutError)

pack = msgspec.msgpack.Encoder(enc_hook=repr).encode  # arq's own form, pickle, would run what it reads
unpack = msgspec.msgpack.Decoder().decode


async def _say_nothing(*_: object) -> None:
    """In place of arq's line about the server, for which the stand-in inside a process has no answer."""


arq.worker.log_redis_info = _say_nothing  # type: ignore[assignment]


def connect(redis_url: str | None) -> ArqRedis:
    """A client of the queue; a server that does not answer within a few seconds is away."""
    pool = connection_pool(redis_url)
    if redis_url is not None:
        pool.connection_kwargs.update(socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
    return ArqRedis(pool, job_serializer=pack, job_deserializer=unpack, default_queue_name=NAME)
