"""F1 by class over the pixels of a whole split, and of the classes' outlines, at 512 px."""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .classes import CLASS_COUNT, CLASS_ID, CLASS_NAMES, EDIT_CLASSES, MEAN, STANDARD_DEVIATION
from .data import SIDE, LabelledSet

EVALUATION_BATCH = 4
# How far a boundary may be off, in pixels at 512.
BOUNDARY_TOLERANCE = 2
# Drawn in the contours set wherever they are seen.
CONTOUR_CLASSES = tuple(n for n in EDIT_CLASSES if n not in ("skin", "nose", "inner-mouth"))


@dataclass(frozen=True)
class Scores:
    """`by_class` leaves out classes that the split does not contain; `boundary` has the edits'."""

    mean: float
    mean_of_edit_classes: float
    by_class: dict[str, float]
    boundary: dict[str, float]


@dataclass(frozen=True)
class ContourScores:
    mean: float
    by_class: dict[str, float]
    boundary: dict[str, float]


def normalise(images: Tensor) -> Tensor:
    """uint8 RGB [B,H,W,3] -> float [B,3,H,W], channels-last in memory."""
    mean = torch.tensor(MEAN) * 255
    deviation = torch.tensor(STANDARD_DEVIATION) * 255
    return ((images.float() - mean) / deviation).permute(0, 3, 1, 2)


def confusion(target: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """[19,19] pixel counts, rows the labels; pixels without a class are left out."""
    valid = target < CLASS_COUNT
    pairs = target[valid].astype(np.int64) * CLASS_COUNT + predicted[valid]
    return np.bincount(pairs, minlength=CLASS_COUNT**2).reshape(CLASS_COUNT, CLASS_COUNT)


def class_f1(counts: np.ndarray) -> dict[str, float]:
    """From a confusion matrix, for the classes that were labelled."""
    overlap = np.diag(counts)
    total = counts.sum(0) + counts.sum(1)
    return {
        name: float(2 * overlap[i] / total[i])
        for i, name in enumerate(CLASS_NAMES)
        if counts[i].sum() > 0
    }


def boundary_counts(drawn: np.ndarray, found: np.ndarray) -> np.ndarray:
    """[met, all] outline pixels of two masks [H,W]; one is met by the other's within reach.

    Their ratio is the boundary F1 when they are summed over a split.
    """
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    outlines = [
        cv2.morphologyEx(m.astype(np.uint8), cv2.MORPH_GRADIENT, cross) for m in (drawn, found)
    ]
    wide = np.ones((2 * BOUNDARY_TOLERANCE + 1,) * 2, np.uint8)
    near = [cv2.dilate(outline, wide) for outline in outlines]
    met = (outlines[0] & near[1]).sum() + (outlines[1] & near[0]).sum()
    return np.array([met, outlines[0].sum() + outlines[1].sum()], np.float64)


class BoundaryTally:
    """Boundary F1 of some classes over many faces."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.counts = {name: np.zeros(2) for name in names}

    def add(self, target: np.ndarray, predicted: np.ndarray) -> None:
        for name, counts in self.counts.items():
            counts += boundary_counts(target == CLASS_ID[name], predicted == CLASS_ID[name])

    def result(self) -> dict[str, float]:
        return {name: float(met / total) for name, (met, total) in self.counts.items() if total}


@torch.inference_mode()
def predict(model: nn.Module, images: np.ndarray, side: int = SIDE) -> np.ndarray:
    """Classes uint8 [B,512,512] as the engine finds them: logits upsampled, then the largest.

    Another `side` is for networks that were trained at a small size only.
    """
    inputs = normalise(torch.from_numpy(images)).to(next(model.parameters()).device)
    if side != SIDE:
        inputs = F.interpolate(inputs, size=(side, side), mode="bilinear", antialias=True)
    logits = model(inputs)
    logits = F.interpolate(logits.float(), size=(SIDE, SIDE), mode="bilinear", align_corners=False)
    return logits.argmax(1).to(torch.uint8).cpu().numpy()


def framed(labelled: LabelledSet, index: int) -> tuple[np.ndarray, np.ndarray]:
    """Image and target as the engine would present them: warped to the framing."""
    image, target = np.asarray(labelled.images[index]), np.asarray(labelled.targets[index])
    matrix = labelled.framing[index]
    if np.array_equal(matrix, np.eye(2, 3)):
        return image, target
    square = (SIDE, SIDE)
    warped = cv2.warpAffine(image, matrix, square, borderMode=cv2.BORDER_REPLICATE)
    nearest = {"flags": cv2.INTER_NEAREST, "borderMode": cv2.BORDER_CONSTANT, "borderValue": 255}
    return warped, cv2.warpAffine(target, matrix, square, **nearest)


def evaluate(model: nn.Module, labelled: LabelledSet, side: int = SIDE) -> Scores:
    """Leaves the model in evaluation mode."""
    model.eval()
    counts = np.zeros((CLASS_COUNT, CLASS_COUNT), np.int64)
    boundaries = BoundaryTally(EDIT_CLASSES)
    for start in range(0, len(labelled), EVALUATION_BATCH):
        indices = range(start, min(start + EVALUATION_BATCH, len(labelled)))
        pairs = [framed(labelled, i) for i in indices]
        predicted = predict(model, np.stack([image for image, _ in pairs]), side)
        counts += confusion(np.stack([target for _, target in pairs]), predicted)
        for (_, target), found in zip(pairs, predicted, strict=True):
            boundaries.add(target, found)
    by_class = class_f1(counts)
    foreground = [f1 for name, f1 in by_class.items() if name != "background"]
    edits = [by_class[name] for name in EDIT_CLASSES if name in by_class]
    means = float(np.mean(foreground)), float(np.mean(edits))
    return Scores(*means, by_class, boundaries.result())


def evaluate_contours(model: nn.Module, labelled: LabelledSet) -> ContourScores:
    """What was not drawn has no label, so there a wrong class counts; so only what is drawn
    wherever it is seen is judged. Leaves the model in evaluation mode.
    """
    model.eval()
    overlap, total = np.zeros(len(CONTOUR_CLASSES)), np.zeros(len(CONTOUR_CLASSES))
    boundaries = BoundaryTally(CONTOUR_CLASSES)
    for index in range(len(labelled)):
        image, target = framed(labelled, index)
        predicted = predict(model, image[None])[0]
        boundaries.add(target, predicted)
        for slot, name in enumerate(CONTOUR_CLASSES):
            drawn, found = target == CLASS_ID[name], predicted == CLASS_ID[name]
            overlap[slot] += (drawn & found).sum()
            total[slot] += drawn.sum() + found.sum()
    f1 = 2 * overlap / total
    by_class = dict(zip(CONTOUR_CLASSES, f1.tolist(), strict=True))
    return ContourScores(float(f1.mean()), by_class, boundaries.result())
