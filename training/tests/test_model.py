from dataclasses import asdict

import pytest
import torch

from export import LARGEST_DIFFERENCE, largest_difference, to_onnx
from maquette_parsing.half_precision import folded_and_rounded
from maquette_parsing.model import (
    BiSeNet,
    BiSeNetConfig,
    ImprovedBiSeNet,
    ModelConfig,
    TrainingOutput,
    make_network,
    network_config,
)
from maquette_parsing.model.resnet import ResNetBackbone
from maquette_parsing.model.stdc import STDCBackbone, STDCModule

SMALL = ModelConfig(
    width=16, context_channels=16, fusion_channels=32, refinement_channels=24, head_channels=8
)


@pytest.mark.parametrize("stride", [1, 2])
def test_stdc_module_concatenates_to_its_width(stride: int) -> None:
    out = STDCModule(16, 64, stride)(torch.zeros(1, 16, 32, 32))
    assert out.shape == (1, 64, 32 // stride, 32 // stride)


def test_backbone_has_the_papers_size_at_full_width() -> None:
    # STDC1 has 8.44 M parameters with what classification adds and BiSeNet leaves out: a 1x1 ConvX
    # and a hidden layer of 1024 (both normalised), and the classifier of 1000.
    classification = 2 * (1024 * 1024 + 2 * 1024) + (1024 + 1) * 1000
    backbone = sum(p.numel() for p in STDCBackbone(width=64).parameters())
    assert (backbone + classification) / 1e6 == pytest.approx(8.44, abs=0.01)


def test_resnet_has_its_size_without_the_classifier() -> None:
    parameters = sum(p.numel() for p in ResNetBackbone().parameters())
    assert (parameters + 513 * 1000) / 1e6 == pytest.approx(11.69, abs=0.01)


def test_bisenet_as_published_answers_at_stride_8() -> None:
    model = BiSeNet(BiSeNetConfig(8, 8, 16, 16, 8))
    output = model(torch.zeros(2, 3, 64, 64))
    assert isinstance(output, TrainingOutput) and output.detail is None
    assert [head.shape[2] for head in output.auxiliary] == [8, 4]
    assert model.eval()(torch.zeros(1, 3, 64, 64)).shape == (1, 19, 8, 8)


@pytest.mark.parametrize("config", [BiSeNetConfig(width=8), ModelConfig(width=16)])
def test_networks_are_named_in_configurations(config: BiSeNetConfig | ModelConfig) -> None:
    values = {"architecture": config.architecture, **asdict(config)}
    assert network_config(values) == config
    assert make_network(config).config == config


@pytest.mark.parametrize("size", [64, 96, 224])
def test_logits_are_at_stride_4(size: int) -> None:
    model = ImprovedBiSeNet(SMALL).eval()
    assert model(torch.zeros(2, 3, size, size)).shape == (2, 19, size // 4, size // 4)


def test_heads_for_training_exist_in_training_only() -> None:
    model = ImprovedBiSeNet(SMALL)
    output = model(torch.zeros(2, 3, 64, 64))
    assert isinstance(output, TrainingOutput)
    assert output.detail.shape == (2, 1, 8, 8)
    assert [head.shape[2] for head in output.auxiliary] == [8, 4]
    assert isinstance(model.eval()(torch.zeros(1, 3, 64, 64)), torch.Tensor)


def test_onnx_runtime_agrees_with_pytorch() -> None:
    torch.manual_seed(0)
    model = ImprovedBiSeNet(SMALL)
    for _ in range(3):  # batch statistics that are not the initial ones
        model(torch.randn(2, 3, 64, 64) * 2 + 1)
    exported = to_onnx(folded_and_rounded(model))
    assert largest_difference(model, exported) < LARGEST_DIFFERENCE
    # The heads that only training has would more than double the time.
    assert b"auxiliary" not in exported and b"detail" not in exported
