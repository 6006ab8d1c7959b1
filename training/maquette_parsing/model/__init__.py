"""The network: an STDC backbone inside BiSeNet, with a stride-4 refinement of its output."""

from .network import ImprovedBiSeNet, ModelConfig, TrainingOutput

__all__ = ["ImprovedBiSeNet", "ModelConfig", "TrainingOutput"]
