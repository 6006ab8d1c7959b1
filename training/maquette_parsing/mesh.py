"""Which points of the MediaPipe face mesh outline what; left and right are the person's own."""

import numpy as np

LEFT_EYE = (362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382)
RIGHT_EYE = (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)
LEFT_BROW = (336, 296, 334, 293, 300, 276, 283, 282, 295, 285)
RIGHT_BROW = (107, 66, 105, 63, 70, 46, 53, 52, 65, 55)
MOUTH_MIDDLE = (0, 13, 14, 17)
UPPER_LIP_TOP = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
UPPER_LIP_BOTTOM = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_LIP_TOP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
LOWER_LIP_BOTTOM = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)

OUTLINES = {
    "left-eye": LEFT_EYE,
    "right-eye": RIGHT_EYE,
    "left-brow": LEFT_BROW,
    "right-brow": RIGHT_BROW,
    "upper-lip": UPPER_LIP_TOP + UPPER_LIP_BOTTOM[::-1],
    "lower-lip": LOWER_LIP_TOP + LOWER_LIP_BOTTOM[::-1],
}


def framing_points(mesh: np.ndarray) -> np.ndarray:
    """[478,2] -> [3,2]: left eye, right eye, mouth, as the framing names them."""
    parts = (LEFT_EYE, RIGHT_EYE, MOUTH_MIDDLE)
    return np.array([mesh[list(part)].mean(axis=0) for part in parts])


def bridge(mesh: np.ndarray) -> np.ndarray:
    """[2]: between the inner corners of the eyes, where glasses rest."""
    return (mesh[133] + mesh[362]) / 2


def mouth_opening(mesh: np.ndarray) -> float:
    """Height of the gap between the lips in widths of the mouth; below 0.02 it is closed."""
    return float(np.linalg.norm(mesh[13] - mesh[14]) / np.linalg.norm(mesh[61] - mesh[291]))
