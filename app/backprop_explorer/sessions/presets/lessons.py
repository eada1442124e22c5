"""Networks that fail to learn, each for one reason that can be seen in its numbers."""

from __future__ import annotations

from backprop_explorer.sessions.opening import Opening
from backprop_explorer.sessions.presets.preset import Preset, dataset
from backprop_explorer.sessions.presets.textbook import TWO_LAYER_MNIST
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.spec.initializers import Normal, XavierNormal, Zeros
from backprop_explorer.sessions.spec.layers import Affine, Relu, Sigmoid
from backprop_explorer.sessions.spec.losses import BinaryCrossEntropy
from backprop_explorer.sessions.spec.optimizers import SGD

VANISHING_GRADIENTS = Preset(
    name="vanishing-gradients",
    title="Vanishing gradients: ten sigmoid layers",
    description=(
        "Every sigmoid lets at most a quarter of a gradient through: compare dW11 with dW1, ten "
        "sigmoids further down, which is a few millionths as long, and so the first layers learn "
        "nothing."
    ),
    spec=Spec(
        layers=[
            *(Affine(units=20, init=XavierNormal()), Sigmoid()) * 10,
            Affine(units=10, init=XavierNormal()),
        ],
        optimizer=SGD(learning_rate=0.1),
    ),
    opening=Opening(iteration=10, value="dW1"),
)

EXPLODING_GRADIENTS = Preset(
    name="exploding-gradients",
    title="Exploding gradients: weights too large",
    description=(
        "Weights that are nearly three times too large make numbers hundreds of times larger on "
        "their way through eight layers, and gradients again on their way back: the first loss is "
        "in the thousands, and a few updates later nothing is a number."
    ),
    spec=Spec(
        dataset=dataset("spiral"),
        layers=[
            *(Affine(units=16, init=Normal(std=1)), Relu()) * 8,
            Affine(units=1, init=Normal(std=1)),
        ],
        loss=BinaryCrossEntropy(),
        optimizer=SGD(learning_rate=0.01),
        batch_size=25,
    ),
    opening=Opening(iteration=0, value="dW1"),
)

DYING_RELUS = Preset(
    name="dying-relus",
    title="Dying ReLUs: rate too high",
    description=(
        "The first network with a rate of 3 instead of 0.1: ten updates push most units below "
        "zero for every digit, and where a ReLU gives 0 no gradient comes back, so their columns "
        "of dW1 stay empty and they never return."
    ),
    spec=TWO_LAYER_MNIST.spec.model_copy(update={"optimizer": SGD(learning_rate=3)}),
    opening=Opening(iteration=10, value="dW1"),
)

ZERO_WEIGHTS = Preset(
    name="zero-weights",
    title="Symmetry: all weights zero",
    description=(
        "Fifty hidden units that start alike get the same gradient in every step: the columns of "
        "W1 and the rows of W2 move, but stay alike for good, and the network learns no more than "
        "one unit could."
    ),
    spec=Spec(
        layers=[Affine(units=50, init=Zeros()), Sigmoid(), Affine(units=10, init=Zeros())],
        optimizer=SGD(learning_rate=1),
    ),
    opening=Opening(iteration=20, value="dW1"),
)

LESSONS = (VANISHING_GRADIENTS, EXPLODING_GRADIENTS, DYING_RELUS, ZERO_WEIGHTS)
