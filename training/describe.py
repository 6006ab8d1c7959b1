"""The exported network's size: parameters and multiply-accumulates of each part, at 512 px."""

import argparse
from pathlib import Path

import torch
from torch.utils.flop_counter import FlopCounterMode

from maquette_parsing.config import read_config
from maquette_parsing.data import SIDE
from maquette_parsing.model import Network, make_network

TRAINING_ONLY = ("auxiliary", "detail")


def sizes(model: Network, side: int = SIDE) -> dict[str, tuple[int, int]]:
    """(parameters, multiply-accumulates) by part; heads that only training has are left out."""
    counter = FlopCounterMode(display=False)
    with counter, torch.inference_mode():
        model.eval()(torch.zeros(1, 3, side, side))
    operations = counter.get_flop_counts()
    return {
        part: (
            sum(parameter.numel() for parameter in model.get_submodule(part).parameters()),
            # The counter takes a multiplication and an addition as two.
            sum(operations[f"{type(model).__name__}.{part}"].values()) // 2,
        )
        for part, _ in model.named_children()
        if not part.startswith(TRAINING_ONLY)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, required=True)
    options = parser.parse_args()
    by_part = sizes(make_network(read_config(options.config).model))
    total = tuple(sum(values) for values in zip(*by_part.values(), strict=True))
    for part, (parameters, operations) in (by_part | {"total": total}).items():
        print(f"{part:14}{parameters / 1e6:7.3f} M parameters{operations / 1e9:8.3f} GMAC")


if __name__ == "__main__":
    main()
