import { browFrame, browOutline } from '../analysis/brow';
import type { FaceClass } from '../analysis/classes';
import type { Face } from '../analysis/face';
import { meshPoint, meshPoints, mixPoints, sideLines, sides, type Side } from '../analysis/mesh';
import { mappedCorners } from '../pixels/geometry';
import type { Point } from '../pixels/raster';
import {
  complement,
  feather,
  maximum,
  polygon,
  probability,
  product,
  ramp,
  type Mask,
} from '../render/masks/mask';
import type { Separation } from '../render/passes/bands/bands';

/** Softness of the skin's edge. */
const edgeFaceWidths = 0.008;

/** The skin of the face: no brows, eyes, lashes, lips, hair or glasses, nor what touches them. */
export function faceSkin(face: Face): Mask {
  return awayFromOthers(face, 'skin', 'nose');
}

/** The same with ears and the upper neck, which have to match a face whose tone changes. */
export function wholeSkin(face: Face): Mask {
  const skin = awayFromOthers(face, 'skin', 'nose', 'neck', 'left-ear', 'right-ear');
  return product(skin, aboveCollar(face), withinSight(face));
}

/** Softness of what is laid on rather than worked on. */
const runOutFaceWidths = 0.006;

/**
 * Where a tone is laid on: it runs out on the edge of lips, eyes and hair instead of stopping before them, and goes on
 * between the hairs of brows, or the skin's own tone would show as a rim round each of them.
 */
export function tonedSkin(face: Face): Mask {
  const brows = ['left-brow', 'right-brow'] as const;
  const skin = probability(face, 'skin', 'nose', 'neck', 'left-ear', 'right-ear', ...brows);
  const others = probability(
    face,
    ...(['left-eye', 'right-eye', 'upper-lip', 'lower-lip', 'inner-mouth', 'hair'] as const),
  );
  return product(
    ramp(feather(skin, face, runOutFaceWidths), 0.15, 0.75),
    complement(ramp(others, 0.4, 0.78)),
    aboveCollar(face),
    withinSight(face),
  );
}

/** Inside the edge of some classes: lashes and the roots of hair lie in cells that the network calls skin. */
function awayFromOthers(face: Face, ...classes: FaceClass[]): Mask {
  // The network takes deep wrinkles for brows: only what lies where the mesh has them is one.
  const eyes = probability(face, 'left-eye', 'right-eye', 'left-brow', 'right-brow');
  const wrinkles = product(eyes, complement(eyeRegions(face)));
  const skin = maximum(probability(face, ...classes), wrinkles);
  return ramp(feather(skin, face, edgeFaceWidths), 0.5, 0.9);
}

/** How far round a brow its hairs are still its own. */
const browMarginFaceWidths = 0.02;

/** Round each eye with its brow: the mesh's, and where the network sees one that is raised farther than the mesh. */
function eyeRegions(face: Face): Mask {
  const outline = (side: Side): Point[] => {
    const { browUpper, lowerLid } = sideLines[side];
    const middle = meshPoint(face, sideLines[side].crease[3] ?? 0);
    const points = meshPoints(face, [...browUpper, ...[...lowerLid].reverse()]);
    return points.map((point) => mixPoints(middle, point, 1.85));
  };
  const seenBrows = sides.flatMap((side) => browFrame(face, side) ?? []);
  return feather(
    maximum(
      ...sides.map((side) => polygon(outline(side))),
      ...seenBrows.map((frame) => polygon(browOutline(frame, browMarginFaceWidths))),
    ),
    face,
    0.02,
  );
}

/** What the network sees of a head ends, on turned ones amid ear and neck, where its cut-out does: softly before it. */
function withinSight(face: Face): Mask {
  const [first, last] = [sightInsetCells, face.gridSize - sightInsetCells];
  const corners = mappedCorners(face.gridToPhoto, [first, first, last, last]);
  return feather(polygon(corners), face, sightFaceWidths);
}

const sightFaceWidths = 0.035;
/** Of 256: where the blur has come to its end. */
const sightInsetCells = 14;

/** Everything above a line across the neck, softly: the neck's tone goes on below. */
function aboveCollar(face: Face): Mask {
  const [forehead, chin] = [meshPoint(face, 10), meshPoint(face, 152)];
  const line = mixPoints(forehead, chin, 1.1);
  const top = mixPoints(forehead, chin, -1);
  const across = { x: forehead.y - chin.y, y: chin.x - forehead.x };
  const beside = ({ x, y }: Point, heights: number): Point => ({
    x: x + heights * across.x,
    y: y + heights * across.y,
  });
  const corners = [beside(line, -1.5), beside(line, 1.5), beside(top, 1.5), beside(top, -1.5)];
  return feather(polygon(corners), face, 0.05);
}

/** Pores are finer than this; on a small face they are what single pixels show beside their neighbours. */
const poreFaceWidths = 0.0036;
const leastPorePixels = 1.2;

/** What is finer than this is pores on this face. */
export function finestFaceWidths({ faceWidthPixels }: Face): number {
  return Math.max(poreFaceWidths, leastPorePixels / faceWidthPixels);
}

/** How skin is taken apart, the same for every edit that does so: the work is done once. */
export function skinSeparation(face: Face): Separation {
  return {
    face,
    within: wholeSkin(face),
    baseFaceWidths: 0.03,
    edgeL: 0.035,
    edgeChroma: 0.02,
    fineFaceWidths: finestFaceWidths(face),
  };
}
