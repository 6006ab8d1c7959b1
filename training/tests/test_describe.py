from describe import sizes
from maquette_parsing.model import ImprovedBiSeNet, ModelConfig


def test_sizes_are_of_the_exported_network() -> None:
    model = ImprovedBiSeNet(ModelConfig(width=16))
    by_part = sizes(model, side=64)
    training_only = sum(
        parameter.numel()
        for name, parameter in model.named_parameters()
        if name.startswith(("auxiliary", "detail"))
    )
    everything = sum(parameter.numel() for parameter in model.parameters())
    assert sum(count for count, _ in by_part.values()) == everything - training_only
    # The stem: 3x3 from 3 to 8 channels at 32x32, then from 8 to 16 at 16x16.
    stem = 9 * 3 * 8 * 32**2 + 9 * 8 * 16 * 16**2
    assert stem < by_part["backbone"][1] < 100 * stem
