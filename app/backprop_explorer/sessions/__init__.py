"""Sessions: a spec brought to life, walked through event by event, trained at full speed.

Puts engine, data and trace together. Knows nothing of HTTP.
"""

from backprop_explorer.sessions.blas import use_one_blas_thread

# Before anything of ours loads NumPy: replay is bit-identical only with one BLAS thread.
use_one_blas_thread()
