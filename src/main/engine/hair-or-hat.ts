import type { Oklab } from '@shared/pixels/color';
import { smoothstep } from '@shared/pixels/color';
import { gaussianBlur } from '@shared/pixels/gaussian';
import type { ColorAt } from './cell-colors';
import { faceWidth, meanPoint, meshPoints, type Landmarks } from './landmarks';
import { planeOf, type ClassPlanes } from './probabilities';

/*
 * The network takes short dark hair, seen against something light, for a hat, and loses the deepest shade within dark
 * curls. A hat of just the colour of the hair beside it, all over, is hair, and so is what has it amid hair.
 */

/** As probabilities: hair that its colour is read off, a hat that is judged, and what hangs together with the hair. */
const sureHair = 0.5;
const sureHat = 0.5;
const leastLink = 0.25;
const leastHat = 0.02;
/** Of the hair's cells the darker ones count: short hair shows skin between its roots. */
const darkShare = 0.3;
const leastCells = 30;
/** Darker hair only (OKLab L): a grey or a blond hat is easily told from a head of hair, and the other way round. */
const lightestHair = 0.42;
/** What three quarters of its cells are darker than. */
const lightestOfDarkHair = 0.56;
/**
 * Distance in OKLab within which a cell has the hair's colour. Lightness counts half, for light falls on the crown, and
 * so much darker not at all, for shade lies between locks.
 */
const likeHair = 0.055;
const unlikeHair = 0.1;
const lightnessWeight = 0.5;
const shade = 0.15;
/** What is a hat is not like hair all over. */
const leastShareAlike = 0.7;
/**
 * It is judged over the head, in face widths to either side. What goes on beside it, by this share of what lies over
 * it, is a brim, and no hair.
 */
const halfHead = 0.55;
const mostBeside = 0.35;

/**
 * Gives the hair, in place, the cells of a hat that are of its colour and hang together with it, and such background as
 * lies amid it. Landmarks are in cells of the grid.
 */
export function takeBackHair(classes: ClassPlanes, landmarks: Landmarks, colorAt: ColorAt): void {
  const [hair, hat] = [planeOf(classes, 'hair'), planeOf(classes, 'hat')];
  const own = darkColor(hair, colorAt);
  if (!own || own.L > lightestHair) return;
  const alike = Float32Array.from(hat, (share, cell) =>
    share < leastHat ? 0 : likenessOf(colorAt(cell), own),
  );
  if (isHair(classes.side, hat, alike, landmarks)) {
    for (const cell of linked(classes.side, hair, hat, alike)) move(hat, hair, cell, alike[cell]!);
  }
  fillHoles(classes, (cell) => likenessOf(colorAt(cell), own));
}

/** Whether what is called a hat is of the hair's colour all over. */
function isHair(
  side: number,
  hat: Float32Array,
  alike: Float32Array,
  landmarks: Landmarks,
): boolean {
  const middle = meanPoint(landmarks, meshPoints.oval).x;
  const half = halfHead * faceWidth(landmarks);
  let [sum, total, beside] = [0, 0, 0];
  for (let cell = 0; cell < hat.length; cell++) {
    if (hat[cell]! < sureHat) continue;
    if (Math.abs((cell % side) - middle) > half) {
      beside += alike[cell]!;
      continue;
    }
    total += 1;
    sum += alike[cell]!;
  }
  return total > 0 && sum >= leastShareAlike * total && beside <= mostBeside * total;
}

/** Standard deviation, in cells, of the neighbourhood in which hair, or what may be, is all round, and its share there. */
const neighbourhoodCells = 9;
const leastAround = 0.5;
const fullAround = 0.75;
/** As probabilities: from none to all of the network's doubt counts as what may be hair. */
const noDoubt = 0.12;
const fullDoubt = 0.32;

function fillHoles(classes: ClassPlanes, likeness: (cell: number) => number): void {
  const { side } = classes;
  const [hair, background] = [planeOf(classes, 'hair'), planeOf(classes, 'background')];
  const plane = {
    width: side,
    height: side,
    data: hair.map((share) => smoothstep(noDoubt, fullDoubt, share)),
  };
  const around = gaussianBlur(plane, neighbourhoodCells).data;
  for (let cell = 0; cell < hair.length; cell++) {
    if (around[cell]! <= leastAround || background[cell]! < noDoubt) continue;
    move(
      background,
      hair,
      cell,
      likeness(cell) * smoothstep(leastAround, fullAround, around[cell]!),
    );
  }
}

function move(from: Float32Array, to: Float32Array, cell: number, share: number): void {
  const moved = share * from[cell]!;
  from[cell] = from[cell]! - moved;
  to[cell] = to[cell]! + moved;
}

function likenessOf(color: Oklab, own: Oklab): number {
  return smoothstep(unlikeHair, likeHair, distance(color, own));
}

function distance(color: Oklab, own: Oklab): number {
  const lighter = color.L - own.L;
  const lightness = lighter < 0 ? Math.min(0, lighter + shade) : lighter;
  return Math.hypot(lightnessWeight * lightness, color.a - own.a, color.b - own.b);
}

function darkColor(hair: Float32Array, colorAt: ColorAt): Oklab | undefined {
  const colors: Oklab[] = [];
  hair.forEach((share, cell) => {
    if (share >= sureHair) colors.push(colorAt(cell));
  });
  if (colors.length < leastCells) return undefined;
  colors.sort((one, other) => one.L - other.L);
  // Hair that is dark only in its shade has no one colour.
  if (colors[Math.floor(0.75 * colors.length)]!.L > lightestOfDarkHair) return undefined;
  const dark = colors.slice(0, Math.ceil(darkShare * colors.length));
  const mean = (of: keyof Oklab): number =>
    dark.reduce((sum, color) => sum + color[of], 0) / dark.length;
  return { L: mean('L'), a: mean('a'), b: mean('b') };
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
