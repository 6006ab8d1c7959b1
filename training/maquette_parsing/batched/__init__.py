"""The same training for a graphics card: whole batches are drawn, varied and judged there."""

from .faces import Batch, Faces, gather_faces
from .loss import batched_loss

__all__ = ["Batch", "Faces", "batched_loss", "gather_faces"]
