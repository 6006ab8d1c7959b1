import numpy as np
import pytest

from maquette_parsing.classes import CLASS_COUNT, CLASS_ID, FRAMING, IGNORED
from maquette_parsing.data import SIDE
from maquette_parsing.mesh import OUTLINES, framing_points
from maquette_parsing.pseudo_labels import TARGET_SIDE, framed_face, targets_of


def mesh() -> np.ndarray:
    """A framed face: eyes, brows and closed lips as flat ellipses, all else at its middle."""
    points = np.full((478, 2), SIDE / 2.0)

    def ellipse(name: str, x: float, y: float, width: float, height: float) -> None:
        indices = list(OUTLINES[name])
        turn = np.linspace(-np.pi, np.pi, len(indices), endpoint=False)
        around = np.stack([x + width * np.cos(turn), y + height * np.sin(turn)], axis=1)
        points[indices] = around * SIDE

    for side, x in (("left", 0.62), ("right", 0.38)):
        ellipse(f"{side}-eye", x, 0.478, 0.06, 0.025)
        ellipse(f"{side}-brow", x, 0.39, 0.08, 0.02)
    for name, y in (("upper-lip", 0.735), ("lower-lip", 0.765)):
        ellipse(name, 0.5, y, 0.11, 0.028)
    points[[13, 14]] = (0.5 * SIDE, 0.75 * SIDE)
    points[61], points[291] = (0.39 * SIDE, 0.75 * SIDE), (0.61 * SIDE, 0.75 * SIDE)
    return points


def sure_of(name: str, probability: float = 0.95) -> np.ndarray:
    p = np.full((CLASS_COUNT, TARGET_SIDE, TARGET_SIDE), (1 - probability) / (CLASS_COUNT - 1))
    p[CLASS_ID[name]] = probability
    return p


def at(target: np.ndarray, x: float, y: float) -> int:
    return int(target[int(y * TARGET_SIDE), int(x * TARGET_SIDE)])


def test_only_what_the_network_is_sure_of_is_labelled() -> None:
    assert at(targets_of(sure_of("skin"), mesh()), 0.5, 0.6) == CLASS_ID["skin"]
    assert (targets_of(sure_of("skin", 0.6), mesh()) == IGNORED).all()
    # Rare classes may be less sure.
    assert at(targets_of(sure_of("hat", 0.6), mesh()), 0.5, 0.1) == CLASS_ID["hat"]


def test_shine_on_closed_lips_is_no_inner_mouth() -> None:
    p = sure_of("skin")
    p[:, 170:205, 90:165] = sure_of("inner-mouth")[:, :35, :75]
    target = targets_of(p, mesh())
    assert at(target, 0.5, 0.775) == CLASS_ID["lower-lip"]
    opened = mesh()
    opened[14, 1] += 0.03 * SIDE
    assert at(targets_of(p, opened), 0.45, 0.78) == IGNORED


def test_skin_where_the_mesh_has_an_eye_is_unknown() -> None:
    assert at(targets_of(sure_of("skin"), mesh()), 0.62, 0.478) == IGNORED


def test_brows_far_from_the_mesh_are_something_else() -> None:
    p = sure_of("skin", 0.5)
    p[CLASS_ID["left-brow"], 60:70, 150:170] = 0.99
    p[CLASS_ID["skin"], 60:70, 150:170] = 0.008
    target = targets_of(p / p.sum(0), mesh())
    assert CLASS_ID["left-brow"] not in target[60:70, 150:170]


def test_glasses_cross_the_nose() -> None:
    p = sure_of("skin")
    p[:, 130:135, 140:170] = sure_of("glasses")[:, :5, :30]
    p[CLASS_ID["skin"], 130:135, 140:170] += 0.4
    assert at(targets_of(p / p.sum(0), mesh()), 0.6, 0.515) == CLASS_ID["skin"]
    p[:, 118:128, 100:170] = sure_of("glasses")[:, :10, :70]
    assert at(targets_of(p / p.sum(0), mesh()), 0.6, 0.515) == CLASS_ID["glasses"]


def test_faces_are_cut_out_framed() -> None:
    small = mesh() * 0.5 + 100
    photo = np.zeros((400, 500, 3), np.uint8)
    crop, framed_mesh, inside = framed_face(photo, small)
    wanted = np.array([FRAMING[part] for part in ("leftEye", "rightEye", "mouth")]) * SIDE
    assert crop.shape == (SIDE, SIDE, 3)
    assert framing_points(framed_mesh) == pytest.approx(wanted, abs=8)
    assert inside[SIDE // 2, SIDE // 2] and inside.mean() > 0.9
