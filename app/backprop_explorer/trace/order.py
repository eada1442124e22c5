"""In which order a network runs its layers, where only its own code knows.

Layers that stand in one list run in the order of the list. Those that a network holds as attributes
(`self.fc1`, `self.fc2`, `self.relu`), or in several lists, run as its own `loss` or `forward` says.
So a copy of the network is run once, each layer's `forward` behind a cover that notes calls. Only
a chain will do, where each layer is given just what the one before it gave: a recording drives the
layers itself, and would silently leave out whatever else the network computes in between.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np

from backprop_explorer.trace.errors import NotANetwork
from backprop_explorer.trace.model import Array
from backprop_explorer.trace.places import Named, Place, kind

# How many arguments they take: those that take the labels run the last layer too.
_OWN_WAYS = {"loss": 2, "gradient": 2, "forward": 1, "__call__": 1, "predict": 1}
REMEDY = "put them into `self.layers` in the order in which they run."


def observed_order(network: Any, held: list[Place], last: Any, x: Array, t: Array) -> list[Named]:
    """The layers as the network's own code runs them. Raises NotANetwork where that is no chain."""
    words = ", ".join(f"`{place.word}`" for place in held)
    own = _own_way(network)
    if own is None:
        raise NotANetwork(
            f"{kind(network)} holds layers in {words}, and has no `loss(x, t)` or `forward(x)` "
            f"that tells in which order they run: {REMEDY}"
        )
    named = {id(layer): (name, layer) for place in held for name, layer in place.layers}
    flow, twins = _Flow(x.copy(order="K")), dict[int, Any]()
    try:
        twin = deepcopy(network, twins)
        for name, layer in (*named.values(), (None, last)):
            _cover(twins[id(layer)], layer, name or type(layer).__name__, flow)
    except Exception as error:  # an open file, a lock, slots: not everything can be copied
        raise NotANetwork(
            f"{kind(network)} holds layers in {words}, and no copy of it can be watched to see in "
            f"which order they run ({error!r}): {REMEDY}"
        ) from error
    draws = np.random.get_state()
    try:
        result = getattr(twin, own)(*(flow.x, t.copy())[: _OWN_WAYS[own]])
    except Exception as error:
        error.add_note(f"This happened in {own}, run to see in which order the layers run.")
        raise
    finally:
        np.random.set_state(draws)
    if _OWN_WAYS[own] == 1 and not flow.gives(result):
        flow.broken = flow.broken or f"what it returns is not what {flow.giver} gave"
    if flow.broken or not flow.ran:
        why = flow.broken or "it runs none of them"
        raise NotANetwork(
            f"The layers of the {type(network).__name__} given to record() are no chain in its "
            f"`{own}`: {why}. Have everything computed by layers, and {REMEDY}"
        )
    return _told_apart([named[id(layer)] for layer in flow.ran if layer is not last])


def _own_way(network: Any) -> str | None:
    """The method that runs the network, and says what it takes."""
    for word, count in _OWN_WAYS.items():
        written = any(word in vars(base) for base in type(network).__mro__)
        method = getattr(network, word, None) if written else None
        if callable(method) and len(inspect.signature(method).parameters) >= count:
            return word
    return None


class _Flow:
    """What has come out of the layers so far, and whether just that went into the next."""

    def __init__(self, x: Array) -> None:
        self.x = x
        self.given: Any = x
        self.giver = "the batch"
        self.ran: list[Any] = []
        self.broken = ""
        self.depth = 0  # a layer that runs others stands for them

    def gives(self, array: Any) -> bool:
        return array is self.given or bool(np.array_equal(array, self.given))


def _cover(twin: Any, layer: Any, name: str, flow: _Flow) -> None:
    forward: Callable[..., Any] = twin.forward

    def covered(*args: Any, **kwargs: Any) -> Any:
        outermost, came = flow.depth == 0, (*args, *kwargs.values())
        if outermost:
            if not flow.broken and not (came and flow.gives(came[0])):
                flow.broken = f"what goes into {name} is not what {flow.giver} gave"
            flow.ran.append(layer)
        flow.depth += 1
        result = forward(*args, **kwargs)
        flow.depth -= 1
        if outermost:
            flow.given, flow.giver = result, name
        return result

    twin.forward = covered


def _told_apart(ran: list[Named]) -> list[Named]:
    """One layer that runs several times has a name for each of them: relu1, relu2."""
    times = Counter(name for name, _ in ran)
    count: Counter[str | None] = Counter()
    result: list[Named] = []
    for name, layer in ran:
        count[name] += 1
        result.append((f"{name}{count[name]}" if name and times[name] > 1 else name, layer))
    return result
