import type { Face } from '../analysis/face';
import { meshPoints, sideLines, type Side } from '../analysis/mesh';
import { smoothstep } from '../pixels/color';
import { distance } from '../pixels/geometry';

/*
 * The network takes the lashes of a closed eye for an open one, and the mesh is loose at lids. Each sign of an open eye
 * is read softly, and one is enough: lids far apart, whites that are lighter than the iris, or about as light as the lid.
 */

/** Largest distance between the mesh's lids, in widths of the eye. */
const closedLids = 0.26;
const openLids = 0.32;
/** The same where no whites were found to tell by. */
const surelyClosedLids = 0.08;
const perhapsOpenLids = 0.15;
/** Lightness (OKLab) of the whites beyond the iris's. */
const clearWhites = 0.08;
/** Lightness of the whites, as a share of the lid's: in shade everything is dark. */
const darkWhites = 0.52;
const lightWhites = 0.68;

/** 0 for a closed eye, 1 for an open one. */
export function opennessOf(face: Face, side: Side): number {
  const apart = lidsApart(face, side);
  const { statistics } = face;
  const whites = statistics[`${side}-sclera`]?.median.L;
  if (whites === undefined) return smoothstep(surelyClosedLids, perhapsOpenLids, apart);
  const iris = statistics[`${side}-iris`]?.median.L;
  const lid = statistics[`${side}-lid`]?.median.L;
  return Math.max(
    smoothstep(closedLids, openLids, apart),
    iris === undefined ? 0 : smoothstep(0, clearWhites, whites - iris),
    lid === undefined ? 0 : smoothstep(darkWhites, lightWhites, whites / lid),
  );
}

function lidsApart(face: Face, side: Side): number {
  const upper = meshPoints(face, sideLines[side].upperLid);
  const lower = meshPoints(face, sideLines[side].lowerLid);
  const [outer, inner] = [upper[0], upper.at(-1)];
  if (!outer || !inner) return 0;
  const heights = upper.map((point) => Math.min(...lower.map((other) => distance(point, other))));
  return Math.max(...heights) / Math.max(1e-6, distance(outer, inner));
}
