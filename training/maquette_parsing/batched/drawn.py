"""Faces with a drawn necklace, some with shine on their lips: a set that no folder holds."""

from concurrent.futures import ProcessPoolExecutor

import cv2
import numpy as np

from ..classes import CLASS_ID
from ..data import LabelledSet
from ..jewellery import add_necklace
from ..occlusion import add_lip_shine

NAME = "drawn"
_SHINE_SHARE = 0.3


def draw_on(labelled: LabelledSet, seed: int, workers: int) -> LabelledSet:
    """Every face once. Forks, so it comes before anything that talks to a card."""
    keys = [[seed, index] for index in range(len(labelled))]
    with ProcessPoolExecutor(workers) as pool:
        pairs = list(pool.map(_drawn, labelled.images, labelled.targets, keys, chunksize=8))
    images = np.stack([image for image, _ in pairs])
    return LabelledSet(NAME, images, np.stack([target for _, target in pairs]), labelled.framing)


def _drawn(image: np.ndarray, target: np.ndarray, key: list[int]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(key)
    image, target = np.array(image), np.array(target)
    half = target[::2, ::2]
    image, worn = add_necklace(rng, image, half)
    if rng.random() < _SHINE_SHARE:
        image = add_lip_shine(rng, image, worn)
    added = ((worn != half) & (worn == CLASS_ID["necklace"])).astype(np.uint8)
    added = cv2.resize(added, target.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return image, np.where(added > 0, CLASS_ID["necklace"], target).astype(np.uint8)
