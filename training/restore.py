"""Makes a checkpoint of an exported network, so that training goes on where no checkpoint is left.

Export folds each batch normalisation into its convolution. Here the folded weights return, scaled
to the length that fresh ones have, and each normalisation gets the statistics of its convolution's
output on training faces, with the scale and shift that undo them: the network computes what the
exported one does. Heads that only training has start from random weights.
"""

import argparse
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from maquette_parsing.checkpoint import AveragedModel, Progress, save_checkpoint
from maquette_parsing.config import read_config
from maquette_parsing.data import LabelledSet, load_set
from maquette_parsing.metrics import normalise
from maquette_parsing.model import Network, make_network

BATCH = 4


def executed_convolutions(model: Network) -> list[tuple[nn.Conv2d, nn.BatchNorm2d | None]]:
    """In the order in which they compute, as the exporter writes them; each with what follows."""
    order: list[nn.Conv2d] = []
    following = {}
    for module in model.modules():
        parts = list(module.children()) if isinstance(module, nn.Sequential) else []
        for first, second in pairwise(parts):
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                following[first] = second
    convolutions = [module for module in model.modules() if isinstance(module, nn.Conv2d)]
    hooks = [c.register_forward_hook(lambda c, *_: order.append(c)) for c in convolutions]
    with torch.inference_mode():
        model.eval()(torch.zeros(1, 3, 64, 64))
    for hook in hooks:
        hook.remove()
    return [(convolution, following.get(convolution)) for convolution in order]


def exported_weights(path: Path) -> list[tuple[Tensor, Tensor]]:
    """Weight and bias of each convolution, as float32, in the order of the graph."""
    graph = onnx.load(path).graph
    arrays = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:  # half-precision weights are widened by a Cast before use
        if node.op_type == "Cast" and node.input[0] in arrays:
            arrays[node.output[0]] = arrays[node.input[0]]
    return [
        (as_float(arrays[node.input[1]]), as_float(arrays[node.input[2]]))
        for node in graph.node
        if node.op_type == "Conv"
    ]


def as_float(array: np.ndarray) -> Tensor:
    return torch.from_numpy(array.astype(np.float32))


@torch.no_grad()
def restore(model: Network, weights: list[tuple[Tensor, Tensor]], faces: np.ndarray) -> None:
    """Puts `weights` into `model`; `faces` [N,512,512,3] RGB give the batch statistics."""
    layers = executed_convolutions(model)
    if [layer.weight.shape for layer, _ in layers] != [weight.shape for weight, _ in weights]:
        raise ValueError("the exported network is of another configuration")
    scales = [fresh_scale(weight) for weight, _ in weights]
    for (layer, following), (weight, bias), scale in zip(layers, weights, scales, strict=True):
        if following is None:
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)
        else:
            layer.weight.copy_(weight * scale[:, None, None, None])
            undo_normalisation(following, bias, scale)
    # What each layer computes is settled by now, whatever statistics it is undone with.
    statistics = output_statistics(model, layers, faces)
    for (_, following), (mean, variance), (_, bias), scale in zip(
        layers, statistics, weights, scales, strict=True
    ):
        if following is not None:
            following.running_mean.copy_(mean)
            following.running_var.copy_(variance)
            undo_normalisation(following, bias, scale)


def fresh_scale(weight: Tensor) -> Tensor:
    """[out], what brings each channel's weights to the deviation of PyTorch's random start."""
    deviation = weight.flatten(1).square().mean(1).sqrt().clamp(min=1e-6)
    return (3 * weight[0].numel()) ** -0.5 / deviation


def undo_normalisation(layer: nn.BatchNorm2d, bias: Tensor, scale: Tensor) -> None:
    """Makes layer(scale * x) equal x + bias under the layer's statistics, whatever they are."""
    layer.weight.copy_((layer.running_var + layer.eps).sqrt() / scale)
    layer.bias.copy_(bias + layer.running_mean / scale)


def output_statistics(
    model: Network,
    layers: list[tuple[nn.Conv2d, nn.BatchNorm2d | None]],
    faces: np.ndarray,
) -> list[tuple[Tensor, Tensor]]:
    """Mean and variance [C] of each convolution's output over the faces."""
    sums = [torch.zeros(2, layer.out_channels, dtype=torch.float64) for layer, _ in layers]

    def add(slot: int, output: Tensor) -> None:
        values = output.detach().double()
        sums[slot] += torch.stack([values.mean((0, 2, 3)), values.square().mean((0, 2, 3))])

    hooks = [
        layer.register_forward_hook(lambda _, __, output, slot=slot: add(slot, output))
        for slot, (layer, _) in enumerate(layers)
    ]
    starts = range(0, len(faces) - BATCH + 1, BATCH)
    for start in starts:
        model.eval()(normalise(torch.from_numpy(faces[start : start + BATCH])))
    for hook in hooks:
        hook.remove()
    means = [(total / len(starts)).float() for total in sums]
    return [(mean, (square - mean.square()).clamp(min=1e-8)) for mean, square in means]


def spread_faces(labelled: LabelledSet, count: int) -> np.ndarray:
    return labelled.images[np.linspace(0, len(labelled) - 1, count).astype(int)]


def seen_samples(manifest: Path) -> int:
    """By the exported network, as far as is known; average.py adds them to the next run's."""
    return json.loads(manifest.read_text())["samples"] if manifest.exists() else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--config", type=Path, required=True, help="of the exported network")
    parser.add_argument("--onnx", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="checkpoint for --start-from")
    parser.add_argument("--cache", type=Path, default=Path("runs/cache"))
    parser.add_argument("--faces", type=int, default=48)
    options = parser.parse_args()
    config = read_config(options.config)
    torch.manual_seed(config.seed)
    model = make_network(config.model)
    labelled = load_set(options.data, "celebamask", "train", options.cache)
    restore(model, exported_weights(options.onnx), spread_faces(labelled, options.faces))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    optimiser = torch.optim.AdamW(model.parameters())
    progress = Progress(samples=seen_samples(options.onnx.with_name("manifest.json")))
    save_checkpoint(options.out, model, AveragedModel(model, 0.0), optimiser, progress)


if __name__ == "__main__":
    main()
