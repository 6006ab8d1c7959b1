"""Rounded weights ship; what is measured is what ships."""

import onnx
import torch

from export import largest_difference, to_onnx
from maquette_parsing.half_precision import folded_and_rounded
from maquette_parsing.model import ImprovedBiSeNet, ModelConfig


def test_weights_are_stored_in_sixteen_bits_and_computed_alike() -> None:
    torch.manual_seed(0)
    model = ImprovedBiSeNet(ModelConfig(width=16, context_channels=16, fusion_channels=32))
    for _ in range(3):
        model(torch.randn(2, 3, 64, 64) * 2 + 1)
    model.eval()
    image = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        exact = model(image)
        rounded = folded_and_rounded(model)(image)
    assert (exact - rounded).abs().max() < 0.01 * exact.abs().max()
    exported = to_onnx(model)
    assert largest_difference(model, exported) < 1e-4
    graph = onnx.load_from_string(exported).graph
    kinds = {t.data_type for t in graph.initializer if len(t.dims) == 4}
    assert kinds == {onnx.TensorProto.FLOAT16}
