"""What a card computes for whole batches is what the processor computes for each sample."""

import argparse
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
import yaml

from maquette_parsing.augmentation import random_framing, warp
from maquette_parsing.batched import batched_loss, gather_faces
from maquette_parsing.batched.faces import exchange_sides
from maquette_parsing.batched.geometry import gaussian_blur, warp_images, warp_targets
from maquette_parsing.batched.jpeg import compress
from maquette_parsing.classes import ANYTHING_BUT_HAIR, CLASS_ID, IGNORED, SKIN_OR_NOSE
from maquette_parsing.config import read_config
from maquette_parsing.data import SIDE, LabelledSet
from maquette_parsing.losses import training_loss
from maquette_parsing.model import TrainingOutput
from train_on_card import CardTrainer

CONFIGS = Path(__file__).parents[1] / "configs"
CPU = torch.device("cpu")


def smooth_faces(count: int) -> LabelledSet:
    rng = np.random.default_rng(0)
    images, targets = [], []
    for _ in range(count):
        small = rng.integers(0, 255, (16, 16, 3), dtype=np.uint8)
        images.append(cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC))
        ids = rng.integers(0, 19, (8, 8), dtype=np.uint8)
        targets.append(cv2.resize(ids, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST))
    framing = np.tile(np.eye(2, 3), (count, 1, 1))
    return LabelledSet("celebamask", np.stack(images), np.stack(targets), framing)


def test_warps_agree_with_opencv() -> None:
    rng, faces = np.random.default_rng(1), smooth_faces(2)
    config = read_config(CONFIGS / "distilled.yaml").augmentation
    matrices = np.stack([random_framing(rng, 256, flip, config) for flip in (False, True)])
    images = torch.from_numpy(faces.images).permute(0, 3, 1, 2)
    found = warp_images(images, matrices, 256, "border").permute(0, 2, 3, 1).numpy() * 255
    labels = warp_targets(torch.from_numpy(faces.targets), matrices, 256).numpy()
    for index, matrix in enumerate(matrices):
        image, target = warp(
            faces.images[index], faces.targets[index], matrix[:2], 256, cv2.BORDER_REPLICATE
        )
        assert np.abs(found[index] - image).mean() < 2
        assert (labels[index] == target).mean() > 0.98


def test_each_sample_is_blurred_by_its_own_sigma() -> None:
    image = torch.rand(2, 3, 40, 40)
    found = gaussian_blur(image, np.array([0.0, 1.5]), 8)
    assert torch.allclose(found[0], image[0], atol=1e-6)
    plane = image[1].permute(1, 2, 0).numpy()
    wanted = cv2.GaussianBlur(plane, (17, 17), 1.5, borderType=cv2.BORDER_REPLICATE)
    assert np.abs(found[1].permute(1, 2, 0).numpy() - wanted).max() < 1e-4


@pytest.mark.parametrize("quality", [35, 60, 85])
def test_compression_is_what_jpeg_does(quality: int) -> None:
    image = smooth_faces(1).images[0][:256, :256]
    image = np.clip(
        image.astype(int) + np.random.default_rng(2).integers(-9, 9, image.shape), 0, 255
    )
    image = image.astype(np.uint8)
    _, encoded = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    wanted = cv2.imdecode(encoded, cv2.IMREAD_COLOR)[..., ::-1].astype(float)
    planes = torch.from_numpy(image).permute(2, 0, 1)[None].float() / 255
    found = compress(planes, np.array([quality]))[0].permute(1, 2, 0).numpy() * 255
    assert np.abs(found - wanted).mean() < 0.3 * np.abs(image - wanted).mean()


def test_mirrored_samples_exchange_left_and_right() -> None:
    left, right = CLASS_ID["left-eye"], CLASS_ID["right-eye"]
    targets = torch.full((2, 4, 4), left, dtype=torch.uint8)
    found = exchange_sides(targets, np.array([False, True]))
    assert (found[0] == left).all() and (found[1] == right).all()


def test_losses_agree_with_those_of_the_processor() -> None:
    rng = torch.Generator().manual_seed(3)
    logits = torch.randn(2, 19, 128, 128, generator=rng)
    auxiliary = tuple(torch.randn(2, 19, side, side, generator=rng) for side in (32, 16))
    detail = torch.randn(2, 1, 32, 32, generator=rng)
    target = torch.randint(0, 19, (2, 16, 16), generator=rng).repeat_interleave(8, 1)
    target = target.repeat_interleave(8, 2).to(torch.uint8)
    target[:, :4], target[:, 4:8, 8:], target[0, 8:12] = IGNORED, SKIN_OR_NOSE, ANYTHING_BUT_HAIR
    config = read_config(CONFIGS / "stdc1-half.yaml").loss
    weights = config.weight_tensor()
    output = TrainingOutput(logits, auxiliary, detail)
    _, wanted = training_loss(output, target, config, weights)
    _, found = batched_loss(output, target, config, weights)
    for name in ("dice", "auxiliary", "detail"):
        assert float(found[name]) == pytest.approx(wanted[name], rel=1e-4), name
    # Which pixels are the hardest quarter is told by a sample of them.
    assert float(found["main"]) == pytest.approx(wanted["main"], rel=0.02)


def test_a_network_that_agrees_with_its_teacher_loses_nothing() -> None:
    logits = torch.randn(1, 19, 8, 8)
    output = TrainingOutput(logits, (torch.zeros(1, 19, 4, 4), torch.zeros(1, 19, 2, 2)), None)
    target = torch.zeros(1, 16, 16, dtype=torch.uint8)
    config = read_config(CONFIGS / "distilled.yaml").loss
    weights = config.weight_tensor()
    alike = batched_loss(output, target, config, weights, logits)[1]["distillation"]
    other = batched_loss(output, target, config, weights, logits.roll(1, 1))[1]["distillation"]
    assert float(alike) == pytest.approx(0, abs=1e-6) and float(other) > 0.5


@pytest.fixture
def options(tmp_path: Path) -> argparse.Namespace:
    raw = yaml.safe_load((CONFIGS / "stdc1-half.yaml").read_text())
    raw["model"] |= {"width": 8, "context_channels": 8, "fusion_channels": 8}
    raw["accessories"] = {"hat": 1.0}
    raw["augmentation"] |= {"accessory_share": 0.5, "occluder_share": 0.5, "jpeg_share": 0.5}
    for phase in raw["phases"]:
        phase |= {"sizes": [64], "pixels": 4 * 64**2, "set_weights": {"celebamask": 1.0}}
    path = tmp_path / "small.yaml"
    path.write_text(yaml.safe_dump(raw))
    return argparse.Namespace(config=path, run=tmp_path, seconds=60.0, teacher=None, device="cpu")


def test_a_cards_run_resumes_and_can_be_taught(options: argparse.Namespace) -> None:
    config = read_config(options.config)
    faces = gather_faces({"celebamask": smooth_faces(3)}, config, CPU)
    trainer = CardTrainer(options, config)
    trainer.model.train()
    batch = faces.draw(0, config.phases[0])
    assert batch.images.shape == (4, 3, 64, 64) and batch.targets.shape == (4, 32, 32)
    assert float(batch.images.min()) >= 0 and float(batch.images.max()) <= 1
    assert torch.equal(batch.targets, faces.draw(0, config.phases[0]).targets)
    losses = [float(trainer.step(batch)["total"]) for _ in range(12)]
    assert losses[-1] < losses[0]
    trainer.save()
    assert CardTrainer(options, config).progress == trainer.progress
    options.teacher, options.run = trainer.checkpoint, options.run / "taught"
    taught = CardTrainer(options, config)
    taught.teacher.eval()
    taught.model.train()
    assert float(taught.step(batch)["distillation"]) > 0
