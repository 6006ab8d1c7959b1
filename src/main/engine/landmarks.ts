import { distance, meanPoint as meanOf } from '@shared/pixels/geometry';
import type { Point } from '@shared/pixels/raster';

/**
 * Indices into the 478 points of the MediaPipe face mesh. Left and right are the person's own: the left eye lies
 * at the right of the picture.
 */
export const meshPoints = {
  leftEye: [362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382],
  rightEye: [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7],
  leftBrow: [336, 296, 334, 293, 300, 276, 283, 282, 295, 285],
  rightBrow: [107, 66, 105, 63, 70, 46, 53, 52, 65, 55],
  /** Middle of the upper lip's edge, of the line between the lips, and of the lower lip's edge. */
  mouthMiddle: [0, 13, 14, 17],
  lips: [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146],
  nose: [168, 6, 197, 195, 5, 4, 1, 2, 98, 97, 326, 327, 129, 358, 48, 278],
  oval: [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
  ],
  leftEdge: [454],
  rightEdge: [234],
} as const;

export const meshPointCount = 478;

/** x, y pairs of all mesh points. */
export type Landmarks = Float32Array<ArrayBuffer>;

export function pointAt(landmarks: Landmarks, index: number): Point {
  return { x: landmarks[index * 2] ?? 0, y: landmarks[index * 2 + 1] ?? 0 };
}

export function pointsAt(landmarks: Landmarks, indices: readonly number[]): Point[] {
  return indices.map((index) => pointAt(landmarks, index));
}

/** Of some points of the mesh. */
export function meanPoint(landmarks: Landmarks, indices: readonly number[]): Point {
  return meanOf(pointsAt(landmarks, indices));
}

/** The unit of every length in an edit. */
export function faceWidth(landmarks: Landmarks): number {
  return distance(
    meanPoint(landmarks, meshPoints.leftEdge),
    meanPoint(landmarks, meshPoints.rightEdge),
  );
}

/** Clockwise tilt of the line from the person's right eye to the left one, in degrees. */
export function rollDegrees(landmarks: Landmarks): number {
  const right = meanPoint(landmarks, meshPoints.rightEye);
  const left = meanPoint(landmarks, meshPoints.leftEye);
  return (Math.atan2(left.y - right.y, left.x - right.x) * 180) / Math.PI;
}

export function mapLandmarks(landmarks: Landmarks, map: (point: Point) => Point): Landmarks {
  const result = new Float32Array(landmarks.length);
  for (let index = 0; index * 2 < landmarks.length; index++) {
    const { x, y } = map(pointAt(landmarks, index));
    result[index * 2] = x;
    result[index * 2 + 1] = y;
  }
  return result;
}
