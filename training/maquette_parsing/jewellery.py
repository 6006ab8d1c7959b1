"""Drawn necklaces: of 840 labelled faces 22 wear one, too few to learn thin chains from."""

import cv2
import numpy as np

from .classes import CLASS_ID

_METALS = ((212, 175, 80), (235, 200, 120), (200, 200, 205), (240, 235, 225), (160, 120, 90))
_BARE = np.zeros(256, np.uint8)
_BARE[CLASS_ID["neck"]] = 1
_DRESSED = _BARE.copy()
_DRESSED[CLASS_ID["cloth"]] = 1
_FEWEST_PIXELS = 300  # of neck at stride 2 and a side of 256, to hang something round
_POINTS = 160
# Labellers draw around a chain, not along it: this wide at 512 px, however thin it is.
_NARROWEST_LABEL = 5.0


def add_necklace(
    rng: np.random.Generator, image: np.ndarray, target: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """A chain, beads or a cord round the neck. RGB [S,S,3] and targets [S/2,S/2]."""
    side = len(target)
    neck = cv2.LUT(target, _BARE)
    if neck.sum() < _FEWEST_PIXELS * (side / 256) ** 2:
        return image, target
    unit = len(image) / 512
    curve = _hanging_curve(rng, neck)
    width = unit * float(np.exp(rng.uniform(np.log(1.2), np.log(13.0))))
    where = cv2.LUT(target, _DRESSED) if rng.random() < 0.3 else neck
    drawn, alpha = _render(rng, image, curve, width)
    size = image.shape[1::-1]
    clip = cv2.resize(where * np.uint8(255), size, interpolation=cv2.INTER_LINEAR)
    alpha = np.where(clip > 127, alpha, 0)[..., None] / np.float32(255)
    mixed = image + (drawn - image.astype(np.float32)) * alpha
    label = _stroke(curve / 2, max(width, _NARROWEST_LABEL * unit) / 2, side)
    worn = (label > 0) & (where > 0)
    labelled = np.where(worn, CLASS_ID["necklace"], target).astype(np.uint8)
    return np.clip(mixed, 0, 255).astype(np.uint8), labelled


def _hanging_curve(rng: np.random.Generator, neck: np.ndarray) -> np.ndarray:
    """[N,2] in pixels of the image: from one side of the neck to the other, sagging between."""
    rows, columns = np.nonzero(neck)
    top, bottom = np.quantile(rows, (0.1, 0.98))
    ends = []
    for at_right in (False, True):
        row = rng.uniform(top, bottom)
        near = columns[np.abs(rows - row) <= 2]
        edge = (near.max() if at_right else near.min()) if len(near) else np.median(columns)
        ends.append((edge, row))
    start, end = np.array(ends) * 2 + 0.5
    across = np.linspace(-0.05, 1.05, _POINTS)
    sag = rng.uniform(0.05, 1.1) * max(abs(end[0] - start[0]), 1)
    # A V where something heavy hangs, a parabola where nothing does.
    pointed = rng.uniform(0, 0.7)
    bow = 1 - (1 - pointed) * (2 * across - 1) ** 2 - pointed * np.abs(2 * across - 1)
    line = start + (end - start) * across[:, None]
    wobble = np.cumsum(rng.normal(0, 0.25, (_POINTS, 2)), axis=0)
    return line + np.stack([np.zeros(_POINTS), bow * sag], 1) + wobble


def _render(
    rng: np.random.Generator, image: np.ndarray, curve: np.ndarray, width: float
) -> tuple[np.ndarray, np.ndarray]:
    """Colours float32 [S,S,3] and opacity uint8 [S,S], with a soft shadow below."""
    metal = np.array(_METALS[rng.integers(len(_METALS))], float)
    if rng.random() < 0.3:
        metal = rng.uniform(10, 255, 3)
    columns, rows = np.clip(curve, 0, len(image) - 1).astype(int).T
    light = np.clip(0.4 + image[rows, columns].mean() / 160, 0.5, 1.1)  # dim scenes, dim metal
    metal = metal * light * rng.uniform(0.5, 1.1)
    drawn = image.astype(np.float32)
    alpha = np.zeros(image.shape[:2], np.uint8)
    shadow = _stroke(curve + np.array([0, width * 0.6 + 1]), width * 1.3, len(image))
    shadow = cv2.GaussianBlur(shadow, (0, 0), 0.4 * width + 0.6)[..., None] / np.float32(255)
    drawn *= 1 - rng.uniform(0.1, 0.6) * shadow
    beads = width > 3 and rng.random() < 0.6
    spacing = width * rng.uniform(0.9, 1.6) if beads else max(1.5, width * rng.uniform(0.8, 2.5))
    for point, shine in _along(rng, curve, spacing):
        colour = tuple(float(c) for c in np.clip(metal * shine, 0, 255))
        centre = tuple(round(v * 16) for v in point)
        radius = int(16 * width * (0.5 if beads else 0.55))
        cv2.circle(drawn, centre, radius, colour, -1, cv2.LINE_AA, 4)
        cv2.circle(alpha, centre, radius, 255, -1, cv2.LINE_AA, 4)
        if beads:
            light = tuple(min(255.0, c * 1.5 + 30) for c in colour)
            lit = tuple(round((v - width * 0.15) * 16) for v in point)
            cv2.circle(drawn, lit, max(1, radius // 3), light, -1, cv2.LINE_AA, 4)
    opacity = rng.uniform(0.55, 1.0) if width < 3 else rng.uniform(0.85, 1.0)
    solid = alpha.astype(np.float32) * opacity
    return drawn, np.maximum(solid, 255 * shadow[..., 0]).astype(np.uint8)


def _along(
    rng: np.random.Generator, curve: np.ndarray, spacing: float
) -> list[tuple[np.ndarray, float]]:
    """Points at equal distances, and how brightly each shines: links catch the light in turns."""
    steps = np.r_[0, np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))]
    at = np.arange(0, steps[-1], spacing)
    places = np.stack([np.interp(at, steps, curve[:, i]) for i in (0, 1)], 1)
    glitter = rng.uniform(0.0, 0.6)
    in_turns = 0.2 * (-1.0) ** np.arange(len(at))
    shines = 1 + glitter * (rng.uniform(-1, 1, len(at)) + in_turns)
    return list(zip(places, shines.tolist(), strict=True))


def _stroke(curve: np.ndarray, width: float, side: int) -> np.ndarray:
    """A mask uint8 [side,side] of a line through the points."""
    mask = np.zeros((side, side), np.uint8)
    points = np.round(curve * 16).astype(np.int32)
    cv2.polylines(mask, [points], False, 255, max(1, round(width)), cv2.LINE_8, 4)
    return mask
