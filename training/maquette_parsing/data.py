"""One interface for fully and partly labelled sets: 512 px arrays, targets and framing matrices."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from .classes import ANYTHING_BUT_HAIR, CLASS_ID, FRAMING, IGNORED, SKIN_OR_NOSE

SIDE = 512
CACHE_VERSION = 1
# One contours face in five is kept for evaluation.
CONTOURS_HELD_OUT_EVERY = 5
# Fewer pixels of a class are a slip of the labeller's hand.
SEEN_PIXELS = 50


@dataclass(frozen=True)
class LabelledSet:
    """`images` [N,512,512,3] RGB, `targets` [N,512,512], `framing` [N,2,3] to framed pixels."""

    name: str
    images: np.ndarray
    targets: np.ndarray
    framing: np.ndarray

    def __len__(self) -> int:
        return len(self.images)


def load_set(data: Path, name: str, split: str, cache: Path | None = None) -> LabelledSet:
    """Reads `name` ("train" or "val" split), through a cache of plain arrays when one is given.

    `unlabelled` has labels in the cache only, from pseudo_label.py.
    """
    if cache is None:
        return _read_set(data, name, split)
    folder = _cache_folder(cache, name, split)
    if not (folder / "framing.npy").exists():
        store_set(_read_set(data, name, split), split, cache)
    parts = [np.load(folder / f"{part}.npy", mmap_mode="r") for part in ("images", "targets")]
    return LabelledSet(name, parts[0], parts[1], np.load(folder / "framing.npy"))


def store_set(labelled: LabelledSet, split: str, cache: Path) -> None:
    folder = _cache_folder(cache, labelled.name, split)
    folder.mkdir(parents=True, exist_ok=True)
    # framing.npy is written last: it marks a complete cache.
    for part in ("images", "targets", "framing"):
        np.save(folder / f"{part}.npy", getattr(labelled, part))


def _cache_folder(cache: Path, name: str, split: str) -> Path:
    return cache / f"{name}-{split}-v{CACHE_VERSION}"


def _read_set(data: Path, name: str, split: str) -> LabelledSet:
    stems = split_stems(data, name, split)
    images = np.empty((len(stems), SIDE, SIDE, 3), np.uint8)
    targets = np.empty((len(stems), SIDE, SIDE), np.uint8)
    framing = np.empty((len(stems), 2, 3), np.float64)
    for index, stem in enumerate(stems):
        image = cv2.imread(str(data / name / "images" / f"{stem}.jpg"), cv2.IMREAD_COLOR_RGB)
        label = cv2.imread(str(data / name / "labels" / f"{stem}.png"), cv2.IMREAD_UNCHANGED)
        images[index], targets[index] = to_square(image, as_targets(name, label))
        # These two are framed already; single faces are better left as they are than re-estimated.
        framed = name in ("celebamask", "hair")
        framing[index] = np.eye(2, 3) if framed else framing_matrix(targets[index])
    return LabelledSet(name, images, targets, framing)


def split_stems(data: Path, name: str, split: str) -> list[str]:
    """File names without extension, sorted; `celebamask` has lists, `contours` every fifth face."""
    if name == "celebamask":
        return sorted((data / name / f"{split}.txt").read_text().split())
    stems = sorted(path.stem for path in (data / name / "images").glob("*.jpg"))
    if name == "contours":
        held_out = stems[::CONTOURS_HELD_OUT_EVERY]
        return held_out if split == "val" else [s for s in stems if s not in set(held_out)]
    if split == "val":
        raise ValueError(f"{name} has no validation split")
    return stems


def as_targets(name: str, label: np.ndarray) -> np.ndarray:
    """Ids as drawn in a set become targets: classes, partial targets or IGNORED."""
    target = label.copy()
    if name == "hair":
        target[label == 0] = ANYTHING_BUT_HAIR
    elif name == "contours":
        # The drawn face contour runs over the nose without naming it.
        target[label == CLASS_ID["skin"]] = SKIN_OR_NOSE
    return target


def draw_probabilities(targets: np.ndarray, oversampling: dict[str, float]) -> np.ndarray:
    """[N], from how often a face that has a class is drawn; the largest of several."""
    weights = np.ones(len(targets))
    for name, weight in oversampling.items():
        has = [(target == CLASS_ID[name]).sum() >= SEEN_PIXELS for target in targets]
        weights = np.maximum(weights, np.where(has, weight, 1.0))
    return weights / weights.sum()


def to_square(image: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pads to a square (edge pixels, ignored labels) and resizes to 512 px."""
    height, width = target.shape
    side = max(height, width)
    if height != width:
        top, left = (side - height) // 2, (side - width) // 2
        border = (top, side - height - top, left, side - width - left)
        image = cv2.copyMakeBorder(image, *border, cv2.BORDER_REPLICATE)
        target = cv2.copyMakeBorder(target, *border, cv2.BORDER_CONSTANT, value=IGNORED)
    if side != SIDE:
        image = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        target = cv2.resize(target, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
    return image, target


def framing_matrix(target: np.ndarray) -> np.ndarray:
    """The similarity that brings eyes and mouth to the framing; identity where one is missing."""
    lips = [CLASS_ID["inner-mouth"], CLASS_ID["upper-lip"], CLASS_ID["lower-lip"]]
    parts = {"leftEye": [CLASS_ID["left-eye"]], "rightEye": [CLASS_ID["right-eye"]], "mouth": lips}
    found, wanted = [], []
    for part, ids in parts.items():
        rows, columns = np.nonzero(np.isin(target, ids))
        if len(rows) < 20:
            return np.eye(2, 3)
        found.append((columns.mean(), rows.mean()))
        wanted.append(np.array(FRAMING[part]) * SIDE)
    return fit_similarity(np.array(found), np.array(wanted))


def fit_similarity(source: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Least-squares similarity [2,3] from points [N,2] to points [N,2] (Umeyama 1991, in 2-D).

    As complex numbers the map is w = a z + b, so the fit is one complex division.
    """
    z, w = source @ (1, 1j), wanted @ (1, 1j)
    z0, w0 = z.mean(), w.mean()
    a = np.vdot(z - z0, w - w0) / np.vdot(z - z0, z - z0)
    b = w0 - a * z0
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])
