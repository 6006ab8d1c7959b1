"""A run that is interrupted must end where an uninterrupted one does."""

import argparse
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml
from torch.nn.functional import interpolate

from maquette_parsing.classes import CLASS_ID
from maquette_parsing.config import read_config
from maquette_parsing.data import SIDE, LabelledSet, draw_probabilities
from maquette_parsing.metrics import normalise
from maquette_parsing.replicas import Replicas
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
    return argparse.Namespace(
        config=path,
        run=tmp_path,
        minutes=1.0,
        samples=None,
        no_bf16=True,
        threads=2,
        start_from=None,
    )


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


def test_runs_can_start_from_another_runs_average(options: argparse.Namespace) -> None:
    first = Trainer(options)
    first.average.state["backbone.stem.0.0.weight"].fill_(0.5)
    first.save()
    options.start_from, options.run = first.checkpoint, options.run / "second"
    second = Trainer(options)
    assert second.progress.step == 0
    assert (second.model.backbone.stem[0][0].weight == 0.5).all()


def test_replicas_compute_what_one_model_does(options: argparse.Namespace) -> None:
    images = torch.randint(0, 255, (4, 64, 64, 3), dtype=torch.uint8)

    def loss(model: torch.nn.Module, images: torch.Tensor, _: torch.Tensor):  # noqa: ANN202
        value = model(images.float()).square().mean()
        return value, {"main": float(value.detach())}

    def model() -> torch.nn.Module:
        torch.manual_seed(1)
        return torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.ReLU(), torch.nn.Linear(5, 2))

    one, two = Replicas(model(), 1), Replicas(model(), 2)
    assert one.backward(images, images, loss) == pytest.approx(two.backward(images, images, loss))
    for wanted, found in zip(one.models[0].parameters(), two.models[0].parameters(), strict=True):
        assert torch.allclose(wanted.grad, found.grad, rtol=1e-4)


def test_four_faces_can_be_learnt_by_heart(options: argparse.Namespace) -> None:
    """Data, network, loss and optimiser together: a slip in any of them keeps the loss up."""
    raw = yaml.safe_load(options.config.read_text())
    raw["optimiser"] |= {"learning_rate": 0.01, "warm_up": 0.0}
    still = {name: 0 for name in raw["augmentation"] if name.endswith("share")}
    raw["augmentation"] = still | {"wide_share": 0, "rotation_degrees": [0, 0], "scale": [1, 1]}
    options.config.write_text(yaml.safe_dump(raw))
    trainer = Trainer(options)
    images, targets = four_faces()
    losses = [trainer.step(images, targets)["main"] for _ in range(80)]
    trainer.model.eval()
    logits = interpolate(trainer.model(normalise(images)), scale_factor=2, mode="bilinear")
    found = logits.argmax(1).to(torch.uint8)
    assert losses[-1] < 0.15 * losses[0]
    assert (found == targets).float().mean() > 0.95


def four_faces() -> tuple[torch.Tensor, torch.Tensor]:
    """Ovals of skin with dark eyes and red lips before blue: uint8 [4,64,64,3] and [4,32,32]."""
    rows, columns = np.mgrid[0:64, 0:64] / 64
    images, targets = [], []
    for shift in (-0.08, -0.03, 0.02, 0.07):
        along, down = columns - 0.5 - shift, rows - 0.5
        parts = {
            "skin": (along / 0.3) ** 2 + (down / 0.42) ** 2 < 1,
            "left-eye": ((along - 0.12) / 0.08) ** 2 + ((down + 0.08) / 0.06) ** 2 < 1,
            "right-eye": ((along + 0.12) / 0.08) ** 2 + ((down + 0.08) / 0.06) ** 2 < 1,
            "lower-lip": (along / 0.14) ** 2 + ((down - 0.2) / 0.07) ** 2 < 1,
        }
        colours = ((220, 180, 160), (40, 30, 30), (60, 50, 40), (200, 40, 60))
        image, target = np.full((64, 64, 3), (20, 40, 120)), np.zeros((64, 64))
        for (name, mask), colour in zip(parts.items(), colours, strict=True):
            image[mask], target[mask] = colour, CLASS_ID[name]
        images.append(image)
        targets.append(target[::2, ::2])
    return (
        torch.from_numpy(np.stack(images).astype(np.uint8)),
        torch.from_numpy(np.stack(targets).astype(np.uint8)),
    )


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


@pytest.mark.parametrize("path", CONFIG.parent.glob("*.yaml"), ids=lambda path: path.stem)
def test_configurations_can_be_read(path: Path) -> None:
    config = read_config(path)
    assert config.phases[-1].until == 1.0
    assert config.loss == read_config(CONFIG).loss


def test_small_pictures_come_in_large_batches() -> None:
    first, *_, last = read_config(CONFIG).phases
    assert first.batch(256) == 16 and last.batch(512) < first.batch(320)
