"""F1 by class over the pixels of a whole split, at 512 px."""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .classes import CLASS_COUNT, CLASS_ID, CLASS_NAMES, EDIT_CLASSES, MEAN, STANDARD_DEVIATION
from .data import SIDE, LabelledSet

EVALUATION_BATCH = 4


@dataclass(frozen=True)
class Scores:
    """`by_class` leaves out classes that the split does not contain."""

    mean: float
    mean_of_edit_classes: float
    by_class: dict[str, float]


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


def scores(counts: np.ndarray) -> Scores:
    overlap = np.diag(counts)
    total = counts.sum(0) + counts.sum(1)
    by_class = {
        name: float(2 * overlap[i] / total[i])
        for i, name in enumerate(CLASS_NAMES)
        if counts[i].sum() > 0
    }
    foreground = [f1 for name, f1 in by_class.items() if name != "background"]
    edits = [by_class[name] for name in EDIT_CLASSES if name in by_class]
    return Scores(float(np.mean(foreground)), float(np.mean(edits)), by_class)


@torch.inference_mode()
def predict(model: nn.Module, images: np.ndarray) -> np.ndarray:
    """Classes uint8 [B,512,512] as the engine finds them: logits upsampled, then the largest."""
    logits = model(normalise(torch.from_numpy(images)))
    logits = F.interpolate(logits.float(), size=(SIDE, SIDE), mode="bilinear", align_corners=False)
    return logits.argmax(1).to(torch.uint8).numpy()


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


def evaluate(model: nn.Module, labelled: LabelledSet, limit: int | None = None) -> Scores:
    """Leaves the model in evaluation mode."""
    model.eval()
    counts = np.zeros((CLASS_COUNT, CLASS_COUNT), np.int64)
    indices = range(min(limit or len(labelled), len(labelled)))
    for start in range(0, len(indices), EVALUATION_BATCH):
        pairs = [framed(labelled, i) for i in indices[start : start + EVALUATION_BATCH]]
        predicted = predict(model, np.stack([image for image, _ in pairs]))
        counts += confusion(np.stack([target for _, target in pairs]), predicted)
    return scores(counts)


def evaluate_contours(model: nn.Module, labelled: LabelledSet) -> dict[str, float]:
    """F1 of the drawn classes. What was not drawn has no label, so there a wrong class counts.

    Only brows, eyes and lips are drawn wherever they are seen, so only they are judged.
    """
    model.eval()
    names = [n for n in EDIT_CLASSES if n not in ("skin", "nose", "inner-mouth")]
    overlap, total = np.zeros(len(names)), np.zeros(len(names))
    for index in range(len(labelled)):
        image, target = framed(labelled, index)
        predicted = predict(model, image[None])[0]
        for slot, name in enumerate(names):
            drawn, found = target == CLASS_ID[name], predicted == CLASS_ID[name]
            overlap[slot] += (drawn & found).sum()
            total[slot] += drawn.sum() + found.sum()
    return dict(zip(names, (2 * overlap / total).tolist(), strict=True))
