"""Hats, glasses, earrings and necklaces of one face on another: few labelled faces wear any.

Both faces lie in the same framing, so what is cut out by its label lands where it belongs
(copy-paste, Ghiasi et al. 2021).
"""

from dataclasses import dataclass

import cv2
import numpy as np

from .classes import CLASS_ID, IGNORED
from .data import SEEN_PIXELS, LabelledSet

# A necklace that floats before hair or a background teaches nothing.
NECKLACE_LIES_ON = [CLASS_ID[name] for name in ("neck", "cloth", "skin")]


@dataclass(frozen=True)
class Accessories:
    """Faces of a fully labelled set that wear something, by class id."""

    labelled: LabelledSet
    wearers: dict[int, np.ndarray]
    shares: np.ndarray  # of the classes in `wearers`

    def draw(self, rng: np.random.Generator) -> tuple[int, int]:
        """Class id and index of a face that wears it."""
        class_id = int(rng.choice(list(self.wearers), p=self.shares))
        return class_id, int(rng.choice(self.wearers[class_id]))


def find_accessories(labelled: LabelledSet, shares: dict[str, float]) -> Accessories:
    """`shares`: how often each class is drawn; one that nobody wears never is."""
    counts = {CLASS_ID[name]: share for name, share in shares.items()}
    wearers = {
        class_id: np.array(
            [i for i, t in enumerate(labelled.targets) if (t == class_id).sum() >= SEEN_PIXELS]
        )
        for class_id in counts
    }
    wearers = {class_id: faces for class_id, faces in wearers.items() if len(faces)}
    found = np.array([counts[class_id] for class_id in wearers])
    return Accessories(labelled, wearers, found / found.sum())


def paste(
    image: np.ndarray,
    target: np.ndarray,
    donor: tuple[np.ndarray, np.ndarray],
    class_id: int,
) -> tuple[np.ndarray, np.ndarray]:
    """The donor's pixels of a class over a face. Images [S,S,3], targets [S/2,S/2], all warped."""
    donor_image, donor_target = donor
    mask = np.where(donor_target == class_id, 255, 0).astype(np.uint8)
    if class_id == CLASS_ID["necklace"]:
        mask[~np.isin(target, NECKLACE_LIES_ON)] = 0
    # The edge is the donor's skin and somebody else's hat: unknown where the two mix.
    size = image.shape[1::-1]
    soft = cv2.resize(cv2.GaussianBlur(mask, (0, 0), 0.7), size, interpolation=cv2.INTER_LINEAR)
    alpha = cv2.merge([soft, soft, soft])
    kept = cv2.multiply(image, cv2.bitwise_not(alpha), scale=1 / 255)
    pasted = cv2.add(kept, cv2.multiply(donor_image, alpha, scale=1 / 255))
    labelled = np.where((mask > 0) & (target != IGNORED), class_id, target)
    return pasted, labelled.astype(np.uint8)
