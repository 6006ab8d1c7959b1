import pytest
import torch

from average import average


def test_the_middle_of_two_networks() -> None:
    first = {"weight": torch.tensor([0.0, 2.0]), "count": torch.tensor(3)}
    second = {"weight": torch.tensor([1.0, 4.0]), "count": torch.tensor(8)}
    found = average(first, second, 0.25)
    assert found["weight"].tolist() == pytest.approx([0.25, 2.5])
    assert found["count"] == 8
