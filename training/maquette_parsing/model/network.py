"""The whole network: BiSeNet with STDC's shallow features as its spatial path."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..classes import CLASS_COUNT
from .bisenet import ContextPath, DetailHead, FeatureFusionModule, SegmentationHead
from .output import TrainingOutput
from .stdc import ConvX, STDCBackbone


@dataclass(frozen=True)
class ModelConfig:
    architecture: ClassVar[str] = "improved-bisenet"
    width: int = 32  # channels at stride 4; STDC1 has 64
    blocks: tuple[int, int, int] = (2, 2, 2)  # STDC1; STDC2 is (4, 5, 3)
    context_channels: int = 64
    fusion_channels: int = 128
    refinement_channels: int = 48
    head_channels: int = 32  # of the heads that exist in training only


class OutputRefinement(nn.Module):
    """Lips, brows and eyes need crisper edges than stride 8 gives: stride-4 features join late.

    ([B,C8,H/8,W/8], [B,C4,H/4,W/4]) -> logits [B,classes,H/4,W/4].
    """

    def __init__(self, channels8: int, channels4: int, hidden: int) -> None:
        super().__init__()
        self.reduce = ConvX(channels8, hidden, kernel=1)
        self.project = ConvX(channels4, hidden // 3, kernel=1)
        self.refine = ConvX(hidden + hidden // 3, hidden)
        self.classify = nn.Conv2d(hidden, CLASS_COUNT, 1)

    def forward(self, stride8: Tensor, stride4: Tensor) -> Tensor:
        wide = self.reduce(stride8)
        wide = F.interpolate(wide, scale_factor=2.0, mode="bilinear", align_corners=False)
        return self.classify(self.refine(torch.cat([wide, self.project(stride4)], dim=1)))


class ImprovedBiSeNet(nn.Module):
    """[B,3,H,W] (H and W multiples of 32) -> logits [B,19,H/4,W/4], more while training."""

    def __init__(self, config: ModelConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or ModelConfig()
        self.backbone = STDCBackbone(config.width, config.blocks)
        channels4, channels8, channels16, channels32 = self.backbone.channels
        context, fusion, hidden = (
            config.context_channels,
            config.fusion_channels,
            config.head_channels,
        )
        self.context_path = ContextPath(channels16, channels32, context)
        self.fusion = FeatureFusionModule(channels8 + context, fusion)
        self.refinement = OutputRefinement(fusion, channels4, config.refinement_channels)
        self.auxiliary8 = SegmentationHead(context, hidden, CLASS_COUNT)
        self.auxiliary16 = SegmentationHead(context, hidden, CLASS_COUNT)
        self.detail = DetailHead(channels8, hidden)

    def forward(self, image: Tensor) -> Tensor | TrainingOutput:
        stride4, stride8, stride16, stride32 = self.backbone(image)
        context8, context16 = self.context_path(stride16, stride32)
        logits = self.refinement(self.fusion(stride8, context8), stride4)
        if not self.training:
            return logits
        auxiliary = (self.auxiliary8(context8), self.auxiliary16(context16))
        return TrainingOutput(logits, auxiliary, self.detail(stride8))
