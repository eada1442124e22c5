from __future__ import annotations

import numpy as np
import pytest
from tests.sessions.conftest import DEEP, SMALL

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import SpecError
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.spec.initializers import Constant, Normal, Zeros
from backprop_explorer.sessions.spec.layers import Affine, Relu


def with_layers(*layers: Affine | Relu) -> Spec:
    return Spec(layers=list(layers))


def test_parameters_have_the_shapes_of_the_layers() -> None:
    experiment = Experiment(DEEP)
    shapes = {name: array.shape for name, array in experiment.initial_state().params.items()}
    assert shapes == experiment.shapes
    assert list(shapes) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert shapes["W2"] == (5, 4)
    assert experiment.parameter_count == 784 * 5 + 5 + 5 * 4 + 4 + 4 * 10 + 10


def test_the_seed_alone_decides_the_parameters() -> None:
    one = Experiment(SMALL).initial_state().params
    same = Experiment(SMALL.model_copy(update={"batch_size": 3})).initial_state().params
    other = Experiment(SMALL.model_copy(update={"seed": 4})).initial_state().params
    assert np.array_equal(one["W1"], same["W1"])
    assert not np.array_equal(one["W1"], other["W1"])
    assert one["W1"].dtype == np.float32


def test_weights_are_drawn_as_the_initializer_says() -> None:
    layers = (Affine(units=50, init=Normal(std=0.01)), Affine(units=10, init=Constant(value=0.5)))
    params = Experiment(with_layers(*layers)).initial_state().params
    assert params["W1"].std() == pytest.approx(0.01, rel=0.05)
    assert abs(params["W1"].mean()) < 0.001
    assert (params["W2"] == 0.5).all()
    assert not params["b1"].any()
    zeros = Experiment(with_layers(Affine(units=10, init=Zeros()))).initial_state().params
    assert not zeros["W1"].any()


def test_a_network_has_copies_of_the_parameters(experiment: Experiment) -> None:
    state = experiment.initial_state()
    network = experiment.network(state, 0)
    network.params["W1"][...] = 7
    assert not (state.params["W1"] == 7).any()


def test_an_epoch_is_every_example_once_on_average() -> None:
    assert Experiment(with_layers(Affine(units=10))).iterations_per_epoch == 50


@pytest.mark.parametrize(
    ("spec", "field", "words"),
    [
        (with_layers(Relu()), ("layers",), "at least one layer with parameters"),
        (with_layers(Affine(units=5)), ("layers", 0), "give the last affine layer 10 units"),
        (
            with_layers(Affine(units=4096), Affine(units=4096), Affine(units=10)),
            ("layers",),
            f"{limits.MAX_PARAMETERS:,}",
        ),
    ],
)
def test_parts_that_do_not_fit_each_other_are_refused(
    spec: Spec, field: tuple[str | int, ...], words: str
) -> None:
    with pytest.raises(SpecError, match=words) as refused:
        Experiment(spec)
    assert refused.value.field == field
