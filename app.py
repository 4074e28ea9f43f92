"""The ASGI application, for any server: uvicorn app:app."""

from coaching.application import create_app

app = create_app()
