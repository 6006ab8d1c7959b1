import { smoothstep } from '../pixels/color';

/** Over which a mask rises beyond a gap, in face widths. */
export const gapRiseFaceWidths = 0.014;

/** 0 up to a gap, 1 a little beyond. */
export function rising(distance: number, gap: number): number {
  return smoothstep(gap, gap + gapRiseFaceWidths, distance);
}
