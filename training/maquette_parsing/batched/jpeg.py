"""What JPEG does to pictures (ITU-T T.81), without the file: quantised cosines of 8x8 blocks."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

# Annex K.1, as printed: the tables that encoders scale by quality.
_LUMINANCE = (
    (16, 11, 10, 16, 24, 40, 51, 61),
    (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77),
    (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101),
    (72, 92, 95, 98, 112, 100, 103, 99),
)
_CHROMINANCE = (
    (17, 18, 24, 47, 99, 99, 99, 99),
    (18, 21, 26, 66, 99, 99, 99, 99),
    (24, 26, 56, 99, 99, 99, 99, 99),
    (47, 66, 99, 99, 99, 99, 99, 99),
    *((99,) * 8,) * 4,
)
_TO_YCBCR = ((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))


def compress(images: Tensor, qualities: np.ndarray) -> Tensor:
    """[B,3,S,S] in 0..1, S a multiple of 16; a quality of 1 to 100 for each. Chroma is halved."""
    matrix = torch.tensor(_TO_YCBCR, device=images.device)
    planes = torch.einsum("oc,bchw->bohw", matrix, images * 255)
    luma = quantised(planes[:, :1] - 128, _LUMINANCE, qualities) + 128
    chroma = quantised(F.avg_pool2d(planes[:, 1:], 2), _CHROMINANCE, qualities)
    chroma = F.interpolate(chroma, scale_factor=2, mode="bilinear", align_corners=False)
    back = torch.linalg.inv(matrix.cpu()).to(images.device)
    rgb = torch.einsum("oc,bchw->bohw", back, torch.cat([luma, chroma], 1))
    return (rgb.round() / 255).clamp(0, 1)


def quantised(planes: Tensor, table: tuple, qualities: np.ndarray) -> Tensor:
    """[B,C,H,W] around zero: the blocks' cosine transforms, rounded to the table's steps."""
    count, channels, height, width = planes.shape
    cosines = dct_matrix().to(planes.device)
    blocks = planes.reshape(count, channels, height // 8, 8, width // 8, 8)
    blocks = blocks.permute(0, 1, 2, 4, 3, 5)
    steps = scaled_tables(table, qualities).to(planes.device)[:, None, None, None]
    waves = (cosines @ blocks @ cosines.T / steps).round() * steps
    blocks = cosines.T @ waves @ cosines
    return blocks.permute(0, 1, 2, 4, 3, 5).reshape(planes.shape)


def scaled_tables(table: tuple, qualities: np.ndarray) -> Tensor:
    """[B,8,8]: the table for each quality, by the rule of the Independent JPEG Group."""
    percent = np.where(qualities < 50, 5000 / qualities, 200 - 2 * qualities)
    steps = np.floor((np.array(table)[None] * percent[:, None, None] + 50) / 100)
    return torch.from_numpy(np.clip(steps, 1, 255).astype(np.float32))


def dct_matrix() -> Tensor:
    """[8,8], the orthonormal DCT-II."""
    k, n = np.mgrid[0:8, 0:8]
    matrix = np.cos(np.pi * (2 * n + 1) * k / 16) * np.where(k == 0, np.sqrt(1 / 8), 0.5)
    return torch.from_numpy(matrix.astype(np.float32))
