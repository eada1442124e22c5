"""How a recording calls layers and optimizers, and what it says where they want another call."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from backprop_explorer.trace.anatomy import Part
from backprop_explorer.trace.errors import BadLayer
from backprop_explorer.trace.places import LABELS


def seed(last: Part) -> dict[str, float]:
    """What the last layer's backward is called with: 1 for dL/dL, unless that is its default.

    Raises BadLayer if it is the labels that it wants.
    """
    code = getattr(last.layer.backward, "__code__", None)
    if code is None:
        return {"dout": 1.0}
    taken = code.co_varnames[1 : code.co_argcount]
    defaults = len(getattr(last.layer.backward, "__defaults__", None) or ())
    if len(taken) == defaults:
        return {}
    if taken[0] in LABELS:
        raise BadLayer(
            f"record() calls {last.name}.backward(1), with the gradient of the loss by itself, and "
            f"not with {taken[0]}: keep what backward needs in forward (`self.{taken[0]} = …`)."
        )
    return {"dout": 1.0}


def refuse_call(called: str, method: Callable[..., Any], **named: Any) -> None:
    """Raise BadLayer if it was the call itself that failed: with arguments it is not made for."""
    try:
        signature = inspect.signature(method)
        signature.bind(*named.values())
    except TypeError:
        raise BadLayer(
            f"record() calls {called}({', '.join(named)}), but it is defined as "
            f"{method.__name__}{signature}. What else it needs can be an attribute or a default."
        ) from None
    except ValueError:  # written in C, which does not say what it takes
        return


def refuse_optimizer(optimizer: Any) -> None:
    if optimizer is not None and not callable(getattr(optimizer, "update", None)):
        raise BadLayer(
            f"The {type(optimizer).__name__} given to record() as optimizer has no `update`: "
            "record() calls update(params, grads), with arrays and their gradients under the same "
            "keys."
        )
