"""Backprop Explorer: a time-travel debugger for backpropagation.

`from backprop_explorer import record` records one training iteration of any NumPy network.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backprop_explorer.trace import record

__version__ = "0.1.0"
__all__ = ["record"]


def __getattr__(name: str) -> Any:
    """Loads `record` when it is first asked for: NumPy must not be loaded before the server has
    chosen its number of threads, nor for `--version`."""
    if name == "record":
        from backprop_explorer.trace import record

        return record
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
