import { faceClasses } from '@shared/analysis/classes';
import type { Analysis, Face } from '@shared/analysis/face';

/** What `<name>.faces.json` holds. Positions are in pixels of the upright photo, from its top left corner. */
export interface FacesReport {
  readonly photo: string;
  readonly width: number;
  readonly height: number;
  /** ONNX Runtime's execution provider. */
  readonly provider: string;
  readonly milliseconds: Readonly<Record<string, number>>;
  /** By class id, the values of the label picture. */
  readonly classes: readonly string[];
  /** Largest first. */
  readonly faces: readonly FaceReport[];
}

interface FaceReport {
  /** Counts from 1; what `--faces` takes. */
  readonly number: number;
  readonly box: Face['box'];
  readonly faceWidthPixels: number;
  readonly rollDegrees: number;
  /** 478 points of the face mesh, as x and y. */
  readonly landmarks: readonly (readonly [x: number, y: number])[];
}

export function facesReport(
  photo: string,
  { width, height, provider, faces }: Analysis,
  milliseconds: Readonly<Record<string, number>>,
): FacesReport {
  return {
    photo,
    width,
    height,
    provider,
    milliseconds,
    classes: faceClasses,
    faces: faces.map(({ box, faceWidthPixels, rollDegrees, landmarks }, index) => ({
      number: index + 1,
      box: {
        left: hundredths(box.left),
        top: hundredths(box.top),
        width: hundredths(box.width),
        height: hundredths(box.height),
      },
      faceWidthPixels: hundredths(faceWidthPixels),
      rollDegrees: hundredths(rollDegrees),
      landmarks: pairs(landmarks),
    })),
  };
}

/** Indented, but with one point a line. */
export function reportText(report: FacesReport): string {
  const text = JSON.stringify(report, null, 2);
  return `${text.replace(/\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]/gu, '[$1, $2]')}\n`;
}

function pairs(values: Float32Array): [number, number][] {
  return Array.from({ length: values.length / 2 }, (_, index) => [
    hundredths(values[2 * index] ?? 0),
    hundredths(values[2 * index + 1] ?? 0),
  ]);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
