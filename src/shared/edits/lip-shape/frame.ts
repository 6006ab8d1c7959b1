import type { Face } from '../../analysis/face';
import { lipLines, meshPoint, meshPoints, mixPoints, smoothLine } from '../../analysis/mesh';
import { distance } from '../../pixels/geometry';
import type { Point, Rectangle } from '../../pixels/raster';

/**
 * The mouth in coordinates of its own: x from its middle along the line between its corners, y down the face, in photo
 * pixels.
 */
export interface LipFrame {
  readonly halfWidth: number;
  readonly upper: LipLine;
  readonly lower: LipLine;
  readonly toLips: (place: Point) => Point;
  /** Turns an offset back; it has no place. */
  readonly toPhoto: (offset: Point) => Point;
  /** What lies within so many half widths of the middle, and within both lips' reach. */
  readonly bounds: (halfWidths: number) => Rectangle;
}

/** A lip's edges as heights above (the upper) or below (the lower) the line between the corners, along it. */
export interface LipLine {
  readonly inner: (along: number) => number;
  readonly outer: (along: number) => number;
  /** How far beyond its contour skin may move. */
  readonly reachPixels: number;
}

/** Skin may move this share of the way to the nose, and to the chin. */
const reachToNose = 0.9;
const reachToChin = 0.33;

/** No lip grows beyond this multiple of its height above the line between the corners. */
const grownHeight = 1.4;

export function lipFrame(face: Face): LipFrame {
  const [right, left] = [meshPoint(face, 61), meshPoint(face, 291)];
  const middle = mixPoints(right, left, 0.5);
  const width = distance(left, right);
  const [cosine, sine] = [(left.x - right.x) / width, (left.y - right.y) / width];
  const toLips = ({ x, y }: Point): Point => {
    const [dx, dy] = [x - middle.x, y - middle.y];
    return { x: dx * cosine + dy * sine, y: dy * cosine - dx * sine };
  };
  const toPhoto = ({ x, y }: Point): Point => ({
    x: x * cosine - y * sine,
    y: x * sine + y * cosine,
  });
  const lipLine = (
    outer: readonly number[],
    inner: readonly number[],
    sign: 1 | -1,
    end: number,
    share: number,
  ): LipLine => {
    const heights = (line: readonly number[]): ((along: number) => number) => {
      const points = smoothLine(meshPoints(face, line)).map(toLips);
      return heightsAlong(points.map(({ x, y }) => ({ x, y: sign * y })));
    };
    const contour = heights(outer);
    const reachPixels =
      share * Math.max(0.1 * width, sign * toLips(meshPoint(face, end)).y - contour(0));
    return { inner: heights(inner), outer: contour, reachPixels };
  };
  const upper = lipLine(lipLines.upperOuter, lipLines.upperInner, -1, 2, reachToNose);
  const lower = lipLine(lipLines.lowerOuter, lipLines.lowerInner, 1, 152, reachToChin);
  const bounds = (halfWidths: number): Rectangle => {
    const x = (halfWidths * width) / 2;
    const top = -grownHeight * upper.outer(0) - upper.reachPixels;
    const bottom = grownHeight * lower.outer(0) + lower.reachPixels;
    return boundsOf(
      [top, bottom]
        .flatMap((y) => [
          { x: -x, y },
          { x, y },
        ])
        .map(toPhoto)
        .map((corner) => ({ x: corner.x + middle.x, y: corner.y + middle.y })),
    );
  };
  return { halfWidth: width / 2, upper, lower, toLips, toPhoto, bounds };
}

const heightSamples = 128;

/** The line's height at a place along it, straight between samples; 0 beyond its ends. */
function heightsAlong(line: readonly Point[]): (along: number) => number {
  const points = [...line].sort((one, other) => one.x - other.x);
  const [start, end] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 0];
  const step = Math.max(1e-6, (end - start) / heightSamples);
  const heights = Float64Array.from({ length: heightSamples + 1 }, (_, index) =>
    heightAt(points, start + index * step),
  );
  return (along) => {
    const at = (along - start) / step;
    if (at < 0 || at >= heightSamples) return 0;
    const index = Math.floor(at);
    return heights[index]! + (at - index) * (heights[index + 1]! - heights[index]!);
  };
}

function heightAt(points: readonly Point[], along: number): number {
  const index = Math.max(
    1,
    points.findIndex(({ x }) => x >= along),
  );
  const [before, after] = [points[index - 1], points[index]];
  if (!before || !after) return 0;
  const share = (along - before.x) / Math.max(1e-6, after.x - before.x);
  return before.y + share * (after.y - before.y);
}

function boundsOf(corners: readonly Point[]): Rectangle {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}
