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
# What is later wins where two style sheets disagree.
SHEETS = (
    "vendor/uplot/dist/uPlot.min.css",
    "css/tokens.css",
    "css/base.css",
    "css/page.css",
    "css/graph.css",
    "css/node.css",
    "css/tile.css",
    "css/code.css",
    "css/tensor.css",
    "css/explain.css",
    "css/map.css",
    "css/timeline.css",
    "css/help.css",
    "css/builder.css",
    "css/sizes.css",
    "css/forced.css",
)
STYLE = "css/all.css"

router = APIRouter(include_in_schema=False)
files = Files(assets("static"), joined={STYLE: SHEETS})
templates = Environment(
    loader=FileSystemLoader(assets("templates")), autoescape=select_autoescape()
)


@router.api_route("/", methods=["GET", "HEAD"])
async def index() -> Response:
    """The page. Everything on it comes through the API."""
    static = f"/static/{files.version()}"
    import_map = (assets("static") / IMPORT_MAP).read_text(encoding="utf-8").strip()
    import_map = import_map.replace('"/static/', f'"{static}/')
    template = templates.get_template("index.html")
    html = template.render(static=static, importmap=Markup(import_map), version=__version__)
    return page(html)


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
    app.mount("/static", files, name="static")
