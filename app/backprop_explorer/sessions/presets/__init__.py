"""Networks to start from, each with one sentence on what to look at and why."""

from __future__ import annotations

from backprop_explorer.sessions.presets.lessons import LESSONS
from backprop_explorer.sessions.presets.preset import Preset, with_parts_replaced
from backprop_explorer.sessions.presets.remedies import REMEDIES
from backprop_explorer.sessions.presets.textbook import TEXTBOOK, TWO_LAYER_MNIST
from backprop_explorer.sessions.presets.toys import TOYS

__all__ = ["PRESETS", "TWO_LAYER_MNIST", "Preset", "with_parts_replaced"]

PRESETS: dict[str, Preset] = {
    preset.name: preset for preset in (*TEXTBOOK, *TOYS, *LESSONS, *REMEDIES)
}
