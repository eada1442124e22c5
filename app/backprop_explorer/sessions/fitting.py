"""Refuses specs whose parts do not fit each other, with the place and what would do."""

from __future__ import annotations

from backprop_explorer import data, engine
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import SpecError
from backprop_explorer.sessions.spec import Layer, Spec, losses
from backprop_explorer.sessions.spec import layers as kinds

OF_PICTURES = (kinds.Convolution, kinds.MaxPooling, kinds.AveragePooling)


def needs_pictures(layer: Layer) -> bool:
    """Whether it works on channels, rows and columns rather than on a row of features."""
    if isinstance(layer, kinds.Residual):
        return any(map(needs_pictures, layer.layers))
    return isinstance(layer, OF_PICTURES)


def refuse_batch(spec: Spec, dataset: data.Dataset) -> None:
    """Raises SpecError for a batch larger than the data set."""
    if spec.batch_size > len(dataset.x_train):
        raise SpecError(
            f"A batch of {spec.batch_size} cannot be drawn from the {len(dataset.x_train)} "
            f"training examples of {dataset.name}: take fewer.",
            ("batch_size",),
        )


def refuse_size(parameters: int) -> None:
    """Raises SpecError for a network that is too large."""
    if parameters > limits.MAX_PARAMETERS:
        raise SpecError(
            f"This network has {parameters:,} parameters; {limits.MAX_PARAMETERS:,} are the most "
            "that a session may have. Give its layers fewer units.",
            ("layers",),
        )


def refuse_misfit(
    spec: Spec, dataset: data.Dataset, network: engine.Network, input_shape: tuple[int, ...]
) -> int:
    """The number of outputs. Raises SpecError where data, network and loss do not go together."""
    if not network.params:
        raise SpecError(
            "A network needs at least one layer with parameters: without one it has nothing to "
            'learn. Add {"type": "affine", "units": …}.',
            ("layers",),
        )
    shape = input_shape
    for layer in network.layers.values():
        shape = layer.output_shape(shape)
    where = ("layers", len(spec.layers) - 1)
    if len(shape) != 1:
        raise SpecError(
            f"The last layer gives examples of shape {shape}, and a loss needs one row of numbers "
            'for each: put {"type": "flatten"} and an affine layer at the end.',
            where,
        )
    (outputs,) = shape
    wanted, why = wanted_outputs(spec, dataset)
    if outputs not in wanted:
        numbers = " or ".join(map(str, sorted(wanted)))
        raise SpecError(
            f"The network has {outputs} outputs, but {why}: give the last affine layer {numbers} "
            f"unit{'s' if numbers != '1' else ''}.",
            where,
        )
    return outputs


def wanted_outputs(spec: Spec, dataset: data.Dataset) -> tuple[set[int], str]:
    """How many outputs the loss can compare with the labels of the data set, and why."""
    classes, loss = len(dataset.classes), spec.loss
    if not classes:
        if isinstance(loss, losses.SoftmaxCrossEntropy | losses.BinaryCrossEntropy | losses.Hinge):
            raise SpecError(
                f"{dataset.name} asks for a number, not for a class, and {loss.name} compares "
                "classes: take mean_squared_error, mean_absolute_error or huber.",
                ("loss",),
            )
        return {1}, f"{dataset.name} asks for one number"
    if isinstance(loss, losses.SoftmaxCrossEntropy):
        return {classes}, f"{dataset.name} has {classes} classes, each with a score"
    if isinstance(loss, losses.BinaryCrossEntropy):
        if classes != 2:
            raise SpecError(
                f"{dataset.name} has {classes} classes, and binary_cross_entropy tells two apart: "
                "take softmax_cross_entropy.",
                ("loss",),
            )
        return {1}, "binary_cross_entropy needs one score, for yes"
    if classes == 2:
        return {1, 2}, f"{dataset.name} has 2 classes"
    return {classes}, f"{dataset.name} has {classes} classes, each with a score"
