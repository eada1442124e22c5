"""The shapes of the answers, for the OpenAPI document.

Answers are not made of these models (arrays go past them); the tests hold every kind of answer
against its model, so that the document stays true.
"""

from backprop_explorer.api.schemas.base import (
    Alive,
    ProblemShape,
    Ready,
    Shape,
)
from backprop_explorer.api.schemas.catalog import (
    Catalog,
    Choice,
    DatasetChoice,
    Option,
    PresetChoice,
)
from backprop_explorer.api.schemas.checking import (
    CheckedParameter,
    GradientCheckShape,
)
from backprop_explorer.api.schemas.explanation import (
    ExplanationShape,
    FactorShape,
    FormulaShape,
    OriginShape,
    Reason,
    Rest,
    Term,
    TermLabel,
)
from backprop_explorer.api.schemas.maps import (
    MapShape,
    PointsShape,
)
from backprop_explorer.api.schemas.session import (
    FindingShape,
    LatestMetrics,
    Metrics,
    MetricsRow,
    PositionShape,
    SessionShape,
)
from backprop_explorer.api.schemas.trace import (
    Batch,
    EventShape,
    LayerShape,
    SourceShape,
    TraceShape,
)
from backprop_explorer.api.schemas.values import (
    Activations,
    Changes,
    Gradients,
    Histogram,
    ParameterChange,
    Slice,
    SmallValue,
    Statistics,
    ValueAnswer,
    ValueShape,
)

__all__ = [
    "Activations",
    "Alive",
    "Batch",
    "Catalog",
    "Changes",
    "CheckedParameter",
    "Choice",
    "DatasetChoice",
    "EventShape",
    "ExplanationShape",
    "FactorShape",
    "FindingShape",
    "FormulaShape",
    "GradientCheckShape",
    "Gradients",
    "Histogram",
    "LatestMetrics",
    "LayerShape",
    "MapShape",
    "Metrics",
    "MetricsRow",
    "Option",
    "OriginShape",
    "ParameterChange",
    "PointsShape",
    "PositionShape",
    "PresetChoice",
    "ProblemShape",
    "Ready",
    "Reason",
    "Rest",
    "SessionShape",
    "Shape",
    "Slice",
    "SmallValue",
    "SourceShape",
    "Statistics",
    "Term",
    "TermLabel",
    "TraceShape",
    "ValueAnswer",
    "ValueShape",
]
