import type { Face } from '../../analysis/face';
import {
  meshPoint,
  meshPoints,
  middleLine,
  mixPoints,
  sideLines,
  sides,
  smoothLine,
  type Side,
} from '../../analysis/mesh';
import type { Point } from '../../pixels/raster';
import { feather, maximum, strokes, type Mask, type Stroke } from '../../render/masks/mask';

/** Shade in the hollows of the cheeks, along the jaw and at the edge of the forehead. */
export function shadedPlaces(face: Face): Mask {
  const drawn = sides.flatMap((side) => {
    const { cheekHollow, jaw, foreheadEdge } = sideLines[side];
    return [
      brushStroke(meshPoints(face, cheekHollow), [0.07, 0.075, 0.055, 0.02], 1),
      brushStroke(meshPoints(face, jaw), [0.05, 0.06, 0.06, 0.05, 0.02], 0.8),
      brushStroke(meshPoints(face, foreheadEdge), [0.03, 0.07, 0.07, 0.03], 0.7),
    ];
  });
  return feather(strokes(face, drawn), face, 0.026);
}

/** Narrow shade from the heads of the brows down both sides of the nose. */
export function shadedNose(face: Face): Mask {
  const drawn = sides.map((side) =>
    brushStroke(meshPoints(face, sideLines[side].noseSide), [0.03, 0.032, 0.026, 0.024, 0.016], 1),
  );
  return feather(strokes(face, drawn), face, 0.011);
}

/** Where light falls first: cheekbones, under the brows' arch, the bridge of the nose, above the lip, the chin. */
export function lightPlaces(face: Face): Mask {
  return maximum(
    feather(
      strokes(
        face,
        sides.map((side) => cheekboneLight(side, face)),
      ),
      face,
      0.032,
    ),
    feather(
      strokes(face, [...sides.map((side) => browLight(side, face)), ...middleLights(face)]),
      face,
      0.014,
    ),
  );
}

function cheekboneLight(side: Side, face: Face): Stroke {
  return brushStroke(meshPoints(face, sideLines[side].cheekbone), [0.02, 0.07, 0.08, 0.04], 1);
}

/** Between the brow's outer half and the fold of the lid, nearer to the brow. */
function browLight(side: Side, face: Face): Stroke {
  const { browLower, crease } = sideLines[side];
  const fold = meshPoints(face, crease.slice(0, 3));
  const brow = meshPoints(face, browLower.slice(0, 3));
  const between = brow.map((point, index) => mixPoints(point, fold[index] ?? point, 0.3));
  return brushStroke(between, [0.012, 0.022, 0.012], 0.8);
}

function middleLights(face: Face): readonly Stroke[] {
  const { noseBridge, philtrum, cupidsBow, chin } = middleLine;
  const bow = mixPoints(meshPoint(face, cupidsBow), meshPoint(face, philtrum), 0.3);
  return [
    brushStroke(meshPoints(face, noseBridge), [0.014, 0.022, 0.022, 0.022, 0.026], 0.9),
    dot(bow, 0.022, 0.7),
    dot(meshPoint(face, chin), 0.06, 0.6),
  ];
}

function brushStroke(
  line: readonly Point[],
  widthsFaceWidths: readonly number[],
  opacity: number,
): Stroke {
  const steps = 4;
  const points = smoothLine(line, steps);
  const widths = points.map((_, index) => {
    const from = Math.min(widthsFaceWidths.length - 2, Math.floor(index / steps));
    const [start = 0, end = 0] = [widthsFaceWidths[from], widthsFaceWidths[from + 1]];
    return start + (index / steps - from) * (end - start);
  });
  return { points, widthsFaceWidths: widths, opacity };
}

function dot(point: Point, widthFaceWidths: number, opacity: number): Stroke {
  return { points: [point, point], widthsFaceWidths: [widthFaceWidths, widthFaceWidths], opacity };
}
