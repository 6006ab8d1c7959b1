"""Weights in sixteen bits: half the file, computed in 32 bits as before.

Rounding comes before the comparison with PyTorch and before the measuring, so what is compared and
measured is what ships.
"""

from itertools import pairwise

import numpy as np
import onnx
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .model import Network


@torch.no_grad()
def folded_and_rounded(model: Network) -> Network:
    """In place: normalisation goes into the convolutions, whose weights become float16's values."""
    model.eval()
    for module in list(model.modules()):
        if not isinstance(module, nn.Sequential):
            continue
        for (name, first), (next_name, second) in pairwise(list(module.named_children())):
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                setattr(module, name, fuse_conv_bn_eval(first, second))
                setattr(module, next_name, nn.Identity())
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.copy_(module.weight.half().float())
    return model


def with_half_weights(exported: bytes) -> bytes:
    """Stores each convolution's weights as float16; a Cast widens them when the graph is loaded."""
    model = onnx.load_from_string(exported)
    graph = model.graph
    used = {node.input[1] for node in graph.node if node.op_type == "Conv"}
    casts = []
    for tensor in graph.initializer:
        if tensor.name not in used:
            continue
        wide = onnx.numpy_helper.to_array(tensor)
        name = tensor.name
        tensor.CopyFrom(onnx.numpy_helper.from_array(wide.astype(np.float16), f"{name}.half"))
        casts.append(
            onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT)
        )
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model.SerializeToString()
