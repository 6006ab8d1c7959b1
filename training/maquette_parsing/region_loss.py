"""Cross-entropy with hard examples, plus Dice, with their gradient in closed form.

Autograd would pass some twenty times over a float for each class and pixel, which costs as much
as the network itself; written out it takes five. test_losses.py holds it to what autograd finds.

With p the softmax of the logits z, c_i a pixel's share of the mean and y_i its class:
  cross-entropy   -sum_i c_i log p_iy        d/dz_ik = c_i (p_ik - [k = y_i])
  partial target  -sum_i c_i log P_i         d/dz_ik = c_i (p_ik - [k allowed] p_ik / P_i)
  Dice            1 - mean_k (2 O_k + 1) / (S_k + N_k + 1), O overlap, S sum of p, N pixels of k:
                  d/dz_ik = p_ik (u_ik - sum_j p_ij u_ij), u_ik = dL/dS_k + [k = y_i] dL/dO_k
"""

from typing import NamedTuple

import torch
from torch import Tensor

from .classes import CLASS_COUNT, PARTIAL_TARGETS

FEWEST_PIXELS = 20  # of a class in a batch, for its Dice to count


class RegionLoss(NamedTuple):
    main: Tensor
    dice: Tensor


class _RegionFunction(torch.autograd.Function):
    @staticmethod
    def forward(  # noqa: ANN205
        ctx: torch.autograd.function.FunctionCtx,
        logits: Tensor,
        target: Tensor,
        weights: Tensor,
        hard_share: float,
    ):
        p = softmax(logits)
        named = target < CLASS_COUNT
        label = torch.where(named, target, 0).long()
        p_true = p.gather(1, label[:, None])[:, 0]
        partial = partial_sums(p, target)
        allowed = torch.where(named, p_true, partial) if partial is not None else p_true
        losses = -allowed.clamp(min=1e-12).log()
        shares = hard_shares(losses, weights[target.long()], hard_share)
        main = (losses * shares).sum()
        dice, by_overlap, by_sum = dice_and_slopes(p, p_true * named, label, named)
        ctx.save_for_backward(p, target, label, named, p_true, allowed, shares, by_overlap, by_sum)
        ctx.is_partial = partial is not None
        return main, dice

    @staticmethod
    def backward(  # noqa: ANN205
        ctx: torch.autograd.function.FunctionCtx, by_main: Tensor, by_dice: Tensor
    ):
        p, target, label, named, p_true, allowed, shares, by_overlap, by_sum = ctx.saved_tensors
        shares, by_overlap, by_sum = shares * by_main, by_overlap * by_dice, by_sum * by_dice
        pull = by_overlap[label] * p_true
        expected = (by_sum @ p) + pull
        gradient = by_sum[:, None] - expected[:, None]
        gradient *= named[:, None]
        gradient += shares[:, None]
        gradient *= p
        at_label = torch.where(named, pull - shares, 0)
        gradient.scatter_add_(1, label[:, None], at_label[:, None])
        if ctx.is_partial:
            scale = shares / allowed.clamp(min=1e-12)
            for value, classes in PARTIAL_TARGETS.items():
                where = (target == value) * scale
                for index in classes if where.any() else ():
                    gradient[:, index] -= where * p[:, index]
        return gradient, None, None, None


def region_loss(logits: Tensor, target: Tensor, weights: Tensor, hard_share: float) -> RegionLoss:
    """Logits [B,19,N], targets uint8 [B,N], weight of each target value [256]."""
    return RegionLoss(*_RegionFunction.apply(logits, target, weights, hard_share))


def softmax(logits: Tensor) -> Tensor:
    """Over dimension 1; torch.softmax is several times slower where that is not the last one."""
    p = (logits - logits.amax(1, keepdim=True)).exp_()
    return p.div_(p.sum(1, keepdim=True))


def partial_sums(p: Tensor, target: Tensor) -> Tensor | None:
    """[B,N], summed probability of what partial targets allow; none where there are no such."""
    sums = None
    for value, classes in PARTIAL_TARGETS.items():
        where = target == value
        if where.any():
            sums = torch.ones_like(target, dtype=p.dtype) if sums is None else sums
            total = sum((p[:, index] for index in classes), torch.zeros_like(sums))
            sums = torch.where(where, total, sums)
    return sums


def hard_shares(losses: Tensor, weights: Tensor, hard_share: float) -> Tensor:
    """Each pixel's factor in: half the weighted mean, half that over the hardest pixels (OHEM,
    Shrivastava et al. 2016).
    """
    weighted = losses * weights
    # A quantile of every 16th labelled pixel is near enough, and sorting all of them is slow.
    known = weighted[weights > 0][::16]
    if not len(known):
        return weights * 0
    hard = weights * (weighted >= torch.quantile(known, 1 - hard_share))
    return 0.5 * weights / weights.sum().clamp(min=1) + 0.5 * hard / hard.sum().clamp(min=1)


def dice_and_slopes(
    p: Tensor, right: Tensor, label: Tensor, named: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """1 - soft F1 of the classes that occur, and its slopes by overlap and by sum [19]."""
    flat = label.flatten()
    overlap = torch.zeros(CLASS_COUNT).index_add(0, flat, right.flatten())
    count = torch.bincount(flat, named.flatten().float(), minlength=CLASS_COUNT)
    total = (p @ named.float()[..., None]).sum((0, 2)) + count + 1
    soft_f1 = (2 * overlap + 1) / total
    occurs = (count > FEWEST_PIXELS).float()
    each = occurs / occurs.sum().clamp(min=1)
    return ((1 - soft_f1) * each).sum(), -2 / total * each, soft_f1 / total * each
