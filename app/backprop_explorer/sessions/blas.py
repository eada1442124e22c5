"""One BLAS thread, so that the same iteration gives the same bits on every replay.

With several threads a matrix product is cut up by how many cores are there, and sums of floats
depend on the order. For matrices of this size one thread is also faster while the server is busy.
"""

import os

_VARIABLES = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def use_one_blas_thread() -> None:
    """Asks for one thread, here and in worker processes; works until NumPy is loaded."""
    for variable in _VARIABLES:
        os.environ[variable] = "1"
