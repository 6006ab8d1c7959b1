"""Random geometry and photography for training samples; cheap, since two cores also train."""

from dataclasses import dataclass

import cv2
import numpy as np

from .accessories import Accessories, paste
from .classes import CLASS_ID, IGNORED, MIRROR_TABLE, SKIN_OR_NOSE
from .data import SIDE, LabelledSet
from .jewellery import add_necklace
from .occlusion import add_lip_shine, occlude


@dataclass(frozen=True)
class AugmentationConfig:
    """Most samples stay near the framing that inference aligns to; `wide_share` of them do not."""

    wide_share: float = 0.35
    rotation_degrees: tuple[float, float] = (12.0, 30.0)  # moderate, wide
    scale: tuple[float, float] = (1.18, 1.42)  # largest factor either way: moderate, wide
    translation: tuple[float, float] = (0.04, 0.12)  # of the side: moderate, wide
    accessory_share: float = 0.0
    necklace_share: float = 0.0  # drawn ones
    lip_shine_share: float = 0.0
    occluder_share: float = 0.0
    uneven_light_share: float = 0.0
    colour_share: float = 0.75
    skin_tone_share: float = 0.3
    grey_share: float = 0.06
    blur_share: float = 0.2
    noise_share: float = 0.25
    jpeg_share: float = 0.25


# Drawing a million normal numbers a sample costs more than training on it: cut from a bank.
_NOISE_BANK = np.random.default_rng(7).normal(size=(700, 700, 3)).astype(np.float32)
_BORDERS = (cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE, cv2.BORDER_REFLECT_101)


def _table_of(*names: str) -> np.ndarray:
    """A lookup table: 255 for these classes, 0 for others."""
    table = np.zeros(256, np.uint8)
    table[[CLASS_ID[name] for name in names] + [SKIN_OR_NOSE]] = 255
    return table


_SKIN_NAMES = ("skin", "nose", "left-ear", "right-ear", "neck")
# Dark skin comes with dark lips as often as with pink ones.
SKIN_TABLES = (_table_of(*_SKIN_NAMES), _table_of(*_SKIN_NAMES, "upper-lip", "lower-lip"))


def draw_sample(
    labelled: LabelledSet,
    index: int,
    size: int,
    config: AugmentationConfig,
    seed: list[int],
    accessories: Accessories | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """An augmented sample: RGB [size,size,3] and targets at stride 2 [size/2,size/2], uint8."""
    rng = np.random.default_rng(seed)
    mirrored = bool(rng.random() < 0.5)
    from_framing = random_framing(rng, size, mirrored, config)
    border = _BORDERS[rng.integers(len(_BORDERS))]

    def warped(source: LabelledSet, face: int) -> tuple[np.ndarray, np.ndarray]:
        matrix = (from_framing @ np.vstack([source.framing[face], (0, 0, 1)]))[:2]
        return warp(source.images[face], source.targets[face], matrix, size, border)

    image, target = warped(labelled, index)
    if accessories and rng.random() < config.accessory_share:
        class_id, wearer = accessories.draw(rng)
        donor = warped(accessories.labelled, wearer)
        image, target = paste(image, target, donor, class_id)
    if rng.random() < config.necklace_share:
        image, target = add_necklace(rng, image, target)
    if mirrored:
        target = cv2.LUT(target, MIRROR_TABLE)
    if rng.random() < config.lip_shine_share:
        image = add_lip_shine(rng, image, target)
    if rng.random() < config.occluder_share:
        image, target = occlude(rng, image, target)
    return vary_photography(rng, image, target, config), target


def random_framing(
    rng: np.random.Generator, size: int, mirrored: bool, config: AugmentationConfig
) -> np.ndarray:
    """[3,3] from framed pixels to a jittered framing of `size` pixels; centres at integers."""
    wide = int(rng.random() < config.wide_share)
    angle = np.deg2rad(rng.uniform(-1, 1) * config.rotation_degrees[wide])
    scale = config.scale[wide] ** rng.uniform(-1, 1)
    shift = rng.uniform(-1, 1, 2) * config.translation[wide] * SIDE
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    flip = -1.0 if mirrored else 1.0
    centre = (SIDE - 1) / 2
    about_centre = np.array([[cos * flip, -sin, 0], [sin * flip, cos, 0], [0, 0, 1]])
    to_centre = np.array([[1, 0, -centre], [0, 1, -centre], [0, 0, 1]])
    ratio = size / SIDE
    offset = shift * ratio + (size - 1) / 2
    to_output = np.array([[ratio, 0, offset[0]], [0, ratio, offset[1]], [0, 0, 1]])
    return to_output @ about_centre @ to_centre


def warp(
    image: np.ndarray, target: np.ndarray, matrix: np.ndarray, size: int, border: int
) -> tuple[np.ndarray, np.ndarray]:
    """Both by one matrix, the target at stride 2; pixels from outside the source are IGNORED."""
    flags = {"flags": cv2.INTER_NEAREST, "borderMode": cv2.BORDER_CONSTANT, "borderValue": IGNORED}
    # A stride-2 pixel's centre lies between four pixels: sampling the source there needs no shift.
    at_stride_2 = np.array([[0.5, 0, -0.25], [0, 0.5, -0.25]]) @ np.vstack([matrix, (0, 0, 1)])
    warped_target = cv2.warpAffine(target, at_stride_2, (size // 2, size // 2), **flags)
    # warpAffine samples four neighbours only, so it aliases when it shrinks much: halve first.
    if np.sqrt(abs(np.linalg.det(matrix[:, :2]))) < 0.75:
        image = cv2.resize(image, (SIDE // 2, SIDE // 2), interpolation=cv2.INTER_AREA)
        matrix = matrix @ np.array([[2, 0, 0.5], [0, 2, 0.5], [0, 0, 1]])
    warped = cv2.warpAffine(image, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=border)
    return warped, warped_target


def vary_photography(
    rng: np.random.Generator, image: np.ndarray, target: np.ndarray, config: AugmentationConfig
) -> np.ndarray:
    """Light, colour, skin tone, grey, blur, noise, JPEG: in the order in which photos get them."""
    draws = rng.random(7)
    if draws[0] < config.skin_tone_share:
        image = shift_skin_tone(rng, image, target)
    if draws[6] < config.uneven_light_share:
        image = light_unevenly(rng, image)
    if draws[1] < config.colour_share:
        image = shift_colour(rng, image)
    if draws[2] < config.grey_share:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    if draws[3] < config.blur_share:
        image = blur(rng, image)
    if draws[4] < config.noise_share:
        image = add_noise(rng, image)
    if draws[5] < config.jpeg_share:
        image = compress(rng, image)
    return image


def shift_skin_tone(rng: np.random.Generator, image: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Mostly darker, warmer skin: the labelled faces are mostly light-skinned."""
    skin_table = SKIN_TABLES[rng.integers(len(SKIN_TABLES))]
    darkening = rng.uniform(0.9, 2.1)
    gammas = darkening * np.array([1.0, rng.uniform(1.0, 1.15), rng.uniform(1.0, 1.3)])
    ramp = np.linspace(0, 1, 256)[:, None]
    table = np.clip(255 * ramp**gammas, 0, 255).astype(np.uint8)
    toned = cv2.LUT(image, table[None])
    mask = cv2.GaussianBlur(cv2.LUT(target, skin_table), (0, 0), 0.5 + len(target) / 200)
    mask = cv2.resize(mask, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    mask3 = cv2.merge([mask, mask, mask])
    kept = cv2.multiply(image, cv2.bitwise_not(mask3), scale=1 / 255)
    return cv2.add(kept, cv2.multiply(toned, mask3, scale=1 / 255))


def light_unevenly(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """Soft shadows, at times of another colour."""
    light = rng.uniform(0.25, 1.2, (3, 3, 1)) * rng.uniform(0.75, 1.0, (3, 3, 3))
    field = cv2.resize(light.astype(np.float32), image.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return cv2.multiply(image, field, dtype=cv2.CV_8U)


def shift_colour(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """Saturation, gamma, contrast, brightness and colour temperature as a matrix and a table."""
    saturation = rng.uniform(0.5, 1.5)
    grey = np.full((3, 3), 1 / 3) * (1 - saturation)
    image = cv2.transform(image, grey + np.eye(3) * saturation)
    gamma = np.exp(rng.uniform(-0.5, 0.6))
    contrast, brightness = rng.uniform(0.65, 1.35), rng.uniform(-0.12, 0.12)
    gains = np.exp(rng.uniform(-0.15, 0.15, 3))
    ramp = np.linspace(0, 1, 256)[:, None] ** gamma * gains
    table = np.clip(255 * ((ramp - 0.5) * contrast + 0.5 + brightness), 0, 255)
    return cv2.LUT(image, table.astype(np.uint8)[None])


def blur(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    size = len(image)
    if rng.random() < 0.5:
        return cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 2.5) * size / SIDE)
    # As far down as a face of 60 px, brought up again.
    small = int(size * np.exp(rng.uniform(np.log(0.2), np.log(0.8))))
    image = cv2.resize(image, (small, small), interpolation=cv2.INTER_AREA)
    return cv2.resize(image, (size, size), interpolation=cv2.INTER_LINEAR)


def add_noise(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    size = len(image)
    top, left = rng.integers(0, len(_NOISE_BANK) - size, 2)
    noise = _NOISE_BANK[top : top + size, left : left + size]
    sigma = rng.uniform(2, 16)
    return cv2.addWeighted(image, 1.0, noise, sigma, 0.0, dtype=cv2.CV_8U)


def compress(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 90))]
    _, encoded = cv2.imencode(".jpg", image, quality)
    return cv2.imdecode(encoded, cv2.IMREAD_COLOR)
