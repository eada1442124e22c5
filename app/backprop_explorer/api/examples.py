"""One example of every kind of answer, for the OpenAPI document. The tests hold them against the
schemas."""

from __future__ import annotations

from typing import Any

from backprop_explorer.sessions.presets import TWO_LAYER_MNIST

POSITION = {
    "iteration": 412,
    "event": 26,
    "events": 39,
    "phase": "backward",
    "layer": "Affine2",
    "reached": 412,
}
SESSION: dict[str, Any] = {
    "id": "k3v9Qd0x5LmWc2Tn7Yb1Zg",
    "version": 17,
    "position": POSITION,
    "training": False,
    "spec": TWO_LAYER_MNIST.spec.model_dump(mode="json"),
    "parameters": 39760,
    "iterations_per_epoch": 50,
    "metrics": {
        "iteration": 412,
        "loss": 0.426,
        "accuracy": 0.85,
        "penalty": 0.0,
        "test": {"iteration": 400, "loss": 0.441, "accuracy": 0.869},
    },
    "findings": [],
}
VALUE = {
    "id": 34,
    "name": "dW2",
    "label": "dW2",
    "shape": [50, 10],
    "dtype": "float32",
    "role": "gradient",
    "of": "W2",
    "layer": "Affine2",
    "event": 26,
    "view_of": None,
}
STATISTICS = {
    "min": -0.071,
    "max": 0.0904465,
    "mean": -5.4e-10,
    "std": 0.0179,
    "norm": 0.401,
    "count": 500,
    "zeros": 0,
    "nonfinite": 0,
    "histogram": {"counts": [120, 260, 120], "edges": [-0.071, -0.017, 0.037, 0.0904465]},
}
VALUE_ANSWER = {
    **VALUE,
    "iteration": 412,
    "position": 26,
    "statistics": STATISTICS,
    "slice": {"rows": [14, 15], "cols": [8, 10]},
    "data": [[-0.0123, 0.0904465]],
}
SMALL_VALUE = {
    **VALUE,
    "statistics": STATISTICS,
    "data": None,
    "href": "/api/sessions/k3v9Qd0x5LmWc2Tn7Yb1Zg/values/dW2?event=26",
}
ACTIVATIONS = {
    **SESSION,
    "loss": 0.426,
    "accuracy": 0.85,
    "activations": [{**SMALL_VALUE, "name": "a1", "label": "a1", "role": "activation", "of": None}],
}
GRADIENTS = {**SESSION, "gradients": [SMALL_VALUE]}
CHANGES = {
    **SESSION,
    "changes": [
        {
            "name": "W2",
            "shape": [50, 10],
            "norm_before": 4.1,
            "norm_after": 4.11,
            "norm_of_change": 0.0401,
            "ratio": 0.00978,
        }
    ],
}
TRACE = {
    "iteration": 412,
    "layers": [
        {
            "name": "Affine2",
            "type": "Affine",
            "number": 2,
            "parameters": ["W2", "b2"],
            "gradients": ["dW2", "db2"],
            "input": "a1",
            "output": "z2",
            "input_gradient": "da1",
            "output_gradient": "dz2",
            "formula": "a1 · W2 + b2",
        }
    ],
    "values": [VALUE],
    "events": [
        {
            "index": 26,
            "phase": "backward",
            "layer": "Affine2",
            "operation": "matmul",
            "inputs": [33, 32],
            "output": 34,
            "outputs": [34],
            "target": None,
            "source": {
                "file": "engine/layers/affine.py",
                "line": 40,
                "columns": [10, 25],
                "text": "self.dW = self.x.T @ dz",
                "function": "Affine.backward",
            },
            "formula": "dW2 = a1ᵀ · dz2",
        }
    ],
    "ends": {"line": [0, 2], "layer": [0, 2], "phase": [0, 19, 31, 39]},
    "findings": [],
    "batch": {
        "rows": [4556],
        "labels": [2],
        "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        "image_shape": [28, 28],
        "features": [],
        "points": None,
        "domain": None,
    },
}
EXPLANATION = {
    "name": "dW2",
    "index": [14, 9],
    "value": "v34",
    "number": 0.0904465,
    "event": 26,
    "operation": "matmul",
    "combine": "sum",
    "formula": {"symbols": "<math>…</math>", "numbers": "<math>…</math>", "latex": "…"},
    "terms": [
        {
            "number": 0.0223006,
            "factors": [
                {
                    "name": "a1",
                    "index": [67, 14],
                    "number": 3.378448,
                    "value": "v8",
                    "label": "a1",
                    "minus": None,
                },
                {
                    "name": "dz2",
                    "index": [67, 9],
                    "number": 0.006601,
                    "value": "v32",
                    "label": "dz2",
                    "minus": None,
                },
            ],
            "coefficient": 1,
            "label": {"axis": "n", "at": 67, "example": 67},
        }
    ],
    "rest": {"count": 99, "number": 0.0681459},
    "because": [],
    "origin": None,
}
MAP = {
    "iteration": 1000,
    "position": 30,
    "domain": [-6, 6],
    "axis": [-3, 3],
    "middle": 0,
    "shape": [2, 2, 1],
    "outputs": [[[-0.9187], [-0.9042]], [[-0.8215], [-0.9239]]],
}
POINTS = {
    "domain": [-6, 6],
    "classes": ["negative", "positive"],
    "train": {"points": [[-1.549, 0.083], [3.268, 1.302]], "labels": [1, 0]},
    "test": {"points": [[0.731, -0.412]], "labels": [1]},
}
METRICS = {
    "reached": 412,
    "metrics": [
        {
            "iteration": 411,
            "loss": 0.431,
            "accuracy": 0.86,
            "penalty": 0.0,
            "test_loss": None,
            "test_accuracy": None,
            "gradient_norms": {"W1": 0.52, "b1": 0.05, "W2": 0.401, "b2": 0.07},
            "update_ratios": {"W1": 0.0061, "b1": 0.02, "W2": 0.0098, "b2": 0.03},
        }
    ],
}
GRADIENT_CHECK = {
    "iteration": 412,
    "examples": 3,
    "verdict": "agrees",
    "method": "central-difference",
    "rule": (
        "numeric = (L(w + h) − L(w − h)) / 2h in float64; it agrees where |backpropagated − "
        "numeric| < 1e-07 · the array's largest gradient + 1e-08 · max(1, |L|), with h or else "
        "with 30 h or 0.1 h"
    ),
    "worst": 1.36e-10,
    "limit": 1.24e-08,
    "kinks": 0,
    "checked": 500,
    "of": 500,
    "h": 1e-06,
    "parameters": [
        {
            "name": "W2",
            "worst": 1.36e-10,
            "mean": 1.98e-11,
            "worst_index": [38, 0],
            "backpropagated": -0.001140379809,
            "numeric": -0.001140379945,
            "largest": 0.0241757928,
            "limit": 1.24e-08,
            "kinks": 0,
            "checked": 500,
            "of": 500,
        }
    ],
    "input": None,
}
