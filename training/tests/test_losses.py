import math

import torch

from maquette_parsing.classes import ANYTHING_BUT_HAIR, CLASS_ID, IGNORED, SKIN_OR_NOSE
from maquette_parsing.losses import (
    LossConfig,
    detail_targets,
    dice_loss,
    pixel_losses,
    pixel_rows,
    training_loss,
)
from maquette_parsing.model import TrainingOutput


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


def test_a_batch_without_labels_costs_nothing() -> None:
    target = torch.full((1, 4, 4), IGNORED, dtype=torch.uint8)
    assert float(dice_loss(*pixel_rows(torch.randn(1, 19, 4, 4), target))) == 0


def test_right_answers_make_no_dice_loss() -> None:
    target = torch.zeros(1, 8, 8, dtype=torch.uint8)
    target[:, 4:] = 2
    logits = 50.0 * torch.nn.functional.one_hot(target.long(), 19).permute(0, 3, 1, 2)
    assert float(dice_loss(*pixel_rows(logits, target))) < 1e-3


def test_detail_targets_mark_edges_between_known_labels_only() -> None:
    target = torch.zeros(1, 16, 16, dtype=torch.uint8)
    target[:, :, 8:] = 1
    target[:, 12:] = IGNORED
    edges = detail_targets(target)[0, 0]
    assert edges[:8, 7:9].all()
    assert not edges[:8, :4].any() and not edges[12:].any()
