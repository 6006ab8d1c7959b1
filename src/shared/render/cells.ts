import { tiles, isEmpty, emptyRectangle, type Rectangle } from '../pixels/raster';

/** Side of the cells that a pass is worked in: small enough for the processor's cache. */
export const cellSidePixels = 512;

/** The cells that a rectangle touches. */
export function onLattice(rectangle: Rectangle): Rectangle {
  if (isEmpty(rectangle)) return emptyRectangle;
  const down = (at: number): number => Math.floor(at / cellSidePixels) * cellSidePixels;
  const up = (at: number): number => Math.ceil(at / cellSidePixels) * cellSidePixels;
  const [left, top] = [down(rectangle.left), down(rectangle.top)];
  const right = up(rectangle.left + rectangle.width);
  const bottom = up(rectangle.top + rectangle.height);
  return { left, top, width: right - left, height: bottom - top };
}

/** Cells lie on a lattice of the whole picture: what is derived for one serves every rendering that touches it. */
export function cellsOver(rectangle: Rectangle): Rectangle[] {
  return tiles(onLattice(rectangle), cellSidePixels);
}
