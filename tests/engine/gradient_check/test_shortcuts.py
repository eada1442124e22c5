"""What a shortcut relies on is asked of the layers, whatever they say of themselves."""

import numpy as np
import pytest

from backprop_explorer.engine import (
    Affine,
    BatchNorm,
    Dropout,
    Elu,
    Flatten,
    Gelu,
    Layer,
    LayerNorm,
    LeakyRelu,
    MeanSquaredError,
    Relu,
    Residual,
    Sigmoid,
    Silu,
    Softmax,
    SoftmaxWithLoss,
    Softplus,
    Tanh,
)
from backprop_explorer.engine.gradient_check.copies import for_copies
from backprop_explorer.engine.gradient_check.shortcuts import (
    means_examples,
    treats_examples_apart,
    works_element_by_element,
)

D = 5


class Shifted(Layer):
    """Each example gets what the one before it had: in a longer batch too, but for the first."""

    def forward(self, x):
        return np.roll(x, 1, axis=0)

    def backward(self, dout):
        return np.roll(dout, -1, axis=0)


class Scaled(Layer):
    """Every column has a factor of its own."""

    def forward(self, x):
        return x * np.arange(1, D + 1)

    def backward(self, dout):
        return dout * np.arange(1, D + 1)


@pytest.mark.parametrize(
    "layer",
    [Relu(), LeakyRelu(), Elu(), Gelu(), Sigmoid(), Silu(), Softplus(), Tanh(), Flatten()],
)
def test_activations_work_element_by_element(layer, rng):
    assert works_element_by_element(layer, rng.normal(size=(3, D)))
    assert works_element_by_element(layer, np.zeros((3, D)))
    assert works_element_by_element(layer, rng.normal(size=(1, 1)))


@pytest.mark.parametrize(
    "layer",
    [
        Softmax(),
        Dropout(),
        Scaled(),
        Shifted(),
        LayerNorm(np.ones(D), np.zeros(D)),
        BatchNorm(np.ones(D), np.zeros(D)),
        Affine(np.ones((D, D)), np.zeros(D)),
        Residual([Relu()]),
    ],
)
def test_others_do_not(layer, rng):
    assert not works_element_by_element(layer, rng.normal(size=(3, D)))
    assert not works_element_by_element(layer, np.zeros((3, D)))


def test_softmax_of_two_scores_does_not(rng):
    """In two rows of two, many ways to shuffle leave the rows together."""
    assert not works_element_by_element(Softmax(), rng.normal(size=(2, 2)))


def test_softmax_of_one_score_does_not_either(rng):
    """It gives 1 for each, in whatever order: but not in another shape."""
    assert not works_element_by_element(Softmax(), rng.normal(size=(3, 1)))


def apart(layer, x):
    layer.forward(x)
    return treats_examples_apart(layer, for_copies(layer, len(x)), x)


@pytest.mark.parametrize(
    "layer",
    [
        Relu(),
        Softmax(),
        LayerNorm(np.ones(D), np.zeros(D)),
        Affine(np.ones((D, D)), np.zeros(D)),
        Dropout(0.5),
        BatchNorm(np.ones(D), np.zeros(D)),
        Residual([Dropout(0.5), BatchNorm(np.ones(D), np.zeros(D))]),
    ],
)
def test_examples_are_treated_apart_if_need_be_by_a_stand_in(layer, rng):
    assert apart(layer, rng.normal(size=(4, D)))


def test_examples_that_are_mixed_are_noticed(rng):
    class Quiet(BatchNorm):
        mixes_examples = False

        def forward(self, x):
            return super().forward(2 * x)  # which NormOfCopies does not know about

    x = rng.normal(size=(4, D))
    assert not apart(Shifted(), x)
    norm = Quiet(np.ones(D), np.zeros(D), eps=1)
    norm.forward(x)
    assert not treats_examples_apart(norm, norm, x)
    assert not apart(norm, x)
    assert not apart(Residual([norm]), x)


def test_a_layer_that_says_it_mixes_is_believed(rng):
    class Warned(Relu):
        mixes_examples = True

    assert not apart(Warned(), rng.normal(size=(4, D)))


def test_a_dropout_without_its_stand_in_mixes(rng):
    x = rng.normal(size=(4, D))
    assert not treats_examples_apart(Dropout(0.5), Dropout(0.5), x)


def test_a_loss_is_the_mean_of_its_examples(rng):
    class Sum(MeanSquaredError):
        def forward(self, x, t):
            return super().forward(x, t) * x.size

    class Wrong(SoftmaxWithLoss):
        def per_example(self, x, t):
            return np.ones(len(x))

    scores, t = rng.normal(size=(4, 3)), np.array([0, 1, 2, 2])
    assert means_examples(MeanSquaredError(), scores, scores + 1)
    assert not means_examples(Sum(), scores, scores + 1)
    assert means_examples(SoftmaxWithLoss(), scores, t)
    assert means_examples(SoftmaxWithLoss(), 1e6 * scores, t)
    assert not means_examples(Wrong(), scores, t)
