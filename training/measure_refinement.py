"""Whether an edge-aware filter brings the probabilities closer to the labels: F1 and boundary F1.

Compares the engine's interpolation with a guided filter (He, Sun & Tang 2013) on top of it.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from maquette_parsing.checkpoint import load_averaged_model
from maquette_parsing.classes import CLASS_ID
from maquette_parsing.data import SIDE, load_set
from maquette_parsing.metrics import boundary_counts, framed, normalise

CLASSES = ("upper-lip", "lower-lip", "left-brow", "right-brow", "left-eye", "right-eye", "hair")
RADII = (4, 8)  # one and two cells of the network's output, in pixels at 512
SMOOTHNESS = (1e-4, 1e-2)


def guided_filter(guide: np.ndarray, plane: np.ndarray, radius: int, epsilon: float) -> np.ndarray:
    """Grey guide and plane, both float32 in 0-1."""

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, (2 * radius + 1, 2 * radius + 1))

    guide_mean, plane_mean = mean(guide), mean(plane)
    slope = (mean(guide * plane) - guide_mean * plane_mean) / (
        mean(guide * guide) - guide_mean**2 + epsilon
    )
    return mean(slope) * guide + mean(plane_mean - slope * guide_mean)


def f1(drawn: np.ndarray, found: np.ndarray) -> np.ndarray:
    """[overlap, total] pixel counts of two masks."""
    return np.array([2 * (drawn & found).sum(), drawn.sum() + found.sum()], np.float64)


@torch.inference_mode()
def probabilities(model: torch.nn.Module, image: np.ndarray) -> np.ndarray:
    """[19,512,512], as the engine interpolates them."""
    logits = model(normalise(torch.from_numpy(image[None]))).float()
    large = F.interpolate(logits, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
    return large.softmax(1)[0].numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, _ = load_averaged_model(options.checkpoint)
    labelled = load_set(options.data, "celebamask", "val")
    variants = [None, *((radius, epsilon) for radius in RADII for epsilon in SMOOTHNESS)]
    counts = {variant: {name: np.zeros((2, 2)) for name in CLASSES} for variant in variants}
    for index in range(len(labelled)):
        image, target = framed(labelled, index)
        guide = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
        planes = probabilities(model, image)
        for variant in variants:
            for name in CLASSES:
                plane = planes[CLASS_ID[name]]
                found = (guided_filter(guide, plane, *variant) if variant else plane) > 0.5
                drawn = target == CLASS_ID[name]
                counts[variant][name] += [f1(drawn, found), boundary_counts(drawn, found)]
    print("| | " + " | ".join(f"{name}: F1, boundary F1" for name in CLASSES) + " |")
    for variant, by_class in counts.items():
        title = f"guided, {variant[0]} px, {variant[1]:g}" if variant else "interpolated"
        cells = (
            ", ".join(f"{met / total:.3f}" for met, total in by_class[name]) for name in CLASSES
        )
        print(f"| {title} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
