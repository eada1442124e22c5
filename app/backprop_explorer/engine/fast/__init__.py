"""Training at full speed: the same numbers as the plain engine's, bit for bit, in less time.

The plain engine is written to be read, and makes a new array for every result. But an iteration on
batches of one shape is always the same calls of NumPy on arrays of the same shapes. So here the
calls are made ready once, as a list, with arrays for all results; training is going down the list:

    training = FastTraining(network, optimizer)
    loss = training.iterate(x, t)

What is computed, in which order, and how the arrays lie in memory is as in the plain engine, and
that is why the bits are the same. Layers, losses and rules have a twin here in a file of the same
name, which can be read beside the plain one; what has no twin runs as it is, among the others.
"""

from backprop_explorer.engine.fast.training import FastTraining

__all__ = ["FastTraining"]
