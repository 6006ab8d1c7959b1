import { sideLines, sides, type SideLines } from '@shared/analysis/mesh';
import { bilinear } from '@shared/pixels/bilinear';
import { linearToOklab, srgbToLinear } from '@shared/pixels/color';
import { distance } from '@shared/pixels/geometry';
import { createPlane, type Plane, type Point } from '@shared/pixels/raster';
import { faceWidth, pointAt, pointsAt, type Landmarks } from './landmarks';
import { planeOf, type ClassPlanes } from './probabilities';

/*
 * The mesh places an iris by the shape of the face; where the person looks, and how far the eye is turned away, it
 * guesses. The circle itself can be seen: its edge is the place where the eye grows lighter all round.
 */

/** Radii that an iris may have; the longer ones are those of turned heads, whose face is narrower. */
const smallestRadiusFaceWidths = 0.03;
const largestRadiusFaceWidths = 0.062;
/** Share of the radius on either side of the edge at which lightness is compared. */
const edgeWidth = 0.14;
const anglesPerCircle = 40;
/** A step of lightness (OKLab) beyond which an edge counts no more: reflections would outweigh the iris. */
const largestStep = 0.25;
/** Below this mean step there is no circle to be seen. */
const leastScore = 0.035;
/** Probability of the eye from which a pixel takes part. */
const leastEye = 0.45;

interface Circle {
  readonly center: Point;
  readonly radius: number;
}

/**
 * Moves the irises of a mesh (grid cells) to where the picture shows them, after Daugman's integro-differential
 * operator (IEEE PAMI 1993): the circle across which lightness rises most, over what the network calls eye. `pixels`
 * is the aligned cut-out, interleaved sRGB of 0-1, its side a multiple of the grid's.
 */
export function seatIrises(
  pixels: Float32Array,
  classes: ClassPlanes,
  landmarks: Landmarks,
): Landmarks {
  const result = landmarks.slice();
  for (const side of sides) {
    const lines = sideLines[side];
    const eye = planeOf(classes, `${side}-eye`);
    const circle = findIris(
      pixels,
      { width: classes.side, height: classes.side, data: eye },
      landmarks,
      lines,
    );
    if (circle) placeIris(result, lines, circle);
  }
  return result;
}

function findIris(
  pixels: Float32Array,
  eye: Plane,
  landmarks: Landmarks,
  { irisRing, irisCenter }: SideLines,
): Circle | undefined {
  const unit = faceWidth(landmarks);
  const cells = [...eye.data.keys()].filter((cell) => eye.data[cell]! >= 0.5);
  if (cells.length < 12) return undefined;
  const xs = cells.map((cell) => (cell % eye.width) + 0.5);
  const ys = cells.map((cell) => Math.floor(cell / eye.width) + 0.5);
  const box = {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
  const look = {
    lightness: lightnessRound(pixels, eye.width, box, 2 * largestRadiusFaceWidths * unit),
    eye,
  };
  const coarse = best(look, unit, {
    centers: lattice(box, 1),
    radii: steps(smallestRadiusFaceWidths * unit, largestRadiusFaceWidths * unit, 0.5),
  });
  if (!coarse || coarse.score < leastScore) return fallback(landmarks, irisCenter, irisRing, box);
  const { center, radius } = coarse.circle;
  const near = { left: center.x - 1, right: center.x + 1, top: center.y - 1, bottom: center.y + 1 };
  return best(look, unit, {
    centers: lattice(near, 0.25),
    radii: steps(radius - 0.5, radius + 0.5, 0.25),
  })?.circle;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The mesh's own circle, brought back into the eye. */
function fallback(landmarks: Landmarks, center: number, ring: readonly number[], box: Box): Circle {
  const own = pointAt(landmarks, center);
  const radii = pointsAt(landmarks, ring).map((point) => distance(point, own));
  const clamp = (value: number, low: number, high: number): number =>
    Math.min(high, Math.max(low, value));
  const quarter = (box.right - box.left) / 4;
  return {
    center: {
      x: clamp(own.x, box.left + quarter, box.right - quarter),
      y: clamp(own.y, box.top, box.bottom),
    },
    radius: radii.reduce((sum, radius) => sum + radius, 0) / radii.length,
  };
}

interface Look {
  readonly lightness: Sampled;
  readonly eye: Plane;
}

interface Candidates {
  readonly centers: readonly Point[];
  readonly radii: readonly number[];
}

function best(
  look: Look,
  unit: number,
  { centers, radii }: Candidates,
): { readonly circle: Circle; readonly score: number } | undefined {
  let found: { circle: Circle; score: number } | undefined;
  for (const center of centers) {
    for (const radius of radii) {
      const score =
        edgeScore(look, center, radius) *
        likelihood(radius / unit) *
        openness(look.eye, center, radius);
      if (!found || score > found.score) found = { circle: { center, radius }, score };
    }
  }
  return found;
}

/** An iris is 11.7 mm wide on nearly every grown person, a face some 140 mm. */
function likelihood(radiusFaceWidths: number): number {
  return Math.exp(-0.5 * ((radiusFaceWidths - 0.043) / 0.014) ** 2);
}

/** Between lids an iris shows most of itself: a dark lash line above it is no part of its edge. */
function openness(eye: Plane, { x, y }: Point, radius: number): number {
  let seen = 0;
  for (let index = 0; index < anglesPerCircle; index++) {
    for (const share of discShares) {
      const at = eyeAt(
        eye,
        x + share * radius * cosines[index]!,
        y + share * radius * sines[index]!,
      );
      if (at >= leastEye) seen += 1;
    }
  }
  return 0.3 + (0.7 * seen) / (anglesPerCircle * discShares.length);
}

/** Rings that cover a disc evenly. */
const discShares = [0.41, 0.71, 0.91];

/** Mean step of lightness across the circle, over what of it lies in the eye; half of it must. */
function edgeScore({ lightness, eye }: Look, { x, y }: Point, radius: number): number {
  let sum = 0;
  let seen = 0;
  for (let index = 0; index < anglesPerCircle; index++) {
    const cosine = cosines[index]!;
    const sine = sines[index]!;
    const outer = radius * (1 + edgeWidth);
    const inner = radius * (1 - edgeWidth);
    const share = Math.min(
      eyeAt(eye, x + outer * cosine, y + outer * sine),
      eyeAt(eye, x + inner * cosine, y + inner * sine),
    );
    if (share < leastEye) continue;
    const step =
      lightness(x + outer * cosine, y + outer * sine) -
      lightness(x + inner * cosine, y + inner * sine);
    sum += Math.max(-largestStep, Math.min(largestStep, step));
    seen += 1;
  }
  return sum / Math.max(seen, leastSeen);
}

/** Fewer places than these are weighed as if the rest showed no step. */
const leastSeen = anglesPerCircle * 0.45;
const angles = Array.from(
  { length: anglesPerCircle },
  (_, index) => (index / anglesPerCircle) * 2 * Math.PI,
);
const cosines = angles.map(Math.cos);
const sines = angles.map(Math.sin);

function eyeAt({ width, height, data }: Plane, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  return column < 0 || row < 0 || column >= width || row >= height
    ? 0
    : data[row * width + column]!;
}

type Sampled = (x: number, y: number) => number;

/** Lightness (OKLab) of the cut-out round a box, by grid coordinates; bilinear. */
function lightnessRound(pixels: Float32Array, gridSide: number, box: Box, border: number): Sampled {
  const side = Math.sqrt(pixels.length / 3);
  const factor = side / gridSide;
  const bound = (value: number): number => Math.min(side, Math.max(0, Math.round(value * factor)));
  const left = bound(box.left - border);
  const top = bound(box.top - border);
  const plane = createPlane(bound(box.right + border) - left, bound(box.bottom + border) - top);
  for (let y = 0; y < plane.height; y++) {
    for (let x = 0; x < plane.width; x++) {
      const at = ((top + y) * side + left + x) * 3;
      const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
      plane.data[y * plane.width + x] = linearToOklab(
        srgbToLinear(red),
        srgbToLinear(green),
        srgbToLinear(blue),
      ).L;
    }
  }
  return (gridX, gridY) => bilinear(plane, gridX * factor - left - 0.5, gridY * factor - top - 0.5);
}

function lattice({ left, right, top, bottom }: Box, step: number): Point[] {
  return steps(top, bottom, step).flatMap((y) => steps(left, right, step).map((x) => ({ x, y })));
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: Math.floor((to - from) / step) + 1 },
    (_, index) => from + index * step,
  );
}

/** Keeps the directions in which the mesh orders the ring's points. */
function placeIris(
  landmarks: Landmarks,
  { irisCenter, irisRing }: SideLines,
  { center, radius }: Circle,
): void {
  const old = pointAt(landmarks, irisCenter);
  for (const index of irisRing) {
    const point = pointAt(landmarks, index);
    const length = Math.max(1e-6, distance(point, old));
    landmarks[index * 2] = center.x + (radius * (point.x - old.x)) / length;
    landmarks[index * 2 + 1] = center.y + (radius * (point.y - old.y)) / length;
  }
  landmarks[irisCenter * 2] = center.x;
  landmarks[irisCenter * 2 + 1] = center.y;
}
