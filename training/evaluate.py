"""Mean F1 at 512 px on the validation faces, and F1 of the drawn contours that were held out."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from maquette_parsing.checkpoint import load_averaged_model
from maquette_parsing.data import SIDE, load_set
from maquette_parsing.metrics import evaluate, evaluate_contours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--side", type=int, default=SIDE, help="of the pictures the network gets, from comparisons"
    )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, progress = load_averaged_model(options.checkpoint)
    celebamask = evaluate(model, load_set(options.data, "celebamask", "val"), options.side)
    result = {"progress": asdict(progress), "celebamask": asdict(celebamask)}
    if options.side == SIDE:
        contours = evaluate_contours(model, load_set(options.data, "contours", "val"))
        result["contours"] = asdict(contours)
    print(json.dumps(rounded(result), indent=2))


def rounded(value: Any) -> Any:  # noqa: ANN401, as JSON has it
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
