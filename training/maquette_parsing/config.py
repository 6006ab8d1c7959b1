"""A training run's configuration, from YAML; unknown keys are errors."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .augmentation import AugmentationConfig
from .losses import LossConfig
from .model import NetworkConfig, network_config


@dataclass(frozen=True)
class Phase:
    """A stretch of the run, up to the fraction `until` of its time."""

    until: float
    sizes: tuple[int, ...]  # each batch draws one
    pixels: int  # in a batch: large pictures come in small batches
    set_weights: dict[str, float]
    class_weighting: float  # exponent of the loss's class weights

    def batch(self, size: int) -> int:
        return max(4, round(self.pixels / size**2))


@dataclass(frozen=True)
class OptimiserConfig:
    learning_rate: float
    final_learning_rate: float
    weight_decay: float
    warm_up: float  # fraction of the run's time
    average_decay: float  # of the exponential moving average of the weights
    gradient_clip: float


@dataclass(frozen=True)
class Config:
    seed: int
    model: NetworkConfig
    loss: LossConfig
    optimiser: OptimiserConfig
    augmentation: AugmentationConfig
    accessories: dict[str, float]  # shares among what is pasted onto other faces
    oversampling: dict[str, float]  # how often a face with this class is drawn, against one without
    phases: tuple[Phase, ...]

    def phase(self, progress: float) -> Phase:
        return next((p for p in self.phases if progress < p.until), self.phases[-1])


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def _read_raw(path: Path) -> dict[str, Any]:
    """With everything that it does not say itself taken from its `base`, a file beside it."""
    raw = yaml.safe_load(path.read_text())
    return _read_raw(path.parent / raw.pop("base")) | raw if "base" in raw else raw


def read_config(path: Path) -> Config:
    raw = _read_raw(path)
    return Config(
        seed=raw["seed"],
        model=network_config(raw["model"]),
        loss=LossConfig(**raw["loss"]),
        optimiser=OptimiserConfig(**raw["optimiser"]),
        augmentation=AugmentationConfig(**_tuples(raw["augmentation"])),
        accessories=raw.get("accessories", {}),
        oversampling=raw["oversampling"],
        phases=tuple(Phase(**_tuples(phase)) for phase in raw["phases"]),
    )
