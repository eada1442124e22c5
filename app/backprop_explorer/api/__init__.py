"""JSON in, JSON out: the only place that knows HTTP."""

import backprop_explorer.sessions  # noqa: F401  first: it asks for one BLAS thread
