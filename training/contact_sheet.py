"""Faces with their labels drawn on them, to look at: numbers do not say where a network fails.

Landmarks as for pseudo_label.py. Several checkpoints are drawn below one another.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from maquette_parsing.checkpoint import load_averaged_model
from maquette_parsing.classes import CLASS_NAMES
from maquette_parsing.metrics import predict
from maquette_parsing.pseudo_labels import framed_face, read_faces

COLUMNS = 6
COLOURS = {
    "skin": (235, 200, 175),
    "nose": (240, 230, 90),
    "glasses": (0, 255, 255),
    "left-eye": (60, 120, 255),
    "right-eye": (0, 60, 200),
    "left-brow": (170, 80, 255),
    "right-brow": (110, 20, 200),
    "left-ear": (255, 150, 100),
    "right-ear": (220, 110, 60),
    "inner-mouth": (255, 255, 255),
    "upper-lip": (255, 0, 80),
    "lower-lip": (200, 0, 30),
    "hair": (40, 130, 60),
    "hat": (30, 90, 160),
    "earring": (255, 230, 0),
    "necklace": (255, 170, 0),
    "neck": (170, 120, 110),
    "cloth": (120, 120, 130),
}
TABLE = np.array([COLOURS.get(name, (0, 0, 0)) for name in CLASS_NAMES], np.uint8)


def drawn(crop: np.ndarray, labels: np.ndarray, side: int) -> np.ndarray:
    """Half labels, half picture."""
    mixed = cv2.addWeighted(crop, 0.45, TABLE[labels], 0.55, 0)
    return cv2.resize(mixed, (side, side), interpolation=cv2.INTER_AREA)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--landmarks", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for sheet-0.png ...")
    parser.add_argument("--names", nargs="*", help="only pictures whose name starts so")
    parser.add_argument("--side", type=int, default=256)
    options = parser.parse_args()
    models = [load_averaged_model(path)[0] for path in options.checkpoint]
    columns = []
    for path, mesh in read_faces(options.images, options.landmarks):
        if options.names and not path.stem.startswith(tuple(options.names)):
            continue
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
        crop, _, _ = framed_face(picture, mesh)
        small = cv2.resize(crop, (options.side,) * 2, interpolation=cv2.INTER_AREA)
        with torch.inference_mode():
            answers = [drawn(crop, predict(m, crop[None])[0], options.side) for m in models]
        columns.append(np.vstack([small, *answers]))
    options.out.mkdir(parents=True, exist_ok=True)
    for sheet, start in enumerate(range(0, len(columns), COLUMNS)):
        image = np.hstack(columns[start : start + COLUMNS])[..., ::-1]
        cv2.imwrite(str(options.out / f"sheet-{sheet}.png"), image)


if __name__ == "__main__":
    main()
