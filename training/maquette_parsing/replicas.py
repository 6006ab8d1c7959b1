"""Data parallelism over the cores of one machine.

Splitting each batch between cores beats splitting each operation: the cores wait for one another
once a step instead of a hundred times, which matters most where other programs use them too.
"""

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import torch
from torch import Tensor, nn

# Takes a model, images and targets; returns the loss to differentiate and its parts for the log.
LossFunction = Callable[[nn.Module, Tensor, Tensor], tuple[Tensor, dict[str, float]]]


def bf16_is_fast() -> bool:
    """Without bf16 instructions PyTorch emulates it: seven times slower than float32 (Zen 3)."""
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


class Replicas:
    """A model and copies that share its weights; each computes a part of every batch."""

    def __init__(self, model: nn.Module, count: int) -> None:
        self.models = [model] + [copy.deepcopy(model) for _ in range(count - 1)]
        for replica in self.models[1:]:
            for own, shared in zip(replica.parameters(), model.parameters(), strict=True):
                own.data = shared.data
        self.pool = ThreadPoolExecutor(count)

    def backward(self, images: Tensor, targets: Tensor, loss: LossFunction) -> dict[str, float]:
        """Leaves the mean gradient and batch statistics in the model; returns the mean parts."""
        count = min(len(self.models), len(images))
        for replica in self.models[1:]:
            for own, shared in zip(replica.buffers(), self.models[0].buffers(), strict=True):
                own.copy_(shared)
        chunks = zip(self.models, images.chunk(count), targets.chunk(count), strict=False)

        def work(chunk: tuple[nn.Module, Tensor, Tensor]) -> dict[str, float]:
            model, *batch = chunk
            model.train()
            model.zero_grad(set_to_none=True)
            total, parts = loss(model, *batch)
            total.backward()
            return {"total": float(total.detach()), **parts}

        parts = list(self.pool.map(work, chunks))
        self._merge(len(parts))
        return {name: sum(p[name] for p in parts) / len(parts) for name in parts[0]}

    @torch.no_grad()
    def _merge(self, count: int) -> None:
        used = self.models[:count]
        for same in zip(*(model.parameters() for model in used), strict=True):
            gradients = [p.grad for p in same if p.grad is not None]
            if gradients:
                same[0].grad = torch.stack(gradients).sum(0) / count
        for same in zip(*(model.buffers() for model in used), strict=True):
            if same[0].is_floating_point():
                same[0].copy_(torch.stack(same).mean(0))
