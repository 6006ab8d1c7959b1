"""Warps and blurs of whole batches; matrices map source pixels to output pixels, centres whole."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..classes import IGNORED


def warp_images(images: Tensor, matrices: np.ndarray, size: int, border: str) -> Tensor:
    """uint8 [B,3,H,W], matrices [B,3,3] -> float [B,3,size,size] in 0..1."""
    source = images.float() / 255
    shrinks = np.sqrt(np.abs(np.linalg.det(matrices[:, :2, :2])))
    # Four neighbours alias where a picture shrinks: what is finer than the output's pixels goes.
    sigmas = 0.5 * np.sqrt(np.maximum(0, 1 / shrinks**2 - 1))
    shrinking = np.flatnonzero(sigmas > 0.3)
    if len(shrinking):
        at = torch.from_numpy(shrinking).to(source.device)
        source[at] = gaussian_blur(source[at], sigmas[shrinking], 3)
    grid = sampling_grid(matrices, size, 1, images)
    return F.grid_sample(source, grid, padding_mode=border, align_corners=False)


def warp_targets(targets: Tensor, matrices: np.ndarray, size: int) -> Tensor:
    """uint8 [B,H,W] -> [B,size/2,size/2]; what lies outside the source is IGNORED."""
    grid = sampling_grid(matrices, size // 2, 2, targets)
    # Zeros are padded, so IGNORED is made the zero.
    shifted = (targets.float() - IGNORED)[:, None]
    found = F.grid_sample(shifted, grid, mode="nearest", align_corners=False)
    return (found[:, 0] + IGNORED).round().to(torch.uint8)


def sampling_grid(matrices: np.ndarray, count: int, stride: int, source: Tensor) -> Tensor:
    """[B,count,count,2]: where in the source (-1 to 1) each output pixel lies."""
    side = source.shape[-1]
    centres = np.arange(count) * stride + (stride - 1) / 2
    to_unit = np.array([[2 / side, 0, 1 / side - 1], [0, 2 / side, 1 / side - 1], [0, 0, 1]])
    inverse = to_unit @ np.linalg.inv(matrices)
    rows = torch.from_numpy(inverse.astype(np.float32)).to(source.device)
    at = torch.from_numpy(centres.astype(np.float32)).to(source.device)
    y, x = torch.meshgrid(at, at, indexing="ij")
    place = torch.stack([x, y, torch.ones_like(x)], dim=-1).reshape(1, -1, 3)
    found = (place @ rows.transpose(1, 2)).reshape(len(matrices), count, count, 3)
    return found[..., :2] / found[..., 2:]


def gaussian_blur(images: Tensor, sigmas: np.ndarray, radius: int) -> Tensor:
    """[B,C,H,W], each sample by its own sigma in pixels."""
    count, channels, height, width = images.shape
    reach = torch.arange(-radius, radius + 1, device=images.device, dtype=torch.float32)
    widths = torch.from_numpy(sigmas.astype(np.float32)).to(images.device).clamp(min=1e-3)
    kernels = (-0.5 * (reach / widths[:, None]) ** 2).exp()
    kernels = (kernels / kernels.sum(1, keepdim=True)).repeat_interleave(channels, 0)
    groups = count * channels
    padded = F.pad(images, (radius,) * 4, mode="replicate").reshape(
        1, groups, -1, width + 2 * radius
    )
    across = F.conv2d(padded, kernels[:, None, None, :], groups=groups)
    down = F.conv2d(across, kernels[:, None, :, None], groups=groups)
    return down.reshape(count, channels, height, width)
