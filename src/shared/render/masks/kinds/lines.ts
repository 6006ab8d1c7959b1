import { emptyRectangle, type Point, type Rectangle } from '../../../pixels/raster';

/** Source pixels that hold all points (photo pixels) with `reachPixels` (photo pixels) round them. */
export function boundsOf(points: readonly Point[], reachPixels: number, scale: number): Rectangle {
  if (points.length === 0) return emptyRectangle;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const left = Math.floor((Math.min(...xs) - reachPixels) * scale);
  const top = Math.floor((Math.min(...ys) - reachPixels) * scale);
  return {
    left,
    top,
    width: Math.ceil((Math.max(...xs) + reachPixels) * scale) - left,
    height: Math.ceil((Math.max(...ys) + reachPixels) * scale) - top,
  };
}

/** Where on the segment from `start` to `end` (0-1) the point is nearest. */
export function nearestOnSegment(x: number, y: number, start: Point, end: Point): number {
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const square = dx * dx + dy * dy;
  if (square === 0) return 0;
  const at = ((x - start.x) * dx + (y - start.y) * dy) / square;
  return at < 0 ? 0 : at > 1 ? 1 : at;
}

/** Distance from a point to a line of segments. */
export function distanceToLine(x: number, y: number, line: readonly Point[]): number {
  let nearest = Infinity;
  for (let index = 0; index + 1 < line.length; index++) {
    const start = line[index]!;
    const end = line[index + 1]!;
    const at = nearestOnSegment(x, y, start, end);
    const dx = start.x + at * (end.x - start.x) - x;
    const dy = start.y + at * (end.y - start.y) - y;
    nearest = Math.min(nearest, dx * dx + dy * dy);
  }
  return Math.sqrt(nearest);
}
