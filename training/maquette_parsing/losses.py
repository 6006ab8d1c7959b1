"""What the network is trained for: classes (full and partial labels), edges, auxiliary heads."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from .classes import CLASS_COUNT, CLASS_NAMES, IGNORED, PARTIAL_TARGETS
from .model import TrainingOutput
from .region_loss import region_loss


@dataclass(frozen=True)
class LossConfig:
    class_weights: dict[str, float]
    hard_share: float = 0.25  # OHEM: this share of the pixels, the hardest, makes half of the loss
    dice: float = 0.4
    detail: float = 0.3
    auxiliary: float = 0.2
    distillation: float = 1.0  # toward a teacher, where there is one

    def weight_tensor(self, exponent: float = 1.0) -> Tensor:
        """[256], the weights to a power: 0 makes all classes equal. Partial targets weigh 1."""
        weights = torch.ones(256)
        for name, weight in self.class_weights.items():
            weights[CLASS_NAMES.index(name)] = weight**exponent
        weights[IGNORED] = 0
        return weights


def pixel_rows(logits: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Log-probabilities [M,C] and targets [M] of the pixels that are not ignored.

    Rows, because a softmax over neighbouring memory is several times faster on a CPU.
    """
    rows = logits.float().permute(0, 2, 3, 1).reshape(-1, CLASS_COUNT)
    target = target.reshape(-1)
    known = target != IGNORED
    if not known.all():
        rows, target = rows[known], target[known]
    return F.log_softmax(rows, dim=1), target


def pixel_losses(log_p: Tensor, target: Tensor) -> Tensor:
    """-log of the probability of what each target allows. [M,C], uint8 [M] -> [M]."""
    named = target < CLASS_COUNT
    losses = -log_p.gather(1, torch.where(named, target, 0).long()[:, None])[:, 0]
    for value, allowed in PARTIAL_TARGETS.items():
        where = (target == value).nonzero()[:, 0]
        if len(where):
            partial = -log_p[where][:, list(allowed)].logsumexp(dim=1)
            losses = losses.index_copy(0, where, partial)
    return losses


def detail_targets(target: Tensor) -> Tensor:
    """Edges of the labels, found at three scales (STDC, section 3.3).

    uint8 [B,H,W] -> float [B,1,H,W] in {0, 1}. An id's distance to another means nothing,
    so the Laplacian is of "differs from a neighbour"; ignored pixels make no edges.
    """
    edges = torch.zeros_like(target, dtype=torch.float32)
    for stride, weight in ((1, 0.6), (2, 0.3), (4, 0.1)):
        found = _differs_from_neighbour(target[:, ::stride, ::stride]).float()[:, None]
        edges += weight * F.interpolate(found, size=target.shape[1:], mode="nearest")[:, 0]
    # As in the paper: the coarsest scale alone makes no edge.
    return (edges > 0.1 + 1e-6).float()[:, None]


def _differs_from_neighbour(label: Tensor) -> Tensor:
    edges = torch.zeros_like(label, dtype=torch.bool)
    known = label != IGNORED
    across = (label[:, :, 1:] != label[:, :, :-1]) & known[:, :, 1:] & known[:, :, :-1]
    down = (label[:, 1:] != label[:, :-1]) & known[:, 1:] & known[:, :-1]
    edges[:, :, 1:] |= across
    edges[:, :, :-1] |= across
    edges[:, 1:] |= down
    edges[:, :-1] |= down
    return edges


def detail_loss(logits: Tensor, target: Tensor) -> Tensor:
    """BCE + Dice, at stride 4, without samples that leave edges undrawn."""
    full = ((target < CLASS_COUNT) | (target == IGNORED)).flatten(1).all(dim=1)
    target = target[:, 1::2, 1::2]
    edges = detail_targets(target)
    # Pseudo-labels ignore what is unsure, above all edges: there is one, but nobody knows where.
    unknown = F.max_pool2d((target == IGNORED).float()[:, None], 3, stride=1, padding=1)
    known = (1 - unknown) * full.float()[:, None, None, None]
    logits = F.interpolate(
        logits.float(), size=edges.shape[2:], mode="bilinear", align_corners=False
    )
    edges = edges * known
    p = logits.sigmoid() * known
    dice = 1 - (2 * (p * edges).sum() + 1) / (p.sum() + edges.sum() + 1)
    crossed = F.binary_cross_entropy_with_logits(logits, edges, weight=known, reduction="sum")
    return crossed / known.sum().clamp(min=1) + dice


def training_loss(
    output: TrainingOutput, target: Tensor, config: LossConfig, weights: Tensor
) -> tuple[Tensor, dict[str, float]]:
    """The sum, and its parts for the log. `target` [B,H/2,W/2] is at stride 2.

    The main loss is taken there: at full resolution it would cost more than the network.
    """
    # Planes of classes rather than rows of pixels: what follows goes along the pixels.
    logits = F.interpolate(
        output.logits.float().contiguous(),
        size=target.shape[1:],
        mode="bilinear",
        align_corners=False,
    )
    main, dice = region_loss(logits.flatten(2), target.flatten(1), weights, config.hard_share)
    auxiliary = main.new_zeros(())
    for head, step in zip(output.auxiliary, (4, 8), strict=True):
        log_p, rows = pixel_rows(head, target[:, step // 2 :: step, step // 2 :: step])
        row_weights = weights[rows.long()]
        losses = pixel_losses(log_p, rows) * row_weights
        auxiliary = auxiliary + losses.sum() / row_weights.sum().clamp(min=1)
    detail = main.new_zeros(()) if output.detail is None else detail_loss(output.detail, target)
    total = main + config.dice * dice + config.auxiliary * auxiliary + config.detail * detail
    parts = {"main": main, "dice": dice, "auxiliary": auxiliary, "detail": detail}
    return total, {name: float(value.detach()) for name, value in parts.items()}
