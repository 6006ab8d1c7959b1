import type { Oklab } from '../../pixels/color';
import type { Point } from '../../pixels/raster';
import { eyesOf, moved, pointAlong, type Eye } from '../eye-geometry';
import { lidTone } from '../eye-lid';
import type { Seen } from '../seen';
import { meanSigns, opponentsOf, type Detector, type Opponents, type Signs } from '../signs';
import { cornerFaceWidths, normalAt } from './shape';

/**
 * Where the light and the hues round an eye are looked at: cells along both rims, from the eyeball up (or down) into
 * the skin, and beyond the outer corner, where wings lie. Lengths in face widths.
 */
const step = { share: 0.045, depth: 0.002, beyond: 0.004 } as const;
const rimShares = [0.02, 0.425, 0.83] as const;
const upperDepths = [-0.006, 0, 0.006, 0.012, 0.022, 0.042] as const;
const lowerDepths = [-0.006, 0.002, 0.014] as const;
const beyondOut = [0, 0.016, 0.032, 0.056] as const;
const beyondUp = [-0.012, 0, 0.012, 0.024, 0.044] as const;

interface Cell {
  readonly name: string;
  /** Where a point of the cell lies by its two coordinates, and which it has. */
  readonly place: 'upper' | 'lower' | 'beyond';
  readonly along: readonly number[];
  readonly across: readonly number[];
}

const cells: readonly Cell[] = [
  ...grid('upper', rimShares, step.share, upperDepths, step.depth),
  ...grid('lower', rimShares, step.share, lowerDepths, step.depth),
  ...grid('beyond', beyondOut, step.beyond, beyondUp, step.beyond),
];

function grid(
  place: Cell['place'],
  along: readonly number[],
  alongStep: number,
  across: readonly number[],
  acrossStep: number,
): readonly Cell[] {
  return along.slice(1).flatMap((end, row) =>
    across.slice(1).map((far, column) => ({
      name: `${place}${row + 1}${column + 1}`,
      place,
      along: stepped(along[row] ?? 0, end, alongStep),
      across: stepped(across[column] ?? 0, far, acrossStep),
    })),
  );
}

/** From `from` up to before `to`. */
function stepped(from: number, to: number, by: number): readonly number[] {
  const count = Math.max(1, Math.round((to - from) / by));
  return Array.from({ length: count }, (_, index) => from + index * by);
}

const axes = ['light', 'redGreen', 'blueYellow'] as const;
const nameOf = (cell: Cell, axis: keyof Opponents): string =>
  `${cell.name}${axis.charAt(0).toUpperCase()}${axis.slice(1)}`;

/**
 * Liner round eyes. Dark lashes and a thin dark line are hard to tell apart, by eye or otherwise, so no single sign
 * does: a map of light and hues round the eye is weighed as a whole.
 */
export const eyeLinerDetector: Detector = {
  measure: signsOf,
  plain: cells.flatMap((cell) => axes.map((axis) => nameOf(cell, axis))),
  colors: { color: 'upper' },
  numbers: ['wing'],
};

function signsOf(seen: Seen): Signs | undefined {
  const { face } = seen;
  const skin = face.statistics.skin?.median;
  const eyes = eyesOf(face).filter((eye) => lidTone(face, eye));
  if (!skin || eyes.length === 0) return undefined;
  return meanSigns(eyes.map((eye) => signsOfEye(seen, eye, skin)));
}

function signsOfEye(seen: Seen, eye: Eye, skin: Oklab): Signs {
  const ground = opponentsOf(skin);
  return Object.fromEntries(
    cells.flatMap((cell) => {
      const found = cell.along.flatMap((along) =>
        cell.across.map((across) =>
          opponentsOf(seen.colorAt(pointOf(eye, cell.place, along, across, seen))),
        ),
      );
      return axes.map((axis): [string, number] => [
        nameOf(cell, axis),
        found.reduce((sum, one) => sum + one[axis], 0) / found.length - ground[axis],
      ]);
    }),
  );
}

function pointOf(
  eye: Eye,
  place: Cell['place'],
  along: number,
  across: number,
  { face }: Seen,
): Point {
  const unit = face.faceWidthPixels;
  if (place === 'beyond') {
    const corner = moved(eye, eye.outer, cornerFaceWidths * unit, 0);
    return moved(eye, corner, along * unit, across * unit);
  }
  const root = pointAlong(eye[place], along);
  const normal = place === 'upper' ? normalAt(eye, along) : { x: -eye.upward.x, y: -eye.upward.y };
  return { x: root.x + across * unit * normal.x, y: root.y + across * unit * normal.y };
}
