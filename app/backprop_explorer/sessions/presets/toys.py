"""Small networks on small data: every number fits on the page."""

from __future__ import annotations

from backprop_explorer.sessions.opening import Opening
from backprop_explorer.sessions.presets.preset import Preset, dataset
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.spec.initializers import (
    HeNormal,
    Uniform,
    XavierNormal,
    XavierUniform,
)
from backprop_explorer.sessions.spec.layers import Affine, Relu, SelfAttention, Tanh
from backprop_explorer.sessions.spec.losses import BinaryCrossEntropy, MeanSquaredError
from backprop_explorer.sessions.spec.optimizers import SGD, Adam

LOGISTIC_REGRESSION = Preset(
    name="logistic-regression",
    title="Logistic regression",
    description=(
        "One neuron, two weights: the gradient of each is the error y − t times the weight's "
        "input, averaged over the batch, and that is the step which backpropagation repeats in "
        "every layer."
    ),
    spec=Spec(
        dataset=dataset("two-gaussians", noise=25),
        layers=[Affine(units=1)],
        loss=BinaryCrossEntropy(),
        optimizer=SGD(learning_rate=0.1),
        batch_size=10,
    ),
    opening=Opening(iteration=20, value="dW1"),
)

EXCLUSIVE_OR = Preset(
    name="exclusive-or",
    title="Exclusive or with two hidden units",
    description=(
        "Exclusive or takes two straight lines, and here are two hidden units to draw them, with "
        "none to spare: from seed 0 they find their places, from seed 1 they get stuck."
    ),
    spec=Spec(
        dataset=dataset("logic-gate", gate="xor"),
        layers=[
            Affine(units=2, init=XavierNormal()),
            Tanh(),
            Affine(units=1, init=XavierNormal()),
        ],
        loss=BinaryCrossEntropy(),
        optimizer=SGD(learning_rate=0.5),
        batch_size=4,  # the whole table
    ),
    opening=Opening(iteration=200, value="dW1"),
)

PLAYGROUND = Preset(
    name="playground",
    title="Where TensorFlow Playground starts",
    description=(
        "Four tanh units draw four straight lines through the plane, and the layers behind them "
        "bend these into a ring: within 40 epochs it closes around the disc."
    ),
    spec=Spec(
        dataset=dataset("circle"),
        layers=[
            Affine(units=4, init=Uniform(limit=0.5)),
            Tanh(),
            Affine(units=2, init=Uniform(limit=0.5)),
            Tanh(),
            Affine(units=1, init=Uniform(limit=0.5)),
            Tanh(),
        ],
        # Playground halves the squared error, so that its steps are half as long at the same rate.
        loss=MeanSquaredError(),
        optimizer=SGD(learning_rate=0.03),
        batch_size=10,
    ),
    opening=Opening(iteration=1000, value="dW1"),
)

SPIRAL = Preset(
    name="spiral",
    title="The spiral, from x1 and x2 alone",
    description=(
        "Two layers of 16 ReLUs fold the plane until two arms that wind around each other lie "
        "apart: the loss stays high at first, then falls as one fold after the other is found, "
        "below 0.05 for new points after 100 epochs."
    ),
    spec=Spec(
        dataset=dataset("spiral", training=80),
        layers=[
            Affine(units=16, init=HeNormal()),
            Relu(),
            Affine(units=16, init=HeNormal()),
            Relu(),
            Affine(units=1, init=HeNormal()),
        ],
        loss=BinaryCrossEntropy(),
        optimizer=Adam(learning_rate=0.02),
        batch_size=20,
    ),
    opening=Opening(iteration=500, value="dW1"),
)

SINE = Preset(
    name="sine",
    title="A sine made of eight bends",
    description=(
        "Each of eight tanh units is a single bend, and a weighted sum of them becomes a wave: "
        "all that regression changes is the loss, which compares numbers instead of classes."
    ),
    spec=Spec(
        dataset=dataset("sine"),
        layers=[
            Affine(units=8, init=XavierNormal()),
            Tanh(),
            Affine(units=1, init=XavierNormal()),
        ],
        loss=MeanSquaredError(),
        optimizer=Adam(learning_rate=0.02),
        batch_size=20,
    ),
    opening=Opening(iteration=100, value="dW1"),
)

ATTENTION = Preset(
    name="attention",
    title="Self-attention finds the place that is asked for",
    description=(
        "The last token asks which letter stands at a certain place: after 300 iterations the "
        "last row of the attention weights looks right there, or, from seed 2, everywhere but "
        "there, because the letter that is missing is the answer."
    ),
    spec=Spec(
        dataset=dataset("recall", length=8),
        layers=[
            SelfAttention(units=16, init=XavierUniform()),
            Affine(units=8, init=XavierNormal()),
        ],
        optimizer=Adam(learning_rate=0.01),
        batch_size=50,
        seed=1,
    ),
    opening=Opening(iteration=300, value="weights1"),
)

TOYS = (LOGISTIC_REGRESSION, EXCLUSIVE_OR, PLAYGROUND, SPIRAL, SINE, ATTENTION)
