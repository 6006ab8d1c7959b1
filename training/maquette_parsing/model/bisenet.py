"""BiSeNet's parts: Yu et al., "BiSeNet: Bilateral Segmentation Network", ECCV 2018."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .stdc import ConvX


class SpatialPath(nn.Sequential):
    """Section 3.1: three convolutions of stride 2 keep detail. [B,3,H,W] -> [B,out,H/8,W/8]."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__(
            ConvX(3, width, kernel=7, stride=2),
            ConvX(width, width, stride=2),
            ConvX(width, width, stride=2),
            ConvX(width, out, kernel=1),
        )


class AttentionRefinementModule(nn.Module):
    """Section 3.2: features weighed per channel by what the whole picture holds.

    [B,C,H,W] -> [B,out,H,W].
    """

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.conv = ConvX(channels, out)
        self.attention = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(out, out, 1), nn.Sigmoid()
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        return x * self.attention(x)


class ContextPath(nn.Module):
    """Section 3.2: strides 16 and 32 with their attention, and the global average as the tail.

    ([B,C16,H/16,W/16], [B,C32,H/32,W/32]) -> context at strides 8 and 16, each [B,out,...].
    """

    def __init__(self, channels16: int, channels32: int, out: int) -> None:
        super().__init__()
        self.arm16 = AttentionRefinementModule(channels16, out)
        self.arm32 = AttentionRefinementModule(channels32, out)
        # No normalisation here: one value a picture makes for noisy batch statistics.
        self.tail = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels32, out, 1), nn.ReLU())
        self.head32 = ConvX(out, out)
        self.head16 = ConvX(out, out)

    def forward(self, stride16: Tensor, stride32: Tensor) -> tuple[Tensor, Tensor]:
        context = self.arm32(stride32) + self.tail(stride32)
        at16 = self.head32(F.interpolate(context, scale_factor=2.0, mode="nearest"))
        context = self.arm16(stride16) + at16
        at8 = self.head16(F.interpolate(context, scale_factor=2.0, mode="nearest"))
        return at8, at16


class FeatureFusionModule(nn.Module):
    """Section 3.3: detail and meaning joined, then re-weighed per channel.

    ([B,C1,H,W], [B,C2,H,W]) -> [B,out,H,W].
    """

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.conv = ConvX(channels, out, kernel=1)
        self.attention = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(out, out // 4, 1),
            nn.ReLU(inplace=True),
            nn.Conv2d(out // 4, out, 1),
            nn.Sigmoid(),
        )

    def forward(self, spatial: Tensor, context: Tensor) -> Tensor:
        fused = self.conv(torch.cat([spatial, context], dim=1))
        return fused + fused * self.attention(fused)


class SegmentationHead(nn.Sequential):
    """[B,C,H,W] -> logits [B,out,H,W]."""

    def __init__(self, channels: int, hidden: int, out: int) -> None:
        super().__init__(ConvX(channels, hidden), nn.Conv2d(hidden, out, 1))


class DetailHead(SegmentationHead):
    """STDC, section 3.3: edges from the stride-8 features, in training only. -> [B,1,H,W]."""

    def __init__(self, channels: int, hidden: int) -> None:
        super().__init__(channels, hidden, 1)
