"""Is backpropagation right? Compare it with small steps of every parameter and of the input.

A network is checked on a float64 copy. For each number w of a parameter or of the batch x, the
gradient that `backward` gave is compared with the central difference (L(w + h) − L(w − h)) / 2h.
Both its truncation (about h² times the third derivative) and its rounding (about 1e-16 · loss / h)
stay well below the limit for h = 1e-6, while a wrong formula is wrong in its first digits.

Done plainly, that is two runs of the whole network for each number, 80,000 for the first net. Here
only what a small step can change is computed again (`choice.py` says when that is sound):

- `tail.py`: the layers before the step do not feel it, so only those after it run, and for many
  steps at once: all the examples that are changed by some step stand in one large batch.
- `affine_probe.py`: a step of W[i, j] changes one column of z, and the affine layer after it only
  adds a multiple of a row of its W.
- `shared_moves.py`: weights that see the same number in an example move its z alike, and a step
  that is the same is tried once.

Where the network allows it (`complex_step.py`), the step is an imaginary one and no difference is
taken: the slope then has all its digits, and limits are a hundred thousand times as tight.

Otherwise, what does not agree at h is looked at again (`second_look.py`): with other steps, and for
the kink of a ReLU, where the loss has two slopes and backward has to choose one. If there is only
so much time, `pace.py` says how many elements of each array fit into it.
"""

from __future__ import annotations

from backprop_explorer.engine.gradient_check.check import gradient_check
from backprop_explorer.engine.gradient_check.inquiry import Checkable
from backprop_explorer.engine.gradient_report import GradientReport

__all__ = ["Checkable", "GradientReport", "gradient_check"]
