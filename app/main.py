"""So that `uvicorn app.main:app` works from a checkout."""

from backprop_explorer.main import app

__all__ = ["app"]
