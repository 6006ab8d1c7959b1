"""Mean F1 at 512 px on the validation faces, and F1 of the drawn contours that were held out."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import torch

from maquette_parsing.checkpoint import load_averaged_model
from maquette_parsing.data import load_set
from maquette_parsing.metrics import evaluate, evaluate_contours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, progress = load_averaged_model(options.checkpoint)
    celebamask = evaluate(model, load_set(options.data, "celebamask", "val"))
    contours = evaluate_contours(model, load_set(options.data, "contours", "val"))
    result = {"progress": asdict(progress), "celebamask": asdict(celebamask), "contours": contours}
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
