"""Things before faces and shine on lips, drawn: photographs of them with labels are too few."""

import cv2
import numpy as np

from .classes import CLASS_ID, IGNORED, OCCLUDER

_LIPS = np.zeros(256, np.uint8)
_LIPS[[CLASS_ID["upper-lip"], CLASS_ID["lower-lip"]]] = 255
_CORNERS = 9


def occlude(
    rng: np.random.Generator, image: np.ndarray, target: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """A smooth shape with the colours of another part of the picture. [S,S,3] and [S/2,S/2]."""
    side = len(target)
    mask = _blob(rng, side)
    shift = rng.integers(side // 4, side, 2) * 2
    texture = np.roll(image, shift, axis=(0, 1))
    if rng.random() < 0.5:  # cloth, paper, a hand: a plain thing with soft shading
        plain = image[rng.integers(len(image)), rng.integers(len(image))].astype(np.float32)
        shading = rng.uniform(0.7, 1.3, (4, 4, 1)).astype(np.float32)
        shading = cv2.resize(shading, image.shape[1::-1], interpolation=cv2.INTER_CUBIC)
        texture = np.clip(plain * shading[..., None], 0, 255).astype(np.uint8)
    wide = cv2.resize(mask, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    covered = np.where(wide[..., None] > 127, texture, image)
    return covered, np.where((mask > 127) & (target != IGNORED), OCCLUDER, target).astype(np.uint8)


def _blob(rng: np.random.Generator, side: int) -> np.ndarray:
    """A mask of a bent ellipse in the middle or lower part of the square."""
    angles = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False) + rng.uniform(0, 0.5, _CORNERS)
    radii = side * rng.uniform(0.06, 0.2) * rng.uniform(0.6, 1.4, _CORNERS)
    spread = np.stack([np.cos(angles) * radii, np.sin(angles) * radii * rng.uniform(0.4, 1)], 1)
    turn = rng.uniform(0, np.pi)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centre = side * np.array([rng.uniform(0.2, 0.8), rng.uniform(0.3, 0.95)])
    mask = np.zeros((side, side), np.uint8)
    cv2.fillPoly(mask, [(spread @ rotation + centre).astype(np.int32)], 255)
    return cv2.GaussianBlur(mask, (0, 0), side / 60)


def add_lip_shine(rng: np.random.Generator, image: np.ndarray, target: np.ndarray) -> np.ndarray:
    """One to five highlights on the lips, which stay lips."""
    lips = cv2.LUT(target, _LIPS)
    rows, columns = np.nonzero(lips)
    if len(rows) < 20:
        return image
    side = len(target)
    light = np.zeros_like(lips)
    for _ in range(rng.integers(1, 6)):
        at = rng.integers(len(rows))
        axes = side * np.array([rng.uniform(0.008, 0.05), rng.uniform(0.003, 0.014)])
        axes = tuple(int(a) for a in np.maximum(1, axes))
        centre = (int(columns[at]), int(rows[at]))
        cv2.ellipse(light, centre, axes, rng.uniform(-30, 30), 0, 360, rng.uniform(90, 255), -1)
    light = cv2.GaussianBlur(cv2.min(light, lips), (0, 0), side * rng.uniform(0.002, 0.006))
    light = cv2.resize(light, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    glow = cv2.merge([light, light, light])
    return cv2.add(image, cv2.multiply(cv2.bitwise_not(image), glow, scale=1 / 255))
