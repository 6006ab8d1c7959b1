"""Labels DATA/unlabelled with a trained network: the set that configs/self-training.yaml names.

Landmarks come from the application: `npm run maquette -- parse 'DATA/unlabelled/images/*.jpg'
--out-dir LANDMARKS`.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from maquette_parsing.checkpoint import load_averaged_model
from maquette_parsing.classes import IGNORED
from maquette_parsing.data import SIDE, LabelledSet, store_set
from maquette_parsing.pseudo_labels import framed_face, probabilities, read_faces, targets_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--landmarks", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="the runs' cache folder")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, _ = load_averaged_model(options.checkpoint)
    faces = read_faces(options.data / "unlabelled" / "images", options.landmarks)
    images = np.empty((len(faces), SIDE, SIDE, 3), np.uint8)
    targets = np.empty((len(faces), SIDE, SIDE), np.uint8)
    for index, (path, mesh) in enumerate(faces):
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
        images[index], framed_mesh, inside = framed_face(picture, mesh)
        target = targets_of(probabilities(model, images[index]), framed_mesh)
        targets[index] = cv2.resize(target, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
        targets[index][~inside] = IGNORED
        if index % 200 == 0:
            print(f"{index} of {len(faces)}", flush=True)
    framing = np.tile(np.eye(2, 3), (len(faces), 1, 1))
    store_set(LabelledSet("unlabelled", images, targets, framing), "train", options.cache)


if __name__ == "__main__":
    main()
