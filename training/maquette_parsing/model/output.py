"""What a network answers while it is trained."""

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class TrainingOutput:
    """Logits; auxiliary ones at strides 8 and 16; under detail guidance, edges at stride 8."""

    logits: Tensor
    auxiliary: tuple[Tensor, Tensor]
    detail: Tensor | None = None
