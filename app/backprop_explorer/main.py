"""The application: `uvicorn backprop_explorer.main:app`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from backprop_explorer import __version__
from backprop_explorer.api import errors, openapi
from backprop_explorer.api.guard import Guard
from backprop_explorer.api.routers import ROUTERS
from backprop_explorer.api.shutdown import end, streams_closed_by_signal
from backprop_explorer.config import Settings
from backprop_explorer.config import settings as process_settings
from backprop_explorer.pages import routes as pages
from backprop_explorer.sessions.answers import Answers
from backprop_explorer.sessions.presets import TWO_LAYER_MNIST
from backprop_explorer.sessions.slots import Slots
from backprop_explorer.sessions.store import MemoryStore


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application: the JSON API and the pages. Settings are the process's if left out."""
    settings = settings or process_settings()
    app = FastAPI(
        title="Backprop Explorer",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.ready = False
    app.state.store = MemoryStore(settings.max_sessions)
    app.state.answers = Answers()
    app.state.making = asyncio.Lock()
    app.state.slots = Slots(settings.workers)
    for router in ROUTERS:
        app.include_router(router, prefix="/api")
    openapi.install(app)
    pages.install(app)
    errors.install(app)
    app.add_middleware(
        Guard, max_request_bytes=settings.max_request_bytes, hosts=settings.allowed_hosts
    )
    return app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    # The first session opens at once: the data is loaded, and an iteration has been recorded.
    state.store.keep_ready(TWO_LAYER_MNIST.spec, TWO_LAYER_MNIST.opening)
    state.ready = True
    with streams_closed_by_signal(state.store):
        yield
    state.ready = False
    await end(state.store, state.slots)


app = create_app()
