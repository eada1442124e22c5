"""Logic gates: the four examples that the first neurons were tried on (McCulloch and Pitts, 1943).

AND, OR and NAND can be parted by one straight line, so one neuron learns them; XOR cannot, and
needs a hidden layer (Minsky and Papert, 1969).
"""

import numpy as np

from .dataset import Dataset, Points
from .entry import Entry
from .features import FeatureColumns
from .options import Option

INPUTS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)], np.float32)
OUTPUTS = {
    "and": np.array([0, 0, 0, 1]),
    "or": np.array([0, 1, 1, 1]),
    "xor": np.array([0, 1, 1, 0]),
    "nand": np.array([1, 1, 1, 0]),
}


def load_gate(gate: str = "xor") -> Dataset:
    """The four rows of a gate's table: x (4, 2), 0 or 1, and the labels 0 or 1.

    They are the training and the test examples alike, for a gate has no others.
    """
    columns = FeatureColumns(("x1", "x2"))
    t = OUTPUTS[gate]
    return Dataset(
        name="logic-gate",
        x_train=INPUTS,
        t_train=t,
        x_test=INPUTS,
        t_test=t,
        image_shape=None,
        classes=("0", "1"),
        source=f"The table of {gate.upper()}. Its four rows are also what is tested: "
        "a gate has no others.",
        features=columns.names,
        points=Points(INPUTS, INPUTS, (-0.5, 1.5), columns),
    )


ENTRY = Entry(
    "logic-gate",
    "The four rows of AND, OR, XOR or NAND: one neuron learns them all but XOR.",
    load=load_gate,
    place="its table",
    natural_shape=(2,),
    classes=("0", "1"),
    options=(Option("gate", "string", "which gate", default="xor", choices=tuple(OUTPUTS)),),
)
