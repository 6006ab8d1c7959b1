"""Every training face in the card's memory, and augmented batches drawn from them."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..accessories import Accessories, find_accessories
from ..augmentation import random_framing
from ..classes import MIRROR_TABLE
from ..config import Config, Phase
from ..data import LabelledSet, draw_probabilities
from .geometry import warp_images, warp_targets
from .photography import vary_photography
from .things import occlude, paste

_BORDERS = ("zeros", "border", "reflection")
_PERSPECTIVE = 0.08  # most that one side of the square may grow against the other


@dataclass(frozen=True)
class Batch:
    """`images` [B,3,S,S] in 0..1 as photographed, `clean` before that, `targets` [B,S/2,S/2]."""

    images: Tensor
    clean: Tensor
    targets: Tensor


@dataclass(frozen=True)
class Faces:
    """`images` [N,3,512,512] and `targets` [N,512,512] uint8 on the card, `framing` [N,3,3]."""

    images: Tensor
    targets: Tensor
    framing: np.ndarray
    probabilities: dict[str, np.ndarray]  # by set, [N]
    accessories: Accessories | None  # indices count from the set's first face
    accessories_start: int
    config: Config

    def draw(self, step: int, phase: Phase) -> Batch:
        """The same faces and geometry for the same seed, step and phase."""
        rng = np.random.default_rng([self.config.seed, step])
        config = self.config.augmentation
        size = int(rng.choice(phase.sizes))
        count = phase.batch(size)
        shares = sum(w * self.probabilities[name] for name, w in phase.set_weights.items())
        chosen = rng.choice(len(shares), size=count, p=shares / shares.sum())
        mirrored = rng.random(count) < 0.5
        views = np.stack([random_framing(rng, size, flip, config) for flip in mirrored])
        views = tilt(rng, size, count) @ views
        border = _BORDERS[rng.integers(len(_BORDERS))]
        images, targets = self._seen(chosen, views, size, border)
        self._dress(rng, images, targets, views, border)
        targets = exchange_sides(targets, mirrored)
        clean, targets = occlude(rng, images, targets, config.occluder_share)
        return Batch(vary_photography(rng, clean, targets, config), clean, targets)

    def _seen(
        self, chosen: np.ndarray, views: np.ndarray, size: int, border: str
    ) -> tuple[Tensor, Tensor]:
        at = torch.from_numpy(chosen).to(self.images.device)
        matrices = views @ self.framing[chosen]
        images = warp_images(self.images[at], matrices, size, border)
        return images, warp_targets(self.targets[at], matrices, size)

    def _dress(
        self,
        rng: np.random.Generator,
        images: Tensor,
        targets: Tensor,
        views: np.ndarray,
        border: str,
    ) -> None:
        """Pastes other faces' accessories onto some, in place."""
        dressed = np.flatnonzero(rng.random(len(images)) < self.config.augmentation.accessory_share)
        if self.accessories is None or not len(dressed):
            return
        drawn = [self.accessories.draw(rng) for _ in dressed]
        wearers = np.array([wearer for _, wearer in drawn]) + self.accessories_start
        donors = self._seen(wearers, views[dressed], images.shape[-1], border)
        paste(images, targets, dressed, donors, np.array([class_id for class_id, _ in drawn]))


def tilt(rng: np.random.Generator, size: int, count: int) -> np.ndarray:
    """[count,3,3], mild perspective that leaves the middle of the square where it is."""
    lean = rng.uniform(-_PERSPECTIVE, _PERSPECTIVE, (count, 2)) * rng.integers(0, 2, (count, 1))
    centre = (size - 1) / 2
    away = np.tile(np.eye(3), (count, 1, 1))
    away[:, 2, :2] = lean / size
    to_centre = np.array([[1, 0, -centre], [0, 1, -centre], [0, 0, 1]])
    return np.linalg.inv(to_centre) @ away @ to_centre


def exchange_sides(targets: Tensor, mirrored: np.ndarray) -> Tensor:
    """Left and right are the person's own: in mirrored samples their ids change places."""
    table = torch.from_numpy(MIRROR_TABLE).to(targets.device)
    flips = torch.from_numpy(mirrored).to(targets.device)[:, None, None]
    return torch.where(flips, table[targets.long()], targets)


def gather_faces(sets: dict[str, LabelledSet], config: Config, device: torch.device) -> Faces:
    """Copies all sets to the device, one behind the other."""
    total = sum(len(labelled) for labelled in sets.values())
    probabilities, start, celebamask_start = {}, 0, 0
    for name, labelled in sets.items():
        whole = np.zeros(total)
        whole[start : start + len(labelled)] = draw_probabilities(
            labelled.targets, config.oversampling
        )
        probabilities[name] = whole
        if name == "celebamask":
            celebamask_start = start
        start += len(labelled)
    images = torch.cat([to_planes(s.images, device) for s in sets.values()])
    targets = torch.cat([torch.from_numpy(np.array(s.targets)).to(device) for s in sets.values()])
    framing = np.zeros((total, 3, 3))
    framing[:, :2] = np.concatenate([s.framing for s in sets.values()])
    framing[:, 2, 2] = 1
    accessories = (
        find_accessories(sets["celebamask"], config.accessories) if config.accessories else None
    )
    return Faces(images, targets, framing, probabilities, accessories, celebamask_start, config)


def to_planes(images: np.ndarray, device: torch.device) -> Tensor:
    """uint8 [N,H,W,3] -> [N,3,H,W] on the device."""
    return torch.from_numpy(np.array(images)).to(device).permute(0, 3, 1, 2).contiguous()
