"""What a spec and a request may ask for, in one place; the catalogue shows the same numbers."""

MAX_LAYERS = 32
MAX_UNITS = 4_096
MAX_BATCH = 1_024
MAX_PARAMETERS = 2_000_000
MAX_SEED = 2**32 - 1
MAX_ITERATIONS = 1_000_000  # of one session
MAX_STEPS = 1_000  # of one step request
MAX_SECONDS = 1.0  # of computing for one request
MAX_REPLAY_SECONDS = 10.0  # for going back to an iteration that was reached before
MAX_EXAMPLES_CHECKED = 100  # by a gradient check
MAX_TERMS = 1_000  # of one explanation
MAX_MAP_SIZE = 100  # points along each axis
MAX_JSON_NUMBERS = 250_000  # in one answer; npy and f32 carry any array whole

SNAPSHOT_BYTES = 1_000_000  # of kept parameters per session
MIN_SNAPSHOTS = 2
MAX_SNAPSHOTS = 512


def as_catalog() -> dict[str, int | float]:
    """The limits a client needs to know, by the names the catalogue gives them."""
    return {
        "layers": MAX_LAYERS,
        "units": MAX_UNITS,
        "batch_size": MAX_BATCH,
        "parameters": MAX_PARAMETERS,
        "seed": MAX_SEED,
        "iterations": MAX_ITERATIONS,
        "steps": MAX_STEPS,
        "seconds": MAX_SECONDS,
        "examples_checked": MAX_EXAMPLES_CHECKED,
        "terms": MAX_TERMS,
        "map_size": MAX_MAP_SIZE,
        "json_numbers": MAX_JSON_NUMBERS,
    }
