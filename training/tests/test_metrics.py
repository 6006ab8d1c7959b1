import numpy as np

from maquette_parsing.classes import IGNORED
from maquette_parsing.metrics import confusion, scores


def test_f1_over_the_pixels_of_known_classes() -> None:
    target = np.array([1, 1, 2, 2, IGNORED, 253], np.uint8)
    predicted = np.array([1, 2, 2, 2, 9, 9], np.uint8)
    result = scores(confusion(target, predicted))
    assert np.isclose(result.by_class["skin"], 2 / 3)
    assert np.isclose(result.by_class["nose"], 4 / 5)
    assert set(result.by_class) == {"skin", "nose"}
    assert np.isclose(result.mean, (2 / 3 + 4 / 5) / 2)
