"""A run's whole state. Batches are drawn from (seed, step), so the step is the random state."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from .model import Network, make_network, network_config


@dataclass
class Progress:
    step: int = 0
    samples: int = 0
    active_seconds: float = 0.0


class AveragedModel:
    """Exponential moving average of weights and batch statistics."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.state: dict[str, Tensor] = {
            k: v.detach().clone() for k, v in model.state_dict().items()
        }

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        # Early on the average must forget the random start quickly.
        decay = min(self.decay, (1 + step) / (10 + step))
        current = model.state_dict()
        floating = [name for name, value in current.items() if value.is_floating_point()]
        counters = [name for name in current if name not in set(floating)]
        torch._foreach_lerp_(
            [self.state[name] for name in floating], [current[name] for name in floating], 1 - decay
        )
        torch._foreach_copy_(
            [self.state[name] for name in counters], [current[name] for name in counters]
        )


def save_checkpoint(
    path: Path,
    model: Network,
    average: AveragedModel,
    optimiser: torch.optim.Optimizer,
    progress: Progress,
) -> None:
    """Written beside and renamed: a run that is killed while saving keeps the last one."""
    content = {
        "model": model.state_dict(),
        "average": average.state,
        "optimiser": optimiser.state_dict(),
        "progress": asdict(progress),
        "model_config": {"architecture": model.config.architecture, **asdict(model.config)},
    }
    partial = path.with_suffix(".partial")
    torch.save(content, partial)
    os.replace(partial, path)


def load_checkpoint(path: Path) -> dict[str, Any]:
    return torch.load(path, map_location="cpu", weights_only=True)


def load_averaged_model(path: Path) -> tuple[Network, Progress]:
    """The model that is evaluated and exported."""
    content = load_checkpoint(path)
    model = make_network(network_config(content["model_config"]))
    model.load_state_dict(content["average"])
    return model.eval(), Progress(**content["progress"])
