import math

import torch

from maquette_parsing.classes import ANYTHING_BUT_HAIR, CLASS_ID, IGNORED, SKIN_OR_NOSE
from maquette_parsing.losses import (
    LossConfig,
    detail_targets,
    pixel_losses,
    pixel_rows,
    training_loss,
)
from maquette_parsing.model import TrainingOutput
from maquette_parsing.region_loss import RegionLoss, hard_shares, region_loss


def losses_of(logits: torch.Tensor, *targets: int) -> list[float]:
    target = torch.tensor(targets, dtype=torch.uint8).reshape(1, 1, -1)
    image = logits.reshape(1, 19, 1, 1).expand(1, 19, 1, len(targets))
    return pixel_losses(*pixel_rows(image, target)).tolist()


def test_partial_targets_ask_for_the_sum_of_what_they_allow() -> None:
    logits = torch.randn(19, generator=torch.Generator().manual_seed(1))
    p = logits.softmax(0)
    skin, nose, hair = (float(p[CLASS_ID[name]]) for name in ("skin", "nose", "hair"))
    found = losses_of(logits, CLASS_ID["skin"], ANYTHING_BUT_HAIR, SKIN_OR_NOSE)
    wanted = [-math.log(skin), -math.log(1 - hair), -math.log(skin + nose)]
    assert torch.allclose(torch.tensor(found), torch.tensor(wanted), atol=1e-5)


def test_class_weights_fade_with_their_exponent() -> None:
    config = LossConfig(class_weights={"left-eye": 4.0})
    eye, nose = CLASS_ID["left-eye"], CLASS_ID["nose"]
    for exponent, wanted in ((1.0, 4.0), (0.5, 2.0), (0.0, 1.0)):
        weights = config.weight_tensor(exponent)
        assert weights[eye] == wanted and weights[nose] == 1 and weights[IGNORED] == 0


def test_ignored_pixels_are_left_out() -> None:
    assert len(losses_of(torch.zeros(19), IGNORED, 3, IGNORED)) == 1


def test_ignored_pixels_get_no_gradient() -> None:
    logits = torch.randn(2, 19, 8, 8, requires_grad=True)
    coarse = [torch.randn(2, 19, n, n, requires_grad=True) for n in (4, 2)]
    detail = torch.randn(2, 1, 4, 4, requires_grad=True)
    target = torch.randint(0, 19, (2, 16, 16)).to(torch.uint8)
    target[:, :, 8:] = IGNORED
    config = LossConfig(class_weights={"left-eye": 2.0})
    output = TrainingOutput(logits, (coarse[0], coarse[1]), detail)
    training_loss(output, target, config, config.weight_tensor())[0].backward()
    assert logits.grad is not None
    # One column's width of interpolation reaches over the border.
    assert logits.grad[..., 5:].abs().max() == 0
    assert logits.grad[..., :4].abs().min() > 0


def region(logits: torch.Tensor, target: torch.Tensor) -> RegionLoss:
    weights = LossConfig(class_weights={"left-eye": 2.0}).weight_tensor()
    return region_loss(logits.flatten(2), target.flatten(1), weights, hard_share=0.25)


def test_the_gradient_is_what_autograd_finds() -> None:
    generator = torch.Generator().manual_seed(1)
    logits = (2 * torch.randn(2, 19, 16, 16, generator=generator)).requires_grad_()
    target = torch.randint(0, 19, (2, 4, 4), generator=generator).to(torch.uint8)
    target = target.repeat_interleave(4, 1).repeat_interleave(4, 2)
    target[0, :4], target[1, :2], target[1, 2:4] = IGNORED, ANYTHING_BUT_HAIR, SKIN_OR_NOSE
    log_p, rows = pixel_rows(logits, target)
    weights = LossConfig(class_weights={"left-eye": 2.0}).weight_tensor()[rows.long()]
    losses = pixel_losses(log_p, rows)
    main = (losses * hard_shares(losses.detach(), weights, 0.25)).sum()
    dice = plain_dice(log_p.exp(), rows)
    (wanted,) = torch.autograd.grad(main + 0.4 * dice, logits)
    found = region(logits, target)
    assert torch.allclose(found.main, main) and torch.allclose(found.dice, dice)
    (gradient,) = torch.autograd.grad(found.main + 0.4 * found.dice, logits)
    assert torch.allclose(gradient, wanted, atol=1e-8)


def plain_dice(p: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    named = target < 19
    p, label = p[named], torch.nn.functional.one_hot(target[named].long(), 19)
    occurs = label.sum(0) > 20
    soft_f1 = (2 * (p * label).sum(0) + 1) / (p.sum(0) + label.sum(0) + 1)
    return (1 - soft_f1[occurs]).mean()


def test_a_batch_without_labels_costs_nothing() -> None:
    target = torch.full((1, 4, 4), IGNORED, dtype=torch.uint8)
    logits = torch.randn(1, 19, 4, 4, requires_grad=True)
    found = region(logits, target)
    assert float(found.main.detach()) == 0 and float(found.dice.detach()) == 0
    (gradient,) = torch.autograd.grad(found.main + found.dice, logits)
    assert not gradient.any()


def test_right_answers_make_no_dice_loss() -> None:
    target = torch.zeros(1, 8, 8, dtype=torch.uint8)
    target[:, 4:] = 2
    logits = 50.0 * torch.nn.functional.one_hot(target.long(), 19).permute(0, 3, 1, 2)
    assert float(region(logits, target).dice) < 1e-3


def test_detail_targets_mark_edges_between_known_labels_only() -> None:
    target = torch.zeros(1, 16, 16, dtype=torch.uint8)
    target[:, :, 8:] = 1
    target[:, 12:] = IGNORED
    edges = detail_targets(target)[0, 0]
    assert edges[:8, 7:9].all()
    assert not edges[:8, :4].any() and not edges[12:].any()
