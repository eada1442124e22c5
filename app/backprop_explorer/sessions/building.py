"""Turns the parts of a spec into the engine's layers, losses and optimizers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

import numpy as np

from backprop_explorer import engine
from backprop_explorer.engine import clipping, initializers, optimizers, penalties, schedules
from backprop_explorer.engine.errors import EngineError
from backprop_explorer.engine.optimizers.optimizer import Extras
from backprop_explorer.sessions.errors import SpecError
from backprop_explorer.sessions.spec import (
    Clipping,
    Init,
    Layer,
    Loss,
    Regularization,
    Schedule,
    Spec,
    losses,
)
from backprop_explorer.sessions.spec import initializers as inits
from backprop_explorer.sessions.spec import layers as kinds
from backprop_explorer.sessions.spec import optimizers as rules
from backprop_explorer.trace.model import Array

Shape = tuple[int, ...]
Draw = Callable[[Init, Shape], Array]
Where = tuple[str | int, ...]


def drawn(rng: np.random.Generator) -> Draw:
    """Weights as a network starts with them, float32."""
    return lambda init, shape: initializer(init)(shape, rng).astype(np.float32)


def blank(init: Init, shape: Shape) -> Array:
    """Weights that something else will fill."""
    return np.empty(shape, np.float32)


def build_layers(
    specs: Sequence[Layer], shape: Shape, draw: Draw, where: Where = ("layers",)
) -> list[engine.Layer]:
    """The layers for examples of this shape. Raises SpecError where one does not fit."""
    built = []
    for place, spec in enumerate(specs):
        try:
            layer = build_layer(spec, shape, draw, (*where, place))
            shape = layer.output_shape(shape)
        except EngineError as error:
            kind = spec.type
            raise SpecError(f"Layer {place + 1} ({kind}): {error}", (*where, place)) from error
        built.append(layer)
    return built


def build_layer(spec: Layer, shape: Shape, draw: Draw, where: Where) -> engine.Layer:
    match spec:
        case kinds.Affine():
            weights = draw(spec.init, (prod(shape), spec.units))
            return engine.Affine(weights, zeros(spec.units))
        case kinds.BatchNorm():
            return engine.BatchNorm(ones(shape[0]), zeros(shape[0]), momentum=spec.momentum)
        case kinds.LayerNorm():
            return engine.LayerNorm(ones(shape[-1]), zeros(shape[-1]))
        case kinds.LeakyRelu():
            return engine.LeakyRelu(spec.slope)
        case kinds.Elu():
            return engine.Elu(spec.alpha)
        case kinds.Dropout():
            return engine.Dropout(spec.rate)
        case kinds.Convolution():
            filters = draw(spec.init, (spec.filters, shape[0], spec.size, spec.size))
            return engine.Convolution(filters, zeros(spec.filters), spec.stride, spec.padding)
        case kinds.SelfAttention():
            size = (shape[-1], spec.units)
            return engine.SelfAttention(*(draw(spec.init, size) for _ in range(3)))
        case kinds.MaxPooling():
            return engine.MaxPooling(spec.size, spec.stride)
        case kinds.AveragePooling():
            return engine.AveragePooling(spec.size, spec.stride)
        case kinds.Residual():
            return engine.Residual(build_layers(spec.layers, shape, draw, (*where, "layers")))
    return PLAIN[spec.type]()


PLAIN: dict[str, Callable[[], engine.Layer]] = {
    "relu": engine.Relu,
    "sigmoid": engine.Sigmoid,
    "tanh": engine.Tanh,
    "gelu": engine.Gelu,
    "silu": engine.Silu,
    "softplus": engine.Softplus,
    "softmax": engine.Softmax,
    "flatten": engine.Flatten,
}


def zeros(length: int) -> Array:
    return np.zeros(length, np.float32)


def ones(length: int) -> Array:
    return np.ones(length, np.float32)


def initializer(init: Init) -> initializers.Initializer:
    match init:
        case inits.Normal():
            return initializers.normal(init.std)
        case inits.Uniform():
            return initializers.uniform(init.limit)
        case inits.Constant():
            return initializers.constant(init.value)
    makers = {
        "xavier_normal": initializers.xavier_normal,
        "xavier_uniform": initializers.xavier_uniform,
        "he_normal": initializers.he_normal,
        "he_uniform": initializers.he_uniform,
        "orthogonal": initializers.orthogonal,
        "zeros": initializers.zeros,
    }
    return makers[init.name]()


def build_loss(spec: Loss) -> engine.Loss:
    match spec:
        case losses.SoftmaxCrossEntropy():
            return engine.SoftmaxWithLoss(spec.label_smoothing)
        case losses.Huber():
            return engine.Huber(spec.delta)
        case losses.BinaryCrossEntropy():
            return engine.SigmoidWithLoss()
        case losses.Hinge():
            return engine.Hinge()
        case losses.MeanAbsoluteError():
            return engine.MeanAbsoluteError()
    return engine.MeanSquaredError()


def build_optimizer(spec: Spec) -> optimizers.Optimizer:
    """Raises InvalidSetting."""
    rule, rate = spec.optimizer, spec.optimizer.learning_rate
    extras: Extras = {
        "schedule": build_schedule(spec.schedule),
        "penalties": build_penalties(spec.regularization),
        "clipping": build_clipping(spec.clipping),
    }
    match rule:
        case rules.Momentum():
            return optimizers.Momentum(rate, rule.momentum, **extras)
        case rules.Nesterov():
            return optimizers.Nesterov(rate, rule.momentum, **extras)
        case rules.AdaGrad():
            return optimizers.AdaGrad(rate, **extras)
        case rules.RMSProp():
            return optimizers.RMSProp(rate, rule.decay, **extras)
        case rules.Adam():
            return optimizers.Adam(rate, rule.beta1, rule.beta2, **extras)
        case rules.AdamW():
            return optimizers.AdamW(
                rate, rule.beta1, rule.beta2, weight_decay=rule.weight_decay, **extras
            )
    return optimizers.SGD(rate, **extras)


def build_schedule(spec: Schedule) -> schedules.Schedule | None:
    match spec:
        case rules.StepDecay():
            return schedules.StepDecay(spec.every, spec.factor)
        case rules.Cosine():
            return schedules.Cosine(spec.period, spec.smallest)
        case rules.WarmUp():
            return schedules.WarmUp(spec.iterations)
    return None


def build_penalties(spec: Regularization) -> tuple[penalties.Penalty, ...]:
    match spec:
        case rules.L1():
            return (penalties.L1(spec.strength),)
        case rules.L2():
            return (penalties.L2(spec.strength),)
    return ()


def build_clipping(spec: Clipping) -> clipping.Clipping | None:
    match spec:
        case rules.ClipNorm():
            return clipping.ClipNorm(spec.limit)
        case rules.ClipValue():
            return clipping.ClipValue(spec.limit)
    return None
