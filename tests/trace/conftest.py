"""The networks that the recorder's tests share are a module beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
