"""Trains on a graphics card, where minutes are few: batches are drawn and varied there.

With --teacher the network also learns another's probabilities, of the same pictures before blur,
noise and odd light. A run that was interrupted goes on where its last checkpoint was.
"""

import argparse
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from maquette_parsing.batched import Batch, Faces, batched_loss, gather_faces
from maquette_parsing.batched.drawn import NAME as DRAWN
from maquette_parsing.batched.drawn import draw_on
from maquette_parsing.checkpoint import (
    AveragedModel,
    Progress,
    load_averaged_model,
    load_checkpoint,
    save_checkpoint,
)
from maquette_parsing.classes import CLASS_COUNT, MEAN, MIRROR_TABLE, STANDARD_DEVIATION
from maquette_parsing.config import Config, read_config
from maquette_parsing.data import LabelledSet, load_set
from maquette_parsing.metrics import evaluate
from maquette_parsing.model import Network, make_network
from maquette_parsing.optimiser import learning_rate, parameter_groups

CHECKPOINT_SECONDS = 60.0
LOG_STEPS = 50


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints and log")
    parser.add_argument("--seconds", type=float, required=True, help="active time of the whole run")
    parser.add_argument("--teacher", type=Path, help="checkpoint whose average teaches")
    parser.add_argument("--cache", type=Path, default=Path("runs/cache"))
    parser.add_argument("--device", default="cuda")
    return parser.parse_args()


class CardTrainer:
    def __init__(self, options: argparse.Namespace, config: Config) -> None:
        self.options, self.config = options, config
        self.device = torch.device(options.device)
        torch.manual_seed(config.seed)
        self.model = self._placed(make_network(config.model))
        self.average = AveragedModel(self.model, config.optimiser.average_decay)
        groups = parameter_groups(self.model, config.optimiser.weight_decay)
        self.optimiser = torch.optim.AdamW(groups, fused=True)
        self.progress = Progress()
        self.checkpoint = options.run / "last.pt"
        if self.checkpoint.exists():
            self._resume()
        self.teacher = None
        if options.teacher:
            self.teacher = self._placed(load_averaged_model(options.teacher)[0])
        self.mean = torch.tensor(MEAN, device=self.device)[:, None, None]
        self.deviation = torch.tensor(STANDARD_DEVIATION, device=self.device)[:, None, None]
        self.mirror = torch.from_numpy(MIRROR_TABLE[:CLASS_COUNT].astype(np.int64)).to(self.device)

    def _placed(self, model: Network) -> Network:
        return model.to(self.device, memory_format=torch.channels_last)

    def _resume(self) -> None:
        content = load_checkpoint(self.checkpoint)
        self.model.load_state_dict(content["model"])
        self.average.state = {k: v.to(self.device) for k, v in content["average"].items()}
        self.optimiser.load_state_dict(content["optimiser"])
        self.progress = Progress(**content["progress"])

    @property
    def fraction(self) -> float:
        return self.progress.active_seconds / self.options.seconds

    def save(self) -> None:
        save_checkpoint(self.checkpoint, self.model, self.average, self.optimiser, self.progress)

    def answer(self, model: nn.Module, images: Tensor) -> Tensor:
        """The network's answer to pictures in 0..1."""
        pictures = ((images - self.mean) / self.deviation).contiguous(
            memory_format=torch.channels_last
        )
        with torch.autocast(self.device.type, torch.bfloat16):
            return model(pictures)

    @torch.no_grad()
    def taught(self, clean: Tensor) -> Tensor | None:
        """The teacher's logits; every other time those of the mirrored picture, turned back: over
        the run the network learns the mean of both.
        """
        if self.teacher is None:
            return None
        if self.progress.step % 2:
            return self.answer(self.teacher, clean)
        return self.answer(self.teacher, clean.flip(-1))[:, self.mirror].flip(-1)

    def step(self, batch: Batch) -> dict[str, Tensor]:
        rate = learning_rate(self.config.optimiser, self.fraction)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        loss_config = self.config.loss
        exponent = self.config.phase(self.fraction).class_weighting
        weights = loss_config.weight_tensor(exponent).to(self.device, non_blocking=True)
        output = self.answer(self.model, batch.images)
        teacher = self.taught(batch.clean)
        total, parts = batched_loss(output, batch.targets, loss_config, weights, teacher)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        norm = nn.utils.clip_grad_norm_(
            self.model.parameters(), self.config.optimiser.gradient_clip
        )
        self.optimiser.step()
        self.average.update(self.model, self.progress.step)
        self.progress.step += 1
        self.progress.samples += len(batch.images)
        return {"total": total.detach(), "norm": norm, **parts}

    def averaged_model(self) -> Network:
        model = make_network(self.config.model)
        model.load_state_dict(self.average.state)
        return self._placed(model).eval()


def run(trainer: CardTrainer, faces: Faces, validation: LabelledSet) -> None:
    """Trains until the active time is used up; what evaluation takes does not count."""
    trainer.model.train()
    if trainer.teacher is not None:
        trainer.teacher.eval()
    progress = trainer.progress
    saved = last = time.monotonic()
    while trainer.fraction < 1:
        batch = faces.draw(progress.step, trainer.config.phase(trainer.fraction))
        parts = trainer.step(batch)
        if progress.step % LOG_STEPS == 0:
            values = {name: float(value) for name, value in parts.items()}
            if not math.isfinite(values["total"]):
                raise FloatingPointError(f"the loss left the finite numbers: {values}")
            log(trainer, values | {"size": batch.images.shape[-1]})
        now = time.monotonic()
        progress.active_seconds += now - last
        last = now
        if now - saved > CHECKPOINT_SECONDS:
            saved = now
            trainer.save()
            last = time.monotonic()
    trainer.save()
    scores = evaluate(trainer.averaged_model(), validation)
    by_class = {name: round(f1, 3) for name, f1 in scores.by_class.items()}
    log(
        trainer,
        {"f1": scores.mean, "f1_edits": scores.mean_of_edit_classes, "by_class": by_class},
    )


def log(trainer: CardTrainer, values: dict[str, object]) -> None:
    progress = trainer.progress
    entry = {
        "step": progress.step,
        "samples": progress.samples,
        "seconds": round(progress.active_seconds, 1),
    }
    rounded = {k: round(v, 4) if isinstance(v, float) else v for k, v in values.items()}
    line = json.dumps(entry | rounded)
    print(line, flush=True)
    with (trainer.options.run / "log.jsonl").open("a") as file:
        file.write(line + "\n")


def load_sets(options: argparse.Namespace, config: Config) -> dict[str, LabelledSet]:
    names = sorted({name for phase in config.phases for name in phase.set_weights} - {DRAWN})
    sets = {name: load_set(options.data, name, "train", options.cache) for name in names}
    if any(DRAWN in phase.set_weights for phase in config.phases):
        sets[DRAWN] = draw_on(sets["celebamask"], config.seed, os.cpu_count() or 1)
    return sets


def main() -> None:
    options = arguments()
    config = read_config(options.config)
    options.run.mkdir(parents=True, exist_ok=True)
    torch.backends.cudnn.benchmark = True
    torch.set_float32_matmul_precision("high")
    sets = load_sets(options, config)
    validation = load_set(options.data, "celebamask", "val", options.cache)
    trainer = CardTrainer(options, config)
    faces = gather_faces(sets, config, trainer.device)
    print({name: len(labelled) for name, labelled in sets.items()}, flush=True)
    run(trainer, faces, validation)


if __name__ == "__main__":
    main()
