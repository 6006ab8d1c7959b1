"""The learning rate over a run and what decays, for both trainers."""

import math

from torch import nn

from .config import OptimiserConfig


def learning_rate(config: OptimiserConfig, progress: float) -> float:
    """Warm-up, then a cosine over the elapsed fraction of the run's time."""
    if progress < config.warm_up:
        return config.learning_rate * max(0.01, progress / config.warm_up)
    along = min(1.0, (progress - config.warm_up) / (1 - config.warm_up))
    fall = 0.5 + 0.5 * math.cos(math.pi * along)
    return config.final_learning_rate + (config.learning_rate - config.final_learning_rate) * fall


def parameter_groups(model: nn.Module, weight_decay: float) -> list[dict[str, object]]:
    """Batch normalisation and biases do not decay: they have no scale to hold down."""
    matrices = [p for p in model.parameters() if p.ndim > 1]
    vectors = [p for p in model.parameters() if p.ndim <= 1]
    return [
        {"params": matrices, "weight_decay": weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
