"""What can be wrong with a network, its data or its settings."""

from __future__ import annotations

from backprop_explorer.errors import ExplorerError


class EngineError(ExplorerError):
    """Base of this package's errors."""


class ShapeMismatch(EngineError):
    """Two shapes that have to fit do not; the message names both."""


class LabelMismatch(EngineError):
    """Labels that are neither class indices nor one-hot rows for these scores."""


class InvalidNetwork(EngineError):
    """A network that cannot be built from what was given, whatever its shapes."""


class InvalidSetting(EngineError):
    """A number (learning rate, standard deviation, size) outside what makes sense."""


class UnknownParameter(EngineError):
    """A parameter name that the network does not have."""


class Uncheckable(EngineError):
    """A network or a request that a gradient check cannot say anything about."""
