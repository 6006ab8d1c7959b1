import { browFrame, browOutline, type BrowFrame } from '../../analysis/brow';
import type { Face } from '../../analysis/face';
import { wearsGlasses } from '../../analysis/glasses';
import { meshPoints, sideLines, sides, type Side } from '../../analysis/mesh';
import type { Point } from '../../pixels/raster';
import { skinFill, skinLight } from '../../render/layers/skin-fill';
import {
  complement,
  feather,
  maximum,
  polygon,
  probability,
  product,
  ramp,
  strokes,
  type Mask,
} from '../../render/masks/mask';
import type { Pass } from '../../render/pass';
import { patch } from '../../render/passes/patch/patch';
import type { HairSource } from './hair';
import { paintedHair, paintOfHair, type BrowPaint } from './paint';
import { isNeutral, placementOf, type BrowShape } from './shape';
import { browStrokes } from './strokes';

export interface Brows extends BrowPaint, BrowShape {}

export function planBrows(brows: Brows, face: Face): readonly Pass[] {
  const { color, strength, definition, ...shape } = brows;
  const paint = { color, strength, definition };
  const sources = framesOf(face).map((frame) => ({ frame, source: sourceOf(frame) }));
  if (isNeutral(shape)) {
    if (strength === 0 && definition === 0) return [];
    return sources.map(({ source }) =>
      patch({ layer: paintOfHair(source, paint), blend: 'multiply' }),
    );
  }
  // A brow may come to lie where the other one was.
  const within = product(uncovered(face, besideHairFaceWidths.hairs), offLids(face));
  return [
    ...sources.map(({ source }) => patch({ layer: source.skin, blend: 'replace' })),
    ...sources.map(({ frame, source }) =>
      patch({
        layer: paintedHair(source, paint),
        blend: 'multiply',
        placement: placementOf(frame, shape),
        within,
      }),
    ),
  ];
}

function framesOf(face: Face): readonly BrowFrame[] {
  return sides.flatMap((side) => browFrame(face, side) ?? []);
}

/** The brows that are seen, as layers. */
export function browSources(face: Face): readonly HairSource[] {
  return framesOf(face).map(sourceOf);
}

/** The ends are cut at a right angle to the mesh's brow, and real ones are not: as far as a slanted head reaches. */
const beyondEndsFaceWidths = 0.04;

const sources = new WeakMap<BrowFrame, HairSource>();

/** Once a brow: it holds hundreds of strokes. */
function sourceOf(frame: BrowFrame): HairSource {
  const known = sources.get(frame) ?? createSource(frame);
  sources.set(frame, known);
  return known;
}

function createSource(frame: BrowFrame): HairSource {
  const { face, side } = frame;
  const round = feather(polygon(browOutline(frame, 0.02, beyondEndsFaceWidths)), face, 0.004);
  const brow = product(ramp(probability(face, `${side}-brow`), 0.06, 0.35), round);
  const free = uncovered(face, besideHairFaceWidths.skin);
  const fill = {
    face,
    hole: product(ramp(feather(brow, face, 0.012), 0.04, 0.16), free),
    core: ramp(feather(brow, face, 0.005), 0.04, 0.2),
    // What is brow lies in the hole; beside it the network is unsure, but there is skin.
    skin: ramp(probability(face, 'skin', 'nose', `${side}-brow`), 0.6, 0.9),
    ways: waysToSkin(frame),
  };
  const presence = ramp(feather(brow, face, 0.009), 0.04, 0.3);
  const certain = ramp(probability(face, `${side}-brow`), 0.5, 0.85);
  const drawn = strokes(face, browStrokes(frame));
  return {
    face,
    side,
    skin: skinFill(fill),
    light: skinLight(fill),
    presence,
    certain,
    strokes: drawn,
  };
}

/**
 * Beside hair its shade lies on the skin: bare skin goes over into it softly, or it would shine as a pale line. Hairs of
 * the brow go on nearer to it. A single strand shows in the narrow one only.
 */
const besideHairFaceWidths = { skin: [0.012, 0.03], hairs: [0.006] } as const;

/** Neither glasses nor hair over the brow nor the eye with its lid and lashes are touched. */
function uncovered(face: Face, besideHair: readonly number[]): Mask {
  const hair = probability(face, 'hair', 'hat');
  const glasses = complement(ramp(probability(face, 'glasses'), 0.15, 0.5));
  return product(
    ...(wearsGlasses(face) ? [glasses] : []),
    ...besideHair.map((sigma) => complement(ramp(feather(hair, face, sigma), 0.1, 0.5))),
    complement(ramp(feather(probability(face, 'left-eye', 'right-eye'), face, 0.012), 0.04, 0.2)),
    ...sides.map((side) => complement(ramp(lid(face, side), 0.1, 0.4))),
  );
}

/** Hairs that come to hang over a lid end softly before it. */
function offLids(face: Face): Mask {
  const lids = maximum(...sides.map((side) => lid(face, side)));
  return complement(ramp(feather(lids, face, 0.012), 0.05, 0.5));
}

/** From the lashes to the crease; the mesh is loose, and what the network takes for brow is none of it. */
function lid(face: Face, side: Side): Mask {
  const { upperLid, crease } = sideLines[side];
  const between = polygon([...meshPoints(face, upperLid), ...meshPoints(face, crease).reverse()]);
  const brow = feather(ramp(probability(face, `${side}-brow`), 0.06, 0.35), face, 0.012);
  return product(feather(between, face, 0.005), complement(ramp(brow, 0.04, 0.16)));
}

/** Toward the tail and up, in face widths: the forehead first, then the cheek. */
const ways = [
  [0, 0.11],
  [-0.03, 0.14],
  [-0.06, 0.18],
  [-0.1, 0.14],
  [0.02, -0.4],
  [-0.04, -0.46],
  [0.06, -0.5],
] as const;

function waysToSkin({ face, along, up }: BrowFrame): Point[] {
  return ways.map(([outward, upward]) => ({
    x: (outward * along.x + upward * up.x) * face.faceWidthPixels,
    y: (outward * along.y + upward * up.y) * face.faceWidthPixels,
  }));
}
