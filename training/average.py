"""Averages the weights of a run and of the one that it started from (Wortsman et al. 2022).

Both lie in one basin of the loss, and the middle is often better than either end.
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor

from maquette_parsing.checkpoint import load_checkpoint


def average(first: dict[str, Tensor], second: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """`share` of the second; counters, which are no weights, are the second's."""
    return {
        name: torch.lerp(first[name], value, share) if value.is_floating_point() else value
        for name, value in second.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    first, second = (load_checkpoint(path) for path in (options.first, options.second))
    merged = average(first["average"], second["average"], options.share)
    samples = first["progress"]["samples"] + second["progress"]["samples"]
    content = {
        "average": merged,
        "progress": second["progress"] | {"samples": samples},
        "model_config": second["model_config"],
    }
    torch.save(content, options.out)


if __name__ == "__main__":
    main()
