"""Labels for unlabelled faces: what a trained network is sure of, corrected by the face mesh."""

import json
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .classes import CLASS_COUNT, CLASS_ID, FRAMING, IGNORED, LIPS, MIRROR_TABLE
from .data import SIDE, fit_similarity
from .mesh import OUTLINES, bridge, framing_points, mouth_opening
from .metrics import normalise
from .replicas import bf16_is_fast

TARGET_SIDE = SIDE // 2  # training looks at labels at stride 2
SCALES = (512, 416)
SURE = 0.75
# Rare classes are seldom as sure, and would die out in self-training if they were asked to be.
SURE_OF_RARE = 0.55
RARE = [CLASS_ID[name] for name in ("glasses", "hat", "earring", "necklace")]
CLOSED_MOUTH = 0.02
# How far from its mesh outline a brow, an eye or a lip can still be one, of the crop's side.
REACH = 0.03


def framed_face(image: np.ndarray, mesh: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """RGB crop [512,512,3] in the framing, mesh [478,2] in its pixels, what lies in the photo."""
    wanted = np.array([FRAMING[part] for part in ("leftEye", "rightEye", "mouth")]) * SIDE
    matrix = fit_similarity(framing_points(mesh), wanted)
    shrink = np.sqrt(abs(np.linalg.det(matrix[:, :2])))
    if shrink < 0.6:  # warpAffine samples four neighbours only
        image = cv2.GaussianBlur(image, (0, 0), 0.4 / shrink)
    crop = cv2.warpAffine(image, matrix, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones(image.shape[:2], np.uint8), matrix, (SIDE, SIDE)).astype(bool)
    return crop, mesh @ matrix[:, :2].T + matrix[:, 2], inside


@torch.inference_mode()
def probabilities(model: nn.Module, crop: np.ndarray) -> np.ndarray:
    """[19,256,256], the mean over two scales and both mirror images."""
    pair = torch.from_numpy(np.stack([crop, crop[:, ::-1]]))
    mirrored_ids = torch.from_numpy(MIRROR_TABLE[:CLASS_COUNT].astype(np.int64))
    total = torch.zeros(CLASS_COUNT, TARGET_SIDE, TARGET_SIDE)
    for side in SCALES:
        image = normalise(pair)
        if side != SIDE:
            image = F.interpolate(image, size=(side, side), mode="bilinear", antialias=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16_is_fast()):
            answer = model(image)
        logits = F.interpolate(answer.float(), size=TARGET_SIDE, mode="bilinear")
        straight, mirrored = logits.softmax(1)
        total += straight + mirrored[mirrored_ids].flip(-1)
    return (total / (2 * len(SCALES))).numpy()


def targets_of(p: np.ndarray, mesh: np.ndarray) -> np.ndarray:
    """Classes [256,256] where network and mesh agree, IGNORED elsewhere. `mesh` in 512 px."""
    outlines = {name: _filled(mesh[list(points)]) for name, points in OUTLINES.items()}
    p = _without_far_features(_without_bags(p, mesh), outlines)
    target = p.argmax(0).astype(np.uint8)
    target[p.max(0) < np.where(np.isin(target, RARE), SURE_OF_RARE, SURE)] = IGNORED
    _check_lips(target, p.argmax(0), outlines, mouth_opening(mesh) < CLOSED_MOUTH)
    for name in ("left-eye", "right-eye", "left-brow", "right-brow"):
        target[_core(outlines[name]) & (target == CLASS_ID["skin"])] = IGNORED
    return target


def _filled(points: np.ndarray) -> np.ndarray:
    mask = np.zeros((TARGET_SIDE, TARGET_SIDE), np.uint8)
    cv2.fillPoly(mask, [np.round(points * TARGET_SIDE / SIDE - 0.25).astype(np.int32)], 1)
    return mask


def _core(mask: np.ndarray) -> np.ndarray:
    return cv2.erode(mask, np.ones((3, 3), np.uint8)).astype(bool)


def _without_bags(p: np.ndarray, mesh: np.ndarray) -> np.ndarray:
    """Bags under the eyes look like glasses, but do not cross the nose: they are what else is
    likeliest there.
    """
    x, y = np.round(bridge(mesh) * TARGET_SIDE / SIDE).astype(int)
    reach = round(REACH * TARGET_SIDE)
    around = p[:, max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    if (around.argmax(0) == CLASS_ID["glasses"]).any():
        return p
    p = p.copy()
    p[CLASS_ID["glasses"]] = 0
    return p / np.maximum(p.sum(0), 1e-6)


def _without_far_features(p: np.ndarray, outlines: dict[str, np.ndarray]) -> np.ndarray:
    """Wrinkles are no brows: far from its outline a feature is what else is likeliest there."""
    p = p.copy()
    across = 2 * round(REACH * TARGET_SIDE) + 1
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (across, across))
    for name, mask in outlines.items():
        p[CLASS_ID[name]][cv2.dilate(mask, ellipse) == 0] = 0
    return p / np.maximum(p.sum(0), 1e-6)


def _check_lips(
    target: np.ndarray, likeliest: np.ndarray, outlines: dict[str, np.ndarray], closed: bool
) -> None:
    """Shine on closed lips looks like teeth to the network; the mesh knows that they are closed."""
    mouth = np.isin(likeliest, [CLASS_ID[n] for n in ("inner-mouth", "upper-lip", "lower-lip")])
    if closed:
        target[target == CLASS_ID["inner-mouth"]] = LIPS
    for name in ("upper-lip", "lower-lip"):
        doubtful = _core(outlines[name]) & (target != CLASS_ID[name])
        target[doubtful & mouth] = CLASS_ID[name] if closed else IGNORED
        target[doubtful & ~mouth] = IGNORED  # a beard, a hand, or skin for once


def read_faces(images: Path, landmarks: Path) -> list[tuple[Path, np.ndarray]]:
    """Pictures with the mesh [478,2] of their largest face, from `maquette parse`'s reports."""
    faces = []
    for report in sorted(landmarks.glob("*.faces.json")):
        found = json.loads(report.read_text())["faces"]
        if found:
            stem = report.name.removesuffix(".faces.json")
            faces.append((images / f"{stem}.jpg", np.array(found[0]["landmarks"])))
    return faces
