"""The two networks on handwritten digits of the textbook, *Deep Learning from Scratch*."""

from __future__ import annotations

from backprop_explorer.sessions.opening import Opening
from backprop_explorer.sessions.presets.preset import Preset
from backprop_explorer.sessions.spec import Dataset, Spec
from backprop_explorer.sessions.spec.initializers import HeNormal, Normal
from backprop_explorer.sessions.spec.layers import Affine, Convolution, MaxPooling, Relu
from backprop_explorer.sessions.spec.losses import SoftmaxCrossEntropy
from backprop_explorer.sessions.spec.optimizers import SGD, Adam, StepDecay

TWO_LAYER_MNIST = Preset(
    name="two-layer-mnist",
    title="Two layers on handwritten digits",
    description=(
        "The first network of the textbook, 784–50–10: step into its backward pass and see how "
        "ten errors for each digit, softmax minus label, become the gradients of 39,760 "
        "parameters."
    ),
    spec=Spec(
        dataset=Dataset(name="mnist-sample"),
        layers=[
            Affine(units=50, init=Normal(std=0.01)),
            Relu(),
            Affine(units=10, init=Normal(std=0.01)),
        ],
        optimizer=SGD(learning_rate=0.1),
        batch_size=100,
        seed=0,
    ),
    # At iteration 0 every gradient is nearly the same shade.
    opening=Opening(iteration=100, value="dW2"),
)

SIMPLE_CONV_NET = Preset(
    name="simple-conv-net",
    title="The textbook's convolution",
    description=(
        "Thirty filters slide over every digit, and pooling keeps the largest of each four "
        "numbers: in the backward pass only that one gets a gradient, and after 10 epochs with "
        "5,000 digits the network reads 97 of 100 new ones."
    ),
    spec=Spec(
        layers=[
            Convolution(filters=30, size=5, init=HeNormal()),
            Relu(),
            MaxPooling(size=2, stride=2),
            Affine(units=100, init=HeNormal()),
            Relu(),
            Affine(units=10, init=HeNormal()),
        ],
        # 433,890 parameters soon have 5,000 digits by heart. Smoothed labels keep the network from
        # being too sure of them, which is worth a whole percent on new digits; the smaller steps
        # after six epochs keep that percent from coming and going.
        loss=SoftmaxCrossEntropy(label_smoothing=0.1),
        optimizer=Adam(learning_rate=0.002),
        schedule=StepDecay(every=600, factor=0.3),
        batch_size=50,  # half of the textbook's, and half as long to record
        seed=4,
    ),
    opening=Opening(iteration=20, value="da1"),
)

TEXTBOOK = (TWO_LAYER_MNIST, SIMPLE_CONV_NET)
