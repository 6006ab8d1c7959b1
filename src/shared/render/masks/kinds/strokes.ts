import { createPlane, emptyRectangle, type Plane, type Point, union } from '../../../pixels/raster';
import type { MaskKind } from '../kind';
import type { Stroke, StrokesMask } from '../mask';
import { boundsOf, nearestOnSegment } from './lines';

export const strokesKind: MaskKind<StrokesMask> = {
  bounds: ({ face, strokes }, { scale }) =>
    strokes
      .map(({ points, widthsFaceWidths }) => {
        const halfWidth = (Math.max(0, ...widthsFaceWidths) / 2) * face.faceWidthPixels;
        return boundsOf(points, halfWidth + 1.5 / scale, scale);
      })
      .reduce(union, emptyRectangle),
  compute: ({ face, strokes }, { scale }, reduction, rectangle) => {
    const result = createPlane(rectangle.width, rectangle.height);
    const pixelsPerPhotoPixel = scale / reduction;
    const placed = ({ x, y }: Point): Point => ({
      x: x * pixelsPerPhotoPixel - rectangle.left,
      y: y * pixelsPerPhotoPixel - rectangle.top,
    });
    for (const stroke of strokes) {
      draw(result, stroke, stroke.points.map(placed), face.faceWidthPixels * pixelsPerPhotoPixel);
    }
    return result;
  },
};

function draw(
  target: Plane,
  { widthsFaceWidths, opacity }: Stroke,
  points: readonly Point[],
  faceWidthPixels: number,
): void {
  for (let index = 0; index + 1 < points.length; index++) {
    drawSegment(
      target,
      { point: points[index]!, halfWidth: (widthsFaceWidths[index]! * faceWidthPixels) / 2 },
      {
        point: points[index + 1]!,
        halfWidth: (widthsFaceWidths[index + 1]! * faceWidthPixels) / 2,
      },
      opacity,
    );
  }
}

interface End {
  readonly point: Point;
  readonly halfWidth: number;
}

/** Anti-aliased over one pixel; a line thinner than a pixel covers it as far as it is wide. */
function drawSegment({ width, height, data }: Plane, start: End, end: End, opacity: number): void {
  const reach = Math.max(start.halfWidth, end.halfWidth) + 1;
  const left = Math.max(0, Math.floor(Math.min(start.point.x, end.point.x) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(start.point.x, end.point.x) + reach));
  const top = Math.max(0, Math.floor(Math.min(start.point.y, end.point.y) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(start.point.y, end.point.y) + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const at = nearestOnSegment(x + 0.5, y + 0.5, start.point, end.point);
      const dx = start.point.x + at * (end.point.x - start.point.x) - x - 0.5;
      const dy = start.point.y + at * (end.point.y - start.point.y) - y - 0.5;
      const distance = Math.sqrt(dx * dx + dy * dy);
      const halfWidth = start.halfWidth + at * (end.halfWidth - start.halfWidth);
      const edge = Math.max(halfWidth, 0.5) + 0.5 - distance;
      if (edge <= 0) continue;
      const value = opacity * Math.min(1, edge) * Math.min(1, 2 * halfWidth);
      const index = y * width + x;
      if (value > data[index]!) data[index] = value;
    }
  }
}
