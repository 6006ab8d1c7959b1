"""The training loss (losses.py) without a look at values on the way, so that a card never waits."""

import torch
from torch import Tensor
from torch.nn import functional as F

from ..classes import CLASS_COUNT, IGNORED, PARTIAL_TARGETS
from ..losses import LossConfig, detail_loss
from ..model import TrainingOutput
from ..region_loss import FEWEST_PIXELS

_FORBIDDEN = -1e4
_QUANTILE_STEP = 64  # hard pixels are told by every 64th


def allowed_classes(device: torch.device) -> Tensor:
    """[256,19]: 0 where a target value allows the class, very low where it does not."""
    table = torch.full((256, CLASS_COUNT), _FORBIDDEN)
    table[range(CLASS_COUNT), range(CLASS_COUNT)] = 0
    for value, classes in PARTIAL_TARGETS.items():
        table[value, list(classes)] = 0
    table[IGNORED] = 0
    return table.to(device)


def pixel_losses(log_p: Tensor, target: Tensor) -> Tensor:
    """-log of the probability of what each target allows. [B,19,H,W], uint8 [B,H,W] -> [B,H,W]."""
    allowed = allowed_classes(log_p.device)[target.long()].permute(0, 3, 1, 2)
    return -(log_p + allowed).logsumexp(1)


def half_hard_mean(losses: Tensor, weights: Tensor, hard_share: float) -> Tensor:
    """Half the weighted mean, half that over the hardest pixels (region_loss.py)."""
    weighted = losses * weights
    sample = weighted.detach().flatten()[::_QUANTILE_STEP]
    known = weights.flatten()[::_QUANTILE_STEP] > 0
    # The share counts among labelled pixels; the others have a loss of zero and sort first.
    place = len(sample) - 1 - (known.sum() * hard_share).long()
    limit = sample.sort().values.gather(0, place.clamp(min=0)[None])[0]
    hard = weights * (weighted >= limit)
    plain = weighted.sum() / weights.sum().clamp(min=1)
    return 0.5 * plain + 0.5 * (losses * hard).sum() / hard.sum().clamp(min=1)


def dice_loss(p: Tensor, target: Tensor) -> Tensor:
    """1 - soft F1 of the classes that occur, over pixels that name one class."""
    named = target < CLASS_COUNT
    label = torch.where(named, target, 0).long()
    right = p.gather(1, label[:, None])[:, 0] * named
    flat = label.flatten()
    zeros = torch.zeros(CLASS_COUNT, device=p.device)
    overlap = zeros.index_add(0, flat, right.flatten())
    count = zeros.index_add(0, flat, named.flatten().float())
    total = torch.einsum("bchw,bhw->c", p, named.float()) + count + 1
    occurs = (count > FEWEST_PIXELS).float()
    return ((1 - (2 * overlap + 1) / total) * occurs).sum() / occurs.sum().clamp(min=1)


def distillation_loss(logits: Tensor, teacher: Tensor, hard_share: float) -> Tensor:
    """Kullback-Leibler divergence from the teacher's probabilities (Hinton et al. 2015)."""
    wanted = teacher.float().log_softmax(1)
    found = logits.float().log_softmax(1)
    divergence = (wanted.exp() * (wanted - found)).sum(1)
    return half_hard_mean(divergence, torch.ones_like(divergence), hard_share)


def batched_loss(
    output: TrainingOutput,
    target: Tensor,
    config: LossConfig,
    weights: Tensor,
    teacher: Tensor | None = None,
) -> tuple[Tensor, dict[str, Tensor]]:
    """The sum, and its parts for the log. `target` [B,H/2,W/2], `teacher` logits at stride 4."""
    logits = F.interpolate(output.logits.float(), size=target.shape[1:], mode="bilinear")
    log_p = logits.log_softmax(1)
    parts = {
        "main": half_hard_mean(
            pixel_losses(log_p, target), weights[target.long()], config.hard_share
        ),
        "dice": dice_loss(log_p.exp(), target),
        "auxiliary": log_p.new_zeros(()),
        "detail": log_p.new_zeros(()),
        "distillation": log_p.new_zeros(()),
    }
    for head, step in zip(output.auxiliary, (4, 8), strict=True):
        there = target[:, step // 2 :: step, step // 2 :: step]
        there_weights = weights[there.long()]
        losses = pixel_losses(head.float().log_softmax(1), there) * there_weights
        parts["auxiliary"] = parts["auxiliary"] + losses.sum() / there_weights.sum().clamp(min=1)
    if output.detail is not None:
        parts["detail"] = detail_loss(output.detail, target)
    if teacher is not None:
        parts["distillation"] = distillation_loss(output.logits, teacher, config.hard_share)
    total = (
        parts["main"]
        + config.dice * parts["dice"]
        + config.auxiliary * parts["auxiliary"]
        + config.detail * parts["detail"]
        + config.distillation * parts["distillation"]
    )
    return total, {name: value.detach() for name, value in parts.items()}
