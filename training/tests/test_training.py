"""A run that is interrupted must end where an uninterrupted one does."""

import argparse
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from maquette_parsing.classes import CLASS_ID
from maquette_parsing.config import read_config
from maquette_parsing.data import SIDE, LabelledSet, draw_probabilities
from train import Batches, Trainer, learning_rate

CONFIG = Path(__file__).parents[1] / "configs" / "stdc1-half.yaml"


@pytest.fixture
def options(tmp_path: Path) -> argparse.Namespace:
    raw = yaml.safe_load(CONFIG.read_text())
    raw["model"] |= {"width": 8, "context_channels": 8, "fusion_channels": 8}
    for phase in raw["phases"]:
        phase |= {"sizes": [64], "pixels": 4 * 64**2, "set_weights": {"celebamask": 1.0}}
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(raw))
    return argparse.Namespace(config=path, run=tmp_path, minutes=1.0, no_bf16=True)


def labelled() -> dict[str, LabelledSet]:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (3, SIDE, SIDE, 3), dtype=np.uint8)
    targets = rng.integers(0, 19, (3, SIDE, SIDE), dtype=np.uint8)
    return {
        "celebamask": LabelledSet("celebamask", images, targets, np.tile(np.eye(2, 3), (3, 1, 1)))
    }


def test_runs_resume_exactly(options: argparse.Namespace) -> None:
    def steps(trainer: Trainer, count: int) -> list[float]:
        batches = Batches(labelled(), trainer.config, 1)
        phase = trainer.config.phase(0.0)
        return [
            trainer.step(*batches.draw(trainer.progress.step, phase))["total"] for _ in range(count)
        ]

    straight = Trainer(options)
    wanted = steps(straight, 4)
    first = Trainer(options)
    found = steps(first, 2)
    first.save()
    resumed = Trainer(options)
    assert resumed.progress == first.progress
    found += steps(resumed, 2)
    assert found == pytest.approx(wanted, abs=1e-6)
    for name, value in straight.average.state.items():
        assert torch.allclose(value.float(), resumed.average.state[name].float(), atol=1e-6), name


def test_faces_with_rare_classes_are_drawn_more_often() -> None:
    targets = np.zeros((3, SIDE, SIDE), np.uint8)
    targets[1, :10, :10] = CLASS_ID["glasses"]
    targets[2, :5, :5] = CLASS_ID["glasses"]  # too few pixels to be glasses
    found = draw_probabilities(targets, {"glasses": 3.0, "hat": 2.0})
    assert found == pytest.approx([0.2, 0.6, 0.2])


def test_the_learning_rate_warms_up_and_falls() -> None:
    config = read_config(CONFIG).optimiser
    assert learning_rate(config, 0.0) < learning_rate(config, config.warm_up)
    assert learning_rate(config, config.warm_up) == pytest.approx(config.learning_rate)
    assert learning_rate(config, 1.0) == pytest.approx(config.final_learning_rate)


def test_small_pictures_come_in_large_batches() -> None:
    first, *_, last = read_config(CONFIG).phases
    assert first.batch(256) == 16 and last.batch(512) < first.batch(320)
