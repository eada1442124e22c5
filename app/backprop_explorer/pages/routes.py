"""The pages and their addresses."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from backprop_explorer import __version__
from backprop_explorer.api import problems
from backprop_explorer.api.answers import answer
from backprop_explorer.api.problems import PROBLEMS, ProblemError
from backprop_explorer.config import assets
from backprop_explorer.pages.csp import content_security_policy
from backprop_explorer.pages.files import Files

IMPORT_MAP = "vendor/importmap.json"

router = APIRouter(include_in_schema=False)
templates = Environment(
    loader=FileSystemLoader(assets("templates")), autoescape=select_autoescape()
)


@router.api_route("/", methods=["GET", "HEAD"])
async def index() -> Response:
    """The page. Everything on it comes through the API."""
    import_map = (assets("static") / IMPORT_MAP).read_text(encoding="utf-8").strip()
    template = templates.get_template("index.html")
    return page(template.render(importmap=Markup(import_map), version=__version__))


@router.api_route("/docs", methods=["GET", "HEAD"])
async def docs() -> Response:
    """The API's documentation, from the OpenAPI document, without any other server."""
    return page(templates.get_template("docs.html").render())


@router.get("/problems/{slug}")
async def problem(request: Request, slug: str) -> Response:
    """What a problem's `type` stands for."""
    if slug not in PROBLEMS:
        raise ProblemError(problems.NOT_FOUND, f"There is no problem {slug[:60]!r}.")
    known = PROBLEMS[slug]
    return answer(
        {
            "type": known.type,
            "title": known.title,
            "status": known.status,
            "meaning": known.meaning,
        }
    )


def page(html: str) -> Response:
    """An HTML answer under our content security policy."""
    headers = {
        "content-security-policy": content_security_policy(html),
        "cache-control": "no-cache",
    }
    return HTMLResponse(html, headers=headers)


def install(app: FastAPI) -> None:
    """Adds the pages to the application."""
    app.include_router(router)
    app.mount("/static", Files(directory=assets("static")), name="static")
