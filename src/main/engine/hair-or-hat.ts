import type { Oklab } from '@shared/pixels/color';
import { smoothstep } from '@shared/pixels/color';
import type { ColorAt } from './cell-colors';
import { planeOf, type ClassPlanes } from './probabilities';

/*
 * The network takes short dark hair, seen against something light, for a hat. One of just the colour of the hair beside
 * it, all over, is hair.
 */

/** As probabilities: hair that its colour is read off, and what hangs together with it. */
const sureHair = 0.6;
const leastLink = 0.25;
const leastCells = 30;
/** Darker hair only (OKLab L): a grey or a blond hat is easily told from a head of hair, and the other way round. */
const lightestHair = 0.42;
/** Distance in OKLab within which a cell has the hair's colour, lightness counting half: light falls on the crown. */
const likeHair = 0.055;
const unlikeHair = 0.1;
const lightnessWeight = 0.5;
/** What is a hat is not like hair all over. */
const leastShareAlike = 0.75;

/** Gives the hat's cells to the hair, in place, where they are of its colour and hang together with it. */
export function takeBackHair(classes: ClassPlanes, colorAt: ColorAt): void {
  const [hair, hat] = [planeOf(classes, 'hair'), planeOf(classes, 'hat')];
  const own = medianColor(hair, colorAt);
  if (!own || own.L > lightestHair) return;
  const alike = new Float32Array(hat.length);
  let [sum, total] = [0, 0];
  for (let cell = 0; cell < hat.length; cell++) {
    if (hat[cell]! < 0.02) continue;
    alike[cell] = smoothstep(unlikeHair, likeHair, distance(colorAt(cell), own));
    total += hat[cell]!;
    sum += hat[cell]! * alike[cell]!;
  }
  if (total === 0 || sum < leastShareAlike * total) return;
  for (const cell of linked(classes.side, hair, hat, alike)) {
    const moved = alike[cell]! * hat[cell]!;
    hat[cell] = hat[cell]! - moved;
    hair[cell] = hair[cell]! + moved;
  }
}

function distance(color: Oklab, own: Oklab): number {
  return Math.hypot(lightnessWeight * (color.L - own.L), color.a - own.a, color.b - own.b);
}

function medianColor(hair: Float32Array, colorAt: ColorAt): Oklab | undefined {
  const colors: Oklab[] = [];
  hair.forEach((share, cell) => {
    if (share >= sureHair) colors.push(colorAt(cell));
  });
  if (colors.length < leastCells) return undefined;
  const median = (of: keyof Oklab): number =>
    Float64Array.from(colors, (color) => color[of]).sort()[colors.length >> 1]!;
  return { L: median('L'), a: median('a'), b: median('b') };
}

/** The cells of hat that hang together with hair through cells of its colour. */
function linked(
  side: number,
  hair: Float32Array,
  hat: Float32Array,
  alike: Float32Array,
): readonly number[] {
  const seen = new Uint8Array(hat.length);
  const open: number[] = [];
  const found: number[] = [];
  const visit = (cell: number): void => {
    if (seen[cell]) return;
    const isHair = hair[cell]! >= sureHair;
    if (!isHair && hair[cell]! + alike[cell]! * hat[cell]! < leastLink) return;
    seen[cell] = 1;
    open.push(cell);
    if (hat[cell]! > 0) found.push(cell);
  };
  hair.forEach((share, cell) => {
    if (share >= sureHair) visit(cell);
  });
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const x = cell % side;
    if (x > 0) visit(cell - 1);
    if (x + 1 < side) visit(cell + 1);
    if (cell >= side) visit(cell - side);
    if (cell + side < hat.length) visit(cell + side);
  }
  return found;
}
