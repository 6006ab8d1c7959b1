"""Trains the face-parsing network; interrupted runs go on where their last checkpoint was."""

import argparse
import json
import math
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from maquette_parsing.accessories import find_accessories
from maquette_parsing.augmentation import draw_sample
from maquette_parsing.checkpoint import AveragedModel, Progress, load_checkpoint, save_checkpoint
from maquette_parsing.config import Config, Phase, read_config
from maquette_parsing.data import LabelledSet, draw_probabilities, load_set
from maquette_parsing.losses import training_loss
from maquette_parsing.metrics import evaluate, normalise
from maquette_parsing.model import Network, make_network
from maquette_parsing.optimiser import learning_rate, parameter_groups
from maquette_parsing.replicas import Replicas, bf16_is_fast

# The schedule counts active time: a run that was stopped (SIGSTOP) loses one step of this length.
LONGEST_STEP_SECONDS = 12.0
CHECKPOINT_SECONDS = 180.0
EVALUATION_SECONDS = 900.0
LOG_STEPS = 50

Parts = dict[str, float]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with celebamask/, hair/ ..."
    )
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument(
        "--run", type=Path, required=True, help="folder for checkpoints and the log"
    )
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--minutes", type=float, help="active time of the whole run")
    length.add_argument("--samples", type=int, help="instead: for runs that are to be compared")
    parser.add_argument("--start-from", type=Path, help="checkpoint whose average a new run takes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-bf16", action="store_true")
    return parser.parse_args()


class Batches:
    """Draws batch `step`: the same for the same seed, step and phase."""

    def __init__(self, sets: dict[str, LabelledSet], config: Config, workers: int) -> None:
        self.sets, self.config = sets, config
        self.probabilities = {
            name: draw_probabilities(labelled.targets, config.oversampling)
            for name, labelled in sets.items()
        }
        # Cut out of the fully labelled photographs only.
        self.accessories = (
            find_accessories(sets["celebamask"], config.accessories) if config.accessories else None
        )
        self.pool = ThreadPoolExecutor(workers)

    def draw(self, step: int, phase: Phase) -> tuple[Tensor, Tensor]:
        """uint8 images [B,H,W,3] and targets [B,H/2,W/2]."""
        seed = self.config.seed
        rng = np.random.default_rng([seed, step])
        size = int(rng.choice(phase.sizes))
        names = list(phase.set_weights)
        shares = np.array(list(phase.set_weights.values()))
        batch = phase.batch(size)
        chosen = rng.choice(len(names), size=batch, p=shares / shares.sum())

        def sample(slot: int) -> tuple[np.ndarray, np.ndarray]:
            labelled = self.sets[names[chosen[slot]]]
            probabilities = self.probabilities[labelled.name]
            slot_rng = np.random.default_rng([seed, step, slot, 0])
            index = int(slot_rng.choice(len(labelled), p=probabilities))
            keys = [seed, step, slot, 1]
            augmentation = self.config.augmentation
            return draw_sample(labelled, index, size, augmentation, keys, self.accessories)

        pairs = list(self.pool.map(sample, range(batch)))
        images = torch.from_numpy(np.stack([image for image, _ in pairs]))
        return images, torch.from_numpy(np.stack([target for _, target in pairs]))


class Trainer:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.config = options, read_config(options.config)
        torch.manual_seed(self.config.seed)
        self.model = make_network(self.config.model).to(memory_format=torch.channels_last)
        self.replicas = Replicas(self.model, options.threads)
        self.average = AveragedModel(self.model, self.config.optimiser.average_decay)
        self.optimiser = torch.optim.AdamW(
            parameter_groups(self.model, self.config.optimiser.weight_decay), fused=True
        )
        self.use_bf16 = bf16_is_fast() and not options.no_bf16
        self.progress = Progress()
        self.checkpoint = options.run / "last.pt"
        if self.checkpoint.exists():
            self._resume()
        elif options.start_from:
            self.average.state = load_checkpoint(options.start_from)["average"]
            self.model.load_state_dict(self.average.state)

    def _resume(self) -> None:
        content = load_checkpoint(self.checkpoint)
        self.model.load_state_dict(content["model"])
        self.average.state = content["average"]
        self.optimiser.load_state_dict(content["optimiser"])
        self.progress = Progress(**content["progress"])

    def save(self) -> None:
        save_checkpoint(self.checkpoint, self.model, self.average, self.optimiser, self.progress)

    @property
    def fraction(self) -> float:
        """Of the whole run."""
        if self.options.samples:
            return self.progress.samples / self.options.samples
        return self.progress.active_seconds / (60 * self.options.minutes)

    def step(self, images: Tensor, targets: Tensor) -> dict[str, float]:
        rate = learning_rate(self.config.optimiser, self.fraction)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        loss_config = self.config.loss
        weights = loss_config.weight_tensor(self.config.phase(self.fraction).class_weighting)

        def loss(model: nn.Module, images: Tensor, targets: Tensor) -> tuple[Tensor, Parts]:
            with torch.autocast("cpu", torch.bfloat16, enabled=self.use_bf16):
                output = model(normalise(images))
            return training_loss(output, targets, loss_config, weights)

        parts = self.replicas.backward(images, targets, loss)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.optimiser.gradient_clip)
        self.optimiser.step()
        self.average.update(self.model, self.progress.step)
        self.progress.step += 1
        self.progress.samples += len(images)
        return {"learning_rate": rate, **parts}

    def averaged_model(self) -> Network:
        model = make_network(self.config.model)
        model.load_state_dict(self.average.state)
        return model.eval()


def run(trainer: Trainer, batches: Batches, validation: LabelledSet) -> None:
    """Trains until the active time is used up or the process is asked to end."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    progress = trainer.progress
    saved = evaluated = progress.active_seconds
    while trainer.fraction < 1 and not stopping:
        started = time.monotonic()
        images, targets = batches.draw(progress.step, trainer.config.phase(trainer.fraction))
        parts = trainer.step(images, targets)
        progress.active_seconds += min(time.monotonic() - started, LONGEST_STEP_SECONDS)
        if not math.isfinite(parts["total"]):
            raise FloatingPointError(f"the loss left the finite numbers at step {progress.step}")
        if progress.step % LOG_STEPS == 0:
            log(trainer, parts | {"size": images.shape[1]})
        if progress.active_seconds - saved > CHECKPOINT_SECONDS:
            saved = progress.active_seconds
            trainer.save()
        if progress.active_seconds - evaluated > EVALUATION_SECONDS:
            evaluated = progress.active_seconds
            log_scores(trainer, validation)
    trainer.save()
    if not stopping:
        log_scores(trainer, validation)


def log(trainer: Trainer, values: dict[str, object]) -> None:
    progress = trainer.progress
    entry = {
        "step": progress.step,
        "samples": progress.samples,
        "minutes": round(progress.active_seconds / 60, 2),
        "samples_per_second": round(progress.samples / progress.active_seconds, 1),
    }
    rounded = {k: round(v, 5) if isinstance(v, float) else v for k, v in values.items()}
    line = json.dumps(entry | rounded)
    print(line, flush=True)
    with (trainer.options.run / "log.jsonl").open("a") as file:
        file.write(line + "\n")


def log_scores(trainer: Trainer, validation: LabelledSet) -> None:
    torch.set_num_threads(trainer.options.threads)
    result = evaluate(trainer.averaged_model(), validation)
    torch.set_num_threads(1)
    by_class = {name: round(f1, 3) for name, f1 in result.by_class.items()}
    log(trainer, {"f1": result.mean, "f1_edits": result.mean_of_edit_classes, "by_class": by_class})


def main() -> None:
    options = arguments()
    torch.set_num_threads(1)  # the replicas are the parallelism
    cv2.setNumThreads(1)
    options.run.mkdir(parents=True, exist_ok=True)
    (options.run.parent / "train.pid").write_text(f"{os.getpid()}\n")
    trainer = Trainer(options)
    cache = options.run.parent / "cache"
    names = {name for phase in trainer.config.phases for name in phase.set_weights}
    sets = {name: load_set(options.data, name, "train", cache) for name in sorted(names)}
    validation = load_set(options.data, "celebamask", "val", cache)
    count = sum(p.numel() for p in trainer.model.parameters())
    print(f"{count / 1e6:.2f} M parameters, sets: { {n: len(s) for n, s in sets.items()} }")
    run(trainer, Batches(sets, trainer.config, options.threads), validation)


if __name__ == "__main__":
    main()
