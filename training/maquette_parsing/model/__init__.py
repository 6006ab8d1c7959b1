"""Ours (an STDC backbone inside BiSeNet, refined at stride 4) and BiSeNet as published."""

from typing import Any

from .network import ImprovedBiSeNet, ModelConfig
from .output import TrainingOutput
from .published import BiSeNet, BiSeNetConfig

Network = ImprovedBiSeNet | BiSeNet
NetworkConfig = ModelConfig | BiSeNetConfig


def network_config(values: dict[str, Any]) -> NetworkConfig:
    """From a run's configuration or a checkpoint; `architecture` says which of the two."""
    sizes = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    architecture = sizes.pop("architecture", ModelConfig.architecture)
    configs = {config.architecture: config for config in (ModelConfig, BiSeNetConfig)}
    return configs[architecture](**sizes)


def make_network(config: NetworkConfig) -> Network:
    """With random weights."""
    return BiSeNet(config) if isinstance(config, BiSeNetConfig) else ImprovedBiSeNet(config)


__all__ = [
    "BiSeNet",
    "BiSeNetConfig",
    "ImprovedBiSeNet",
    "ModelConfig",
    "Network",
    "NetworkConfig",
    "TrainingOutput",
    "make_network",
    "network_config",
]
