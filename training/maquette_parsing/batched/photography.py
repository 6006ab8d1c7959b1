"""Light, colour, skin tone, grey, blur, noise and JPEG for whole batches, in 0..1."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..augmentation import SKIN_TABLES, AugmentationConfig
from ..data import SIDE
from .geometry import gaussian_blur
from .jpeg import compress


def vary_photography(
    rng: np.random.Generator, images: Tensor, targets: Tensor, config: AugmentationConfig
) -> Tensor:
    """In the order in which photos get them; each step for its share of the samples."""
    images = images.clone()
    size = images.shape[-1]

    def some(share: float, change) -> None:  # noqa: ANN001
        chosen = np.flatnonzero(rng.random(len(images)) < share)
        if len(chosen):
            at = torch.from_numpy(chosen).to(images.device)
            images[at] = change(images[at], at)

    some(config.skin_tone_share, lambda x, at: shift_skin_tone(rng, x, targets[at]))
    some(config.uneven_light_share, lambda x, _: light_unevenly(rng, x))
    some(config.colour_share, lambda x, _: shift_colour(rng, x))
    some(config.grey_share, lambda x, _: as_grey(x))
    some(config.blur_share, lambda x, _: gaussian_blur(x, sigmas(rng, len(x), size), 8))
    some(config.noise_share, lambda x, _: add_noise(rng, x))
    some(config.jpeg_share, lambda x, _: compress(x, rng.integers(30, 90, len(x))))
    return images.clamp(0, 1)


def numbers(values: np.ndarray, like: Tensor) -> Tensor:
    """[B] or [B,C] -> [B,C,1,1] beside the images."""
    return torch.from_numpy(values.astype(np.float32)).to(like.device).reshape(len(like), -1, 1, 1)


def shift_skin_tone(rng: np.random.Generator, images: Tensor, targets: Tensor) -> Tensor:
    """Mostly darker, warmer skin: the labelled faces are mostly light-skinned."""
    count = len(images)
    gammas = rng.uniform(0.9, 2.1, (count, 1)) * np.stack(
        [np.ones(count), rng.uniform(1.0, 1.15, count), rng.uniform(1.0, 1.3, count)], 1
    )
    table = torch.from_numpy(SKIN_TABLES[rng.integers(len(SKIN_TABLES))]).to(images.device)
    mask = table[targets.long()].float()[:, None] / 255
    mask = gaussian_blur(mask, np.full(count, 0.5 + targets.shape[-1] / 200), 5)
    mask = F.interpolate(mask, size=images.shape[-2:], mode="bilinear")
    return torch.lerp(images, images.clamp(1e-4, 1) ** numbers(gammas, images), mask)


def light_unevenly(rng: np.random.Generator, images: Tensor) -> Tensor:
    """Soft shadows, at times of another colour."""
    count = len(images)
    light = rng.uniform(0.25, 1.2, (count, 1, 3, 3)) * rng.uniform(0.75, 1.0, (count, 3, 3, 3))
    field = torch.from_numpy(light.astype(np.float32)).to(images.device)
    field = F.interpolate(field, size=images.shape[-2:], mode="bicubic", align_corners=False)
    return (images * field).clamp(0, 1)


def shift_colour(rng: np.random.Generator, images: Tensor) -> Tensor:
    """Saturation, gamma, colour temperature, contrast and brightness."""
    count = len(images)
    saturation = numbers(rng.uniform(0.5, 1.5, count), images)
    images = torch.lerp(images.mean(1, keepdim=True), images, saturation).clamp(1e-4, 1)
    gamma = numbers(np.exp(rng.uniform(-0.5, 0.6, count)), images)
    gains = numbers(np.exp(rng.uniform(-0.15, 0.15, (count, 3))), images)
    contrast = numbers(rng.uniform(0.65, 1.35, count), images)
    brightness = numbers(rng.uniform(-0.12, 0.12, count), images)
    return ((images**gamma * gains - 0.5) * contrast + 0.5 + brightness).clamp(0, 1)


def as_grey(images: Tensor) -> Tensor:
    weights = torch.tensor([0.299, 0.587, 0.114], device=images.device)
    grey = (images * weights[:, None, None]).sum(1, keepdim=True)
    return grey.expand_as(images)


def sigmas(rng: np.random.Generator, count: int, size: int) -> np.ndarray:
    """Out of focus, or a face as small as 60 px brought up again."""
    out_of_focus = rng.uniform(0.4, 2.5, count) * size / SIDE
    enlarged = 0.5 / np.exp(rng.uniform(np.log(0.2), np.log(0.8), count))
    return np.where(rng.random(count) < 0.5, out_of_focus, enlarged)


def add_noise(rng: np.random.Generator, images: Tensor) -> Tensor:
    sigma = numbers(rng.uniform(2, 16, len(images)) / 255, images)
    return (images + torch.randn_like(images) * sigma).clamp(0, 1)
