"""ResNet-18: He et al., "Deep Residual Learning for Image Recognition", CVPR 2016."""

from torch import Tensor, nn
from torch.nn import functional as F

from .stdc import ConvX


class BasicBlock(nn.Module):
    """Two 3x3 convolutions beside a shortcut (figure 5). [B,C,H,W] -> [B,out,H/stride,W/stride]."""

    def __init__(self, channels: int, out: int, stride: int = 1) -> None:
        super().__init__()
        self.first = ConvX(channels, out, stride=stride)
        self.second = nn.Sequential(
            nn.Conv2d(out, out, 3, padding=1, bias=False), nn.BatchNorm2d(out)
        )
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or channels != out:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out)
            )

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.second(self.first(x)) + self.shortcut(x))


class ResNetBackbone(nn.Module):
    """ResNet-18 when `width` is 64; features at strides 4, 8, 16 and 32, without the classifier."""

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.channels = (width, width * 2, width * 4, width * 8)
        self.stem = nn.Sequential(ConvX(3, width, kernel=7, stride=2), nn.MaxPool2d(3, 2, 1))
        stages, channels = [], width
        for out in self.channels:
            stride = 1 if out == width else 2
            stages.append(nn.Sequential(BasicBlock(channels, out, stride), BasicBlock(out, out)))
            channels = out
        self.stages = nn.ModuleList(stages)

    def forward(self, image: Tensor) -> list[Tensor]:
        """[B,3,H,W] -> features at strides 4, 8, 16, 32."""
        x, features = self.stem(image), []
        for stage in self.stages:
            x = stage(x)
            features.append(x)
        return features
