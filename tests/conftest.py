"""What every test runs under."""

import os

# Before NumPy is imported: one thread repeats itself exactly, and leaves the cores to pytest-xdist.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

from hypothesis import settings

# No test is timed: on a busy machine a slow example is no fault.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
