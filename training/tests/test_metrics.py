import numpy as np
import pytest

from maquette_parsing.classes import IGNORED
from maquette_parsing.metrics import BoundaryTally, boundary_counts, class_f1, confusion


def square(left: int, side: int = 20) -> np.ndarray:
    mask = np.zeros((64, 64), bool)
    mask[20 : 20 + side, left : left + side] = True
    return mask


def test_f1_over_the_pixels_of_known_classes() -> None:
    target = np.array([1, 1, 2, 2, IGNORED, 253], np.uint8)
    predicted = np.array([1, 2, 2, 2, 9, 9], np.uint8)
    found = class_f1(confusion(target, predicted))
    assert found == pytest.approx({"skin": 2 / 3, "nose": 4 / 5})


def test_outlines_within_reach_are_met() -> None:
    met, total = boundary_counts(square(20), square(21))
    assert met == total
    met, total = boundary_counts(square(20), square(30))
    assert 0.2 < met / total < 0.7  # where the long sides run over one another
    met, total = boundary_counts(square(20), np.zeros((64, 64), bool))
    assert met == 0 and total > 0


def test_boundaries_are_counted_over_all_faces() -> None:
    tally = BoundaryTally(("skin", "hat"))
    skin = square(20).astype(np.uint8)
    tally.add(skin, skin)
    assert tally.result() == {"skin": 1.0}
    tally.add(skin, np.zeros_like(skin))
    assert tally.result() == pytest.approx({"skin": 2 / 3})
