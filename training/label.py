"""Labels a square out of a photo as evaluation does: what the application is compared with.

test/unit/network-parity.test.ts reads what this writes; `photo` and `corner` are named there.
"""

import argparse
from pathlib import Path

import cv2
import torch

from maquette_parsing.checkpoint import load_averaged_model
from maquette_parsing.data import SIDE
from maquette_parsing.half_precision import folded_and_rounded
from maquette_parsing.metrics import predict


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--photo", type=Path, required=True)
    parser.add_argument("--corner", type=int, nargs=2, required=True, metavar=("LEFT", "TOP"))
    parser.add_argument("--out", type=Path, required=True, help="PNG of class ids")
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = folded_and_rounded(load_averaged_model(options.checkpoint)[0])
    left, top = options.corner
    photo = cv2.imread(str(options.photo), cv2.IMREAD_COLOR_RGB)
    crop = photo[top : top + SIDE, left : left + SIDE]
    cv2.imwrite(str(options.out), predict(model, crop[None])[0])


if __name__ == "__main__":
    main()
