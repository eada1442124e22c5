"""Two troubles, each beside the same network with its remedy."""

from __future__ import annotations

from backprop_explorer.sessions.opening import Opening
from backprop_explorer.sessions.presets.preset import Preset, dataset
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.spec.initializers import HeNormal, Normal
from backprop_explorer.sessions.spec.layers import Affine, BatchNorm, Dropout, Relu
from backprop_explorer.sessions.spec.losses import BinaryCrossEntropy
from backprop_explorer.sessions.spec.optimizers import SGD, Adam

WITHOUT_BATCH_NORMALIZATION = Preset(
    name="without-batch-normalization",
    title="Four hidden layers without batch normalization",
    description=(
        "The weights are a little too small: from layer to layer the digits become fainter and "
        "more alike, until the last layer cannot tell any two apart and the loss stays at log 10."
    ),
    spec=Spec(
        layers=[
            *(Affine(units=30, init=Normal(std=0.05)), Relu()) * 4,
            Affine(units=10, init=Normal(std=0.05)),
        ],
        optimizer=SGD(learning_rate=0.1),
    ),
    opening=Opening(iteration=100, value="a4"),
)

BATCH_NORMALIZATION = Preset(
    name="batch-normalization",
    title="Four hidden layers with batch normalization",
    description=(
        "The same four layers and small weights, but every unit is brought to mean 0 and variance "
        "1 over the batch: signals and gradients arrive at full size, and two epochs are enough "
        "to read more than 80 of 100 digits."
    ),
    spec=Spec(
        layers=[
            *(Affine(units=30, init=Normal(std=0.05)), BatchNorm(), Relu()) * 4,
            Affine(units=10, init=Normal(std=0.05)),
        ],
        optimizer=SGD(learning_rate=0.1),
    ),
    opening=Opening(iteration=100, value="x_hat2"),
)

# So few and such noisy points that 1,200 parameters can learn them one by one.
NOISY = dataset("exclusive-or", noise=40, training=20)

OVERFITTING = Preset(
    name="overfitting",
    title="Overfitting",
    description=(
        "A hundred noisy points and more than a thousand parameters: after a good start the loss "
        "goes on falling for the points that are learned, and rises for all others."
    ),
    spec=Spec(
        dataset=NOISY,
        layers=[
            *(Affine(units=32, init=HeNormal()), Relu()) * 2,
            Affine(units=1, init=HeNormal()),
        ],
        loss=BinaryCrossEntropy(),
        optimizer=Adam(learning_rate=0.01),
        batch_size=10,
    ),
    opening=Opening(iteration=1500, value="dW1"),
)

DROPOUT = Preset(
    name="dropout",
    title="Dropout against overfitting",
    description=(
        "The same network and points, but in every step half of the hidden units, drawn anew, are "
        "left out: no unit can count on others to learn single points by heart with, and the loss "
        "for new points stays low."
    ),
    spec=Spec(
        dataset=NOISY,
        layers=[
            *(Affine(units=32, init=HeNormal()), Relu(), Dropout(rate=0.5)) * 2,
            Affine(units=1, init=HeNormal()),
        ],
        loss=BinaryCrossEntropy(),
        optimizer=Adam(learning_rate=0.01),
        batch_size=10,
    ),
    opening=Opening(iteration=1500, value="mask1b"),
)

REMEDIES = (WITHOUT_BATCH_NORMALIZATION, BATCH_NORMALIZATION, OVERFITTING, DROPOUT)
