"""Writes model.onnx and manifest.json; refuses a model that ONNX Runtime computes differently."""

import argparse
import hashlib
import io
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch

from maquette_parsing.checkpoint import Progress, load_averaged_model
from maquette_parsing.classes import CLASS_NAMES, FRAMING, MEAN, STANDARD_DEVIATION
from maquette_parsing.data import SIDE, load_set
from maquette_parsing.half_precision import folded_and_rounded, with_half_weights
from maquette_parsing.metrics import ContourScores, Scores, evaluate, evaluate_contours
from maquette_parsing.model import Network

OPSET = 17
LARGEST_DIFFERENCE = 1e-3
TERMS = (
    "Non-commercial research only: trained on CelebAMask-HQ, CelebA-HQ (hair labels) and "
    "FaceSynthetics (C-UDA), and on contours by DeBruine & Jones (CC BY 4.0) whose 3D.SK "
    "derivatives are for educational use; pseudo-labels on photographs of various research sets."
)
ALIGNMENT = (
    "Rotate, scale and shift the photo so that the person's own left eye, right eye and mouth lie "
    "at these fractions of the input (x to the right, y down)."
)


def to_onnx(model: Network) -> bytes:
    """Of a network that folded_and_rounded() has seen, whose weights fit into float16."""
    buffer = io.BytesIO()
    torch.onnx.export(
        model.eval(),
        (torch.zeros(1, 3, SIDE, SIDE),),
        buffer,
        input_names=["image"],
        output_names=["logits"],
        opset_version=OPSET,
        dynamo=False,
    )
    return with_half_weights(buffer.getvalue())


def largest_difference(model: Network, exported: bytes) -> float:
    """Between PyTorch's and ONNX Runtime's logits for one random picture."""
    image = torch.randn(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(1))
    session = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])
    (found,) = session.run(["logits"], {"image": image.numpy()})
    with torch.inference_mode():
        return float(np.abs(model(image).numpy() - found).max())


def manifest(exported: bytes, progress: Progress, metrics: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "face-parsing",
        "version": "1.2.0",
        "file": "model.onnx",
        "sha256": hashlib.sha256(exported).hexdigest(),
        "input": {
            "name": "image",
            "width": SIDE,
            "height": SIDE,
            "mean": MEAN,
            "standardDeviation": STANDARD_DEVIATION,
        },
        "output": {"name": "logits", "stride": 4, "classes": CLASS_NAMES},
        "alignment": {"description": ALIGNMENT, **FRAMING},
        "terms": TERMS,
        "metrics": metrics,
        "trainedAt": datetime.now(UTC).isoformat(timespec="seconds"),
        "samples": progress.samples,
        "commit": _commit(),
    }


def measured(celebamask: Scores, contours: ContourScores) -> dict[str, Any]:
    def rounded(by_class: dict[str, float]) -> dict[str, float]:
        return {name: round(f1, 4) for name, f1 in by_class.items()}

    return {
        "celebamaskValidation": {
            "faces": 60,
            "meanF1": round(celebamask.mean, 4),
            "meanF1OfEditClasses": round(celebamask.mean_of_edit_classes, 4),
            "f1": rounded(celebamask.by_class),
            "boundaryF1": rounded(celebamask.boundary),
        },
        "contoursHeldOut": {
            "faces": 20,
            "meanF1": round(contours.mean, 4),
            "f1": rounded(contours.by_class),
            "boundaryF1": rounded(contours.boundary),
        },
    }


def _commit() -> str | None:
    """The commit that the weights' code is at; none outside a repository or before the first."""
    command = ["git", "rev-parse", "HEAD"]
    run = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True)
    return run.stdout.strip() if run.returncode == 0 else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="for the manifest's numbers")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument(
        "--out", type=Path, required=True, help="e.g. resources/models/face-parsing"
    )
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, progress = load_averaged_model(options.checkpoint)
    exported = to_onnx(folded_and_rounded(model))
    difference = largest_difference(model, exported)
    if difference > LARGEST_DIFFERENCE:
        raise SystemExit(f"ONNX Runtime differs from PyTorch by {difference}")
    celebamask = evaluate(model, load_set(options.data, "celebamask", "val"))
    contours = evaluate_contours(model, load_set(options.data, "contours", "val"))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "model.onnx").write_bytes(exported)
    content = manifest(exported, progress, measured(celebamask, contours))
    (options.out / "manifest.json").write_text(json.dumps(content, indent=2) + "\n")
    print(f"{len(exported) / 1e6:.2f} MB, parity {difference:.1e}, {progress.samples} samples")
    print(f"mean F1 {celebamask.mean:.3f}, edits {celebamask.mean_of_edit_classes:.3f}")


if __name__ == "__main__":
    main()
