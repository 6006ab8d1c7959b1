"""BiSeNet as published, for comparison: a spatial path beside a classification network."""

from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor, nn

from ..classes import CLASS_COUNT
from .bisenet import ContextPath, FeatureFusionModule, SegmentationHead, SpatialPath
from .output import TrainingOutput
from .resnet import ResNetBackbone


@dataclass(frozen=True)
class BiSeNetConfig:
    architecture: ClassVar[str] = "bisenet"
    width: int = 64  # ResNet-18
    context_channels: int = 128
    fusion_channels: int = 256
    head_channels: int = 256
    auxiliary_channels: int = 64


class BiSeNet(nn.Module):
    """[B,3,H,W] (H and W multiples of 32) -> logits [B,19,H/8,W/8], more while training.

    Figure 2 of the paper. Neither edges nor stride-4 features are looked at.
    """

    def __init__(self, config: BiSeNetConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or BiSeNetConfig()
        context = config.context_channels
        self.spatial_path = SpatialPath(config.width, context)
        self.backbone = ResNetBackbone(config.width)
        self.context_path = ContextPath(*self.backbone.channels[2:], context)
        self.fusion = FeatureFusionModule(2 * context, config.fusion_channels)
        self.head = SegmentationHead(config.fusion_channels, config.head_channels, CLASS_COUNT)
        self.auxiliary8 = SegmentationHead(context, config.auxiliary_channels, CLASS_COUNT)
        self.auxiliary16 = SegmentationHead(context, config.auxiliary_channels, CLASS_COUNT)

    def forward(self, image: Tensor) -> Tensor | TrainingOutput:
        *_, stride16, stride32 = self.backbone(image)
        context8, context16 = self.context_path(stride16, stride32)
        logits = self.head(self.fusion(self.spatial_path(image), context8))
        if not self.training:
            return logits
        return TrainingOutput(logits, (self.auxiliary8(context8), self.auxiliary16(context16)))
