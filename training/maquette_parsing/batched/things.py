"""Accessories of other faces and things before a face, for whole batches."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..accessories import NECKLACE_LIES_ON
from ..classes import CLASS_ID, IGNORED, OCCLUDER
from .geometry import gaussian_blur

_WAVES = 3  # of an occluder's outline


def paste(
    images: Tensor,
    targets: Tensor,
    at: np.ndarray,
    donors: tuple[Tensor, Tensor],
    class_ids: np.ndarray,
) -> None:
    """Puts each donor's pixels of its class over sample `at`, in place."""
    device = images.device
    slots = torch.from_numpy(at).to(device)
    wanted = torch.from_numpy(class_ids).to(device)[:, None, None]
    donor_images, donor_targets = donors
    worn = donor_targets == wanted
    under = targets[slots]
    bearing = torch.zeros(256, dtype=torch.bool, device=device)
    bearing[NECKLACE_LIES_ON] = True
    worn &= (wanted != CLASS_ID["necklace"]) | bearing[under.long()]
    soft = gaussian_blur(worn.float()[:, None], np.full(len(at), 0.7), 2)
    alpha = F.interpolate(soft, size=images.shape[-2:], mode="bilinear")
    images[slots] = torch.lerp(images[slots], donor_images, alpha)
    targets[slots] = torch.where(worn & (under != IGNORED), wanted.to(torch.uint8), under)


def occlude(
    rng: np.random.Generator, images: Tensor, targets: Tensor, share: float
) -> tuple[Tensor, Tensor]:
    """Smooth shapes with the colours of another part of the picture, or of one plain thing."""
    chosen = np.flatnonzero(rng.random(len(images)) < share)
    if not len(chosen):
        return images, targets
    slots = torch.from_numpy(chosen).to(images.device)
    behind = images[slots]
    size = images.shape[-1]
    shift = tuple(int(s) for s in rng.integers(size // 4, 3 * size // 4, 2))
    texture = behind.roll(shift, (-2, -1))
    row, column = rng.integers(size, size=2)
    shading = torch.from_numpy(rng.uniform(0.7, 1.3, (len(chosen), 1, 4, 4)).astype(np.float32))
    shading = F.interpolate(shading.to(images.device), size=(size, size), mode="bicubic")
    plain = (behind[:, :, row, column, None, None] * shading).clamp(0, 1)
    is_plain = torch.from_numpy(rng.random(len(chosen)) < 0.5).to(images.device)
    texture = torch.where(is_plain[:, None, None, None], plain, texture)
    shape = blobs(rng, len(chosen), targets.shape[-1], images.device)
    alpha = F.interpolate(shape, size=(size, size), mode="bilinear")
    images, targets = images.clone(), targets.clone()
    images[slots] = torch.lerp(behind, texture, alpha)
    hidden = (shape[:, 0] > 0.5) & (targets[slots] != IGNORED)
    targets[slots] = torch.where(hidden, OCCLUDER, targets[slots])
    return images, targets


def blobs(rng: np.random.Generator, count: int, side: int, device: torch.device) -> Tensor:
    """[count,1,side,side] in 0..1: bent ellipses in the middle or lower part of the square."""
    centre = rng.uniform((0.2, 0.3), (0.8, 0.95), (count, 2))
    radius = rng.uniform(0.06, 0.2, (count, 1))
    squeeze, turn = rng.uniform(0.4, 1, count), rng.uniform(0, np.pi, count)
    waves = rng.normal(0, 0.18, (count, _WAVES, 2)) / np.arange(1, _WAVES + 1)[:, None]

    def plane(values: np.ndarray) -> Tensor:
        return torch.from_numpy(values.astype(np.float32)).to(device).reshape(count, 1, 1)

    at = (torch.arange(side, device=device) + 0.5) / side
    x, y = at[None, None, :] - plane(centre[:, 0]), at[None, :, None] - plane(centre[:, 1])
    cos, sin = plane(np.cos(turn)), plane(np.sin(turn))
    along, across = x * cos + y * sin, (y * cos - x * sin) / plane(squeeze)
    angle = torch.atan2(across, along)
    reach = plane(radius) * torch.ones_like(angle)
    for wave in range(_WAVES):
        swing = plane(waves[:, wave, 0]) * torch.cos((wave + 1) * angle)
        reach = reach + plane(radius) * swing
        reach = reach + plane(radius) * plane(waves[:, wave, 1]) * torch.sin((wave + 1) * angle)
    distance = reach - torch.sqrt(along**2 + across**2)
    return (distance * side / 4 + 0.5).clamp(0, 1)[:, None]
