"""Whole specs against PyTorch: after 100 updates the parameters are the same, to 1e-9."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.spec import Spec

UPDATES = 100
RATE = 0.01

ACTIVATIONS: dict[str, Any] = {
    "elu": nn.ELU,
    "gelu": lambda: nn.GELU(approximate="tanh"),
    "silu": nn.SiLU,
    "softplus": nn.Softplus,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky_relu": lambda: nn.LeakyReLU(0.01),
}
LOSSES: dict[str, Any] = {
    "binary_cross_entropy": nn.functional.binary_cross_entropy_with_logits,
    "mean_squared_error": nn.functional.mse_loss,
    "mean_absolute_error": nn.functional.l1_loss,
    "huber": nn.functional.huber_loss,
    "softmax_cross_entropy": nn.functional.cross_entropy,
}
OPTIMIZERS: dict[str, Any] = {
    "sgd": lambda p: torch.optim.SGD(p, RATE),
    "momentum": lambda p: torch.optim.SGD(p, RATE, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, RATE, momentum=0.9, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, RATE),
    "rmsprop": lambda p: torch.optim.RMSprop(p, RATE, alpha=0.99),
    "adam": lambda p: torch.optim.Adam(p, RATE),
    "adamw": lambda p: torch.optim.AdamW(p, RATE, weight_decay=0.01),
}
SCHEDULES: dict[str, Any] = {
    "constant": lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda i: 1.0),
    "step": lambda o: torch.optim.lr_scheduler.StepLR(o, 30, 0.5),
    "cosine": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 150),
    "warm_up": lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda i: min(1, (i + 1) / 20)),
}
OPTIONS = {"step": {"every": 30, "factor": 0.5}, "cosine": {"period": 150}}
OPTIONS["warm_up"] = {"iterations": 20}


class Block(nn.Module):
    def __init__(self, inside: nn.Module) -> None:
        super().__init__()
        self.inside = inside

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.inside(x)


def twin(layers: list[dict[str, Any]], width: int) -> tuple[nn.Sequential, int]:
    """The same layers in PyTorch, and how many numbers come out."""
    modules: list[nn.Module] = []
    for layer in layers:
        kind = layer["type"]
        if kind == "affine":
            modules.append(nn.Linear(width, layer["units"]))
            width = layer["units"]
        elif kind == "batch_norm":
            modules.append(nn.BatchNorm1d(width))
        elif kind == "layer_norm":
            modules.append(nn.LayerNorm(width))
        elif kind == "residual":
            modules.append(Block(twin(layer["layers"], width)[0]))
        else:
            modules.append(ACTIVATIONS[kind]())
    return nn.Sequential(*modules), width


def same_numbers(module: nn.Module, params: dict[str, Any]) -> None:
    """Copy our parameters into PyTorch's, which keeps weights transposed."""
    with torch.no_grad():
        for ours, theirs in zip(params.values(), module.parameters(), strict=True):
            theirs.copy_(torch.tensor(ours.T))


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    init = st.sampled_from(["xavier_normal", "he_uniform", "orthogonal"])
    activation = st.sampled_from(sorted(ACTIVATIONS)).map(lambda kind: {"type": kind})
    norm = st.sampled_from([{"type": "batch_norm"}, {"type": "layer_norm"}])

    def affine(units: int) -> dict[str, Any]:
        return {"type": "affine", "units": units, "init": {"name": draw(init)}}

    units = draw(st.integers(2, 6))
    layers = [affine(units)]
    for _ in range(draw(st.integers(0, 2))):
        layers.append(draw(activation))
        # Not right after an affine layer: a normalization takes its bias away, so the bias has a
        # gradient of rounding errors alone, which adaptive rules blow up to steps of full size.
        layers += [draw(norm)] if draw(st.booleans()) else []
        inside = [affine(units), draw(activation)]
        layers += [{"type": "residual", "layers": inside}] if draw(st.booleans()) else inside
    loss = draw(st.sampled_from(sorted(LOSSES)))
    layers.append(affine(2 if loss == "softmax_cross_entropy" else 1))
    schedule = draw(st.sampled_from(sorted(SCHEDULES)))
    bent = draw(st.sampled_from(["", "l1", "l2", "norm", "value"]))
    return {
        "dataset": {"name": draw(st.sampled_from(["circle", "two-gaussians"])), "noise": 5},
        "layers": layers,
        "loss": {"name": loss},
        "optimizer": {"name": draw(st.sampled_from(sorted(OPTIMIZERS))), "learning_rate": RATE},
        "schedule": {"name": schedule, **OPTIONS.get(schedule, {})},
        "regularization": {"name": bent, "strength": 0.01} if bent[:1] == "l" else {"name": "none"},
        "clipping": {"name": bent, "limit": 0.1} if bent in ("norm", "value") else {"name": "none"},
        "batch_size": 12,
        "seed": draw(st.integers(0, 1_000)),
    }


@settings(max_examples=25, deadline=None, derandomize=True)
@given(specs())
def test_100_updates_are_pytorchs(described: dict[str, Any]) -> None:
    experiment = Experiment(Spec.model_validate(described))
    network = experiment.network(experiment.initial_state(), 0).copy(dtype=np.float64)
    optimizer = experiment.optimizer()
    module, _ = twin(described["layers"], 2)
    module.double()
    same_numbers(module, network.params)
    theirs = OPTIMIZERS[described["optimizer"]["name"]](module.parameters())
    schedule = SCHEDULES[described["schedule"]["name"]](theirs)
    loss = LOSSES[described["loss"]["name"]]
    for iteration in range(UPDATES):
        batch = experiment.batch(iteration)
        x, t = batch.x.astype(np.float64), batch.t
        optimizer.update(network.params, network.gradient(x, t))
        theirs.zero_grad()
        target = torch.tensor(t if t.ndim == 1 else t.astype(np.float64))
        (loss(module(torch.tensor(x)), target) + penalty(described, module)).backward()
        clip(described, module)
        theirs.step()
        schedule.step()
    for ours, other in zip(network.params.values(), module.parameters(), strict=True):
        expected = other.detach().numpy().T
        np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())


def penalty(described: dict[str, Any], module: nn.Module) -> torch.Tensor:
    """What regularization adds to the loss: for weights, and not for biases, scales and shifts."""
    weights = [p for p in module.parameters() if p.ndim > 1]
    strength = described["regularization"].get("strength", 0.0)
    if described["regularization"]["name"] == "l1":
        return strength * sum(p.abs().sum() for p in weights)
    return strength / 2 * sum((p * p).sum() for p in weights)


def clip(described: dict[str, Any], module: nn.Module) -> None:
    clipping = described["clipping"]
    if clipping["name"] == "norm":
        nn.utils.clip_grad_norm_(module.parameters(), clipping["limit"])
    if clipping["name"] == "value":
        nn.utils.clip_grad_value_(module.parameters(), clipping["limit"])
