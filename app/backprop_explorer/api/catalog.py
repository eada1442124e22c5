"""What can be chosen."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from backprop_explorer.api.answers import Route, answer
from backprop_explorer.api.documented import answers
from backprop_explorer.api.schemas import Catalog
from backprop_explorer.sessions.catalog import catalog

router = APIRouter(tags=["catalog"], route_class=Route)


@router.get(
    "/catalog", summary="See what can be chosen", responses=answers(200, Catalog, catalog())
)
async def read_catalog() -> Response:
    """Every layer, loss, initializer, optimizer, data set and preset, with its options, defaults,
    ranges and one sentence; and the limits of a spec and a request."""
    return answer(catalog())
