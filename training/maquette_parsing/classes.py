"""The classes, what mirroring does to them, and targets that name several classes at once."""

import numpy as np

CLASS_NAMES = (
    "background",
    "skin",
    "nose",
    "glasses",
    "left-eye",
    "right-eye",
    "left-brow",
    "right-brow",
    "left-ear",
    "right-ear",
    "inner-mouth",
    "upper-lip",
    "lower-lip",
    "hair",
    "hat",
    "earring",
    "necklace",
    "neck",
    "cloth",
)
CLASS_COUNT = len(CLASS_NAMES)
CLASS_ID = {name: index for index, name in enumerate(CLASS_NAMES)}

# The classes that Maquette's edits are built on; their mean F1 is reported separately.
EDIT_CLASSES = (
    "skin",
    "nose",
    "left-eye",
    "right-eye",
    "left-brow",
    "right-brow",
    "inner-mouth",
    "upper-lip",
    "lower-lip",
)

IGNORED = 255
OCCLUDER = 252
LIPS = 251
ANYTHING_BUT_HAIR = 253
SKIN_OR_NOSE = 254

# A partial target is a set of classes, one of which is right: its loss is -log(sum of their p).
PARTIAL_TARGETS: dict[int, tuple[int, ...]] = {
    ANYTHING_BUT_HAIR: tuple(i for i in range(CLASS_COUNT) if i != CLASS_ID["hair"]),
    SKIN_OR_NOSE: (CLASS_ID["skin"], CLASS_ID["nose"]),
    LIPS: (CLASS_ID["upper-lip"], CLASS_ID["lower-lip"]),
    # Whatever it is that lies before a face, it is none of the face's features.
    OCCLUDER: tuple(CLASS_ID[name] for name in ("background", "hair", "hat", "neck", "cloth")),
}

# Left and right are the person's own, so a mirrored picture exchanges them.
MIRRORED_PAIRS = (("left-eye", "right-eye"), ("left-brow", "right-brow"), ("left-ear", "right-ear"))


def _mirror_table() -> np.ndarray:
    table = np.arange(256, dtype=np.uint8)
    for left, right in MIRRORED_PAIRS:
        table[CLASS_ID[left]], table[CLASS_ID[right]] = CLASS_ID[right], CLASS_ID[left]
    return table


MIRROR_TABLE = _mirror_table()

# Where the framing puts the face, in fractions of the square (the CelebAMask-HQ framing).
FRAMING = {"leftEye": (0.621, 0.478), "rightEye": (0.378, 0.477), "mouth": (0.498, 0.750)}

# Normalisation of RGB in [0, 1] (the ImageNet statistics, by convention).
MEAN = (0.485, 0.456, 0.406)
STANDARD_DEVIATION = (0.229, 0.224, 0.225)
