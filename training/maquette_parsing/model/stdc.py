"""The STDC backbone: Fan et al., "Rethinking BiSeNet for Real-Time Semantic Segmentation", 2021."""

import torch
from torch import Tensor, nn


class ConvX(nn.Sequential):
    """Convolution, batch normalisation, ReLU. [B,C,H,W] -> [B,out,H/stride,W/stride]."""

    def __init__(self, channels: int, out: int, kernel: int = 3, stride: int = 1) -> None:
        super().__init__(
            nn.Conv2d(channels, out, kernel, stride, kernel // 2, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(inplace=True),
        )


class STDCModule(nn.Module):
    """Short-Term Dense Concatenate (figure 3): blocks of N/2, N/4, N/8, N/8 channels, all kept.

    [B,C,H,W] -> [B,N,H/stride,W/stride]. A stride of 2 sits in the second block; the first
    block's output is average-pooled to match.
    """

    def __init__(self, channels: int, out: int, stride: int = 1) -> None:
        super().__init__()
        self.first = ConvX(channels, out // 2, kernel=1)
        self.pool = nn.AvgPool2d(3, stride=2, padding=1) if stride == 2 else nn.Identity()
        self.second = ConvX(out // 2, out // 4, stride=stride)
        self.third = ConvX(out // 4, out // 8)
        self.fourth = ConvX(out // 8, out // 8)

    def forward(self, x: Tensor) -> Tensor:
        first = self.first(x)
        second = self.second(first)
        third = self.third(second)
        return torch.cat([self.pool(first), second, third, self.fourth(third)], dim=1)


class STDCBackbone(nn.Module):
    """STDC1 when `blocks` is (2, 2, 2) and `width` 64; features at strides 4, 8, 16 and 32."""

    def __init__(self, width: int = 32, blocks: tuple[int, ...] = (2, 2, 2)) -> None:
        super().__init__()
        # The paper's widths: 32, 64, 256, 512, 1024 for `width` 64.
        self.channels = (width, width * 4, width * 8, width * 16)
        self.stem = nn.Sequential(
            ConvX(3, width // 2, stride=2), ConvX(width // 2, width, stride=2)
        )
        stages, channels = [], width
        for out, count in zip(self.channels[1:], blocks, strict=True):
            modules = [
                STDCModule(channels if i == 0 else out, out, 2 - min(i, 1)) for i in range(count)
            ]
            stages.append(nn.Sequential(*modules))
            channels = out
        self.stages = nn.ModuleList(stages)

    def forward(self, image: Tensor) -> list[Tensor]:
        """[B,3,H,W] -> features at strides 4, 8, 16, 32."""
        features = [self.stem(image)]
        for stage in self.stages:
            features.append(stage(features[-1]))
        return features
