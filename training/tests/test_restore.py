"""What is restored from an export computes what was exported, and can be trained."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from export import to_onnx
from maquette_parsing.metrics import normalise
from maquette_parsing.model import ImprovedBiSeNet, ModelConfig, TrainingOutput
from restore import exported_weights, restore

SMALL = ModelConfig(
    width=16, context_channels=16, fusion_channels=32, refinement_channels=24, head_channels=8
)


def faces(count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (count, 64, 64, 3), dtype=np.uint8)


@pytest.fixture
def trained() -> ImprovedBiSeNet:
    """With statistics and scales that are not the initial ones."""
    torch.manual_seed(0)
    model = ImprovedBiSeNet(SMALL)
    for _ in range(3):
        model(torch.randn(4, 3, 64, 64) * 2 + 1)
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            nn.init.uniform_(layer.weight, 0.5, 2.0)
            nn.init.uniform_(layer.bias, -0.5, 0.5)
    return model.eval()


def test_a_restored_network_computes_what_was_exported(
    trained: ImprovedBiSeNet, tmp_path: Path
) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(to_onnx(trained))
    restored = ImprovedBiSeNet(SMALL)
    restore(restored, exported_weights(path), faces(8))
    images = normalise(torch.from_numpy(faces(2)))
    with torch.inference_mode():
        wanted = trained(images)
        found = restored.eval()(images)
        assert torch.allclose(found, wanted, atol=1e-3 * float(wanted.abs().max()))
        # Statistics of single batches do nearly the same: training goes on from there.
        output = restored.train()(normalise(torch.from_numpy(faces(8))))
        assert isinstance(output, TrainingOutput)
        same = restored.eval()(normalise(torch.from_numpy(faces(8))))
        assert (output.logits - same).abs().mean() < 0.3 * same.std()


def test_an_export_of_another_size_is_refused(trained: ImprovedBiSeNet, tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(to_onnx(trained))
    with pytest.raises(ValueError, match="another configuration"):
        restore(ImprovedBiSeNet(ModelConfig(width=8)), exported_weights(path), faces(4))
