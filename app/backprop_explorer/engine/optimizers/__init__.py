"""How gradients change the parameters, by rising complexity: SGD first, AdamW last."""

from backprop_explorer.engine.optimizers.ada_grad import AdaGrad
from backprop_explorer.engine.optimizers.adam import Adam
from backprop_explorer.engine.optimizers.adam_w import AdamW
from backprop_explorer.engine.optimizers.momentum import Momentum
from backprop_explorer.engine.optimizers.nesterov import Nesterov
from backprop_explorer.engine.optimizers.optimizer import Optimizer
from backprop_explorer.engine.optimizers.rms_prop import RMSProp
from backprop_explorer.engine.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "RMSProp",
]
