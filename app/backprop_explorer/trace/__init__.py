"""The recorder, the trace and its explanations. Knows NumPy, and no network in particular."""

from backprop_explorer.trace.errors import (
    BadIndex,
    BadLayer,
    BadPosition,
    NotANetwork,
    NotComputed,
    TraceError,
    UnknownValue,
)
from backprop_explorer.trace.explain import Explanation, event_formula
from backprop_explorer.trace.model import Event, Finding, Layer, Phase, Role, Source, Value
from backprop_explorer.trace.recording import record
from backprop_explorer.trace.trace import Trace

__all__ = [
    "BadIndex",
    "BadLayer",
    "BadPosition",
    "Event",
    "Explanation",
    "Finding",
    "Layer",
    "NotANetwork",
    "NotComputed",
    "Phase",
    "Role",
    "Source",
    "Trace",
    "TraceError",
    "UnknownValue",
    "Value",
    "event_formula",
    "record",
]
