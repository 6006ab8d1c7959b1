import type { Oklab } from '@shared/pixels/color';
import { smoothstep } from '@shared/pixels/color';
import { gaussianBlur } from '@shared/pixels/gaussian';
import type { ColorAt } from './cell-colors';
import { faceWidth, meanPoint, meshPoints, type Landmarks } from './landmarks';
import { planeOf, type ClassPlanes } from './probabilities';

/*
 * The network takes short hair, seen against something else, for a hat, and loses the deepest shade within dark curls;
 * a plain knitted cap it takes for hair. Where it wavers between both all over the head, colour decides: what has the
 * colours of the hair beside it is hair, and hair of no colour that hair has is the cap beside it.
 */

/** As probabilities: hair and hat that are sure, and what hangs together with the hair. */
const sureHair = 0.5;
const sureHat = 0.5;
const leastLink = 0.25;
const leastHat = 0.02;
/** In cells where both are at least this likely the network wavers. */
const wavering = 0.2;
/**
 * It wavers over the whole head when there are so many times more of those cells than of sure hat: on 45 labelled hats
 * that it saw as such there were fewer, on heads of hair that it took for hats in part from 2.5 times as many.
 */
const leastWavering = 1.2;
const leastCells = 30;
/**
 * Distance in OKLab within which a cell has the hair's colour. Lightness counts half, between the hair's own lights and
 * darks not at all, and so much darker neither, for shade lies between locks.
 */
const likeHair = 0.055;
const unlikeHair = 0.1;
const lightnessWeight = 0.5;
const shade = 0.15;
/** What is a hat is not like hair all over. */
const leastShareAlike = 0.7;
/**
 * It is judged over the head, in face widths to either side. What goes on beside it, by this share of what lies over
 * it, is a brim, and no hair; so few cells (of 256²) are none.
 */
const halfHead = 0.55;
const mostBeside = 0.35;
const leastBrim = 250 / 256 ** 2;
/** Chroma (OKLab) that pigments of hair do not reach, and how many cells of hat say that it may be one. */
const mostHairChroma = 0.12;
const leastCap = 500 / 256 ** 2;

/**
 * Gives the hair, in place, the cells of a hat that are of its colour and hang together with it, and such background as
 * lies amid it; or a hat the hair that is of its own vivid colour. Landmarks are in cells of the grid.
 */
export function takeBackHair(classes: ClassPlanes, landmarks: Landmarks, colorAt: ColorAt): void {
  const [hair, hat] = [planeOf(classes, 'hair'), planeOf(classes, 'hat')];
  const range = rangeOf(hair, colorAt);
  if (range && isCap(hat, range)) {
    for (let cell = 0; cell < hair.length; cell++) move(hair, hat, cell, 1);
    return;
  }
  if (range && wavers(hair, hat)) {
    const alike = Float32Array.from(hat, (share, cell) =>
      share < leastHat ? 0 : likenessOf(colorAt(cell), range),
    );
    if (isHair(classes, alike, landmarks)) {
      for (const cell of linked(classes.side, hair, hat, alike)) {
        move(hat, hair, cell, alike[cell]!);
      }
    }
  }
  const dark = darkColor(hair, colorAt);
  if (!dark || dark.L > lightestHair) return;
  const only = { color: dark, darkest: dark.L, lightest: dark.L };
  if (range) takeBackBraids(classes, (cell) => likenessOf(colorAt(cell), range));
  fillHoles(classes, (cell) => likenessOf(colorAt(cell), only));
}

/** Share of the hair that a hat is larger than, and of the grid that earrings are not. */
const leastHatOfHair = 0.2;
const mostEarrings = 0.012;

/**
 * In braids and curls the network sees scraps of hats, and earrings larger than any: what has dark hair's colours there,
 * and hangs together with it, is hair.
 */
function takeBackBraids(classes: ClassPlanes, likeness: (cell: number) => number): void {
  const { side } = classes;
  const hair = planeOf(classes, 'hair');
  const scraps = (['hat', 'earring'] as const).filter((name) => {
    const area = sumOf(planeOf(classes, name));
    return name === 'hat' ? area < leastHatOfHair * sumOf(hair) : area > mostEarrings * side * side;
  });
  for (const plane of scraps.map((name) => planeOf(classes, name))) {
    const alike = Float32Array.from(plane, (share, cell) =>
      share < leastHat ? 0 : likeness(cell),
    );
    for (const cell of linked(side, hair, plane, alike)) move(plane, hair, cell, alike[cell]!);
  }
}

function sumOf(plane: Float32Array): number {
  return plane.reduce((sum, share) => sum + share, 0);
}

function wavers(hair: Float32Array, hat: Float32Array): boolean {
  let [both, sure] = [0, 0];
  for (let cell = 0; cell < hat.length; cell++) {
    if (hat[cell]! >= sureHat) sure += 1;
    if (hat[cell]! >= wavering && hair[cell]! >= wavering) both += 1;
  }
  return both > leastWavering * sure;
}

function isCap(hat: Float32Array, { color: { a, b } }: ColorRange): boolean {
  if (Math.hypot(a, b) < mostHairChroma) return false;
  return hat.filter((share) => share >= sureHat).length >= leastCap * hat.length;
}

/** Whether what is called a hat, or may be one, is of the hair's colour all over. */
function isHair(classes: ClassPlanes, alike: Float32Array, landmarks: Landmarks): boolean {
  const { side } = classes;
  const [hair, hat] = [planeOf(classes, 'hair'), planeOf(classes, 'hat')];
  const middle = meanPoint(landmarks, meshPoints.oval).x;
  const half = halfHead * faceWidth(landmarks);
  let [sum, total, beside] = [0, 0, 0];
  for (let cell = 0; cell < hat.length; cell++) {
    const isSure = hat[cell]! >= sureHat;
    if (!isSure && (hat[cell]! < wavering || hair[cell]! < wavering)) continue;
    if (Math.abs((cell % side) - middle) > half) {
      if (isSure) beside += alike[cell]!;
      continue;
    }
    total += 1;
    sum += alike[cell]!;
  }
  const hasBrim = beside > Math.max(mostBeside * total, leastBrim * hat.length);
  return total > 0 && sum >= leastShareAlike * total && !hasBrim;
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

/** A hue and chroma, and the lightnesses that go with it. */
interface ColorRange {
  readonly color: Oklab;
  readonly darkest: number;
  readonly lightest: number;
}

function likenessOf(color: Oklab, own: ColorRange): number {
  return smoothstep(unlikeHair, likeHair, distance(color, own));
}

function distance(color: Oklab, { color: own, darkest, lightest }: ColorRange): number {
  const beyond = Math.max(0, color.L - lightest, darkest - shade - color.L);
  return Math.hypot(lightnessWeight * beyond, color.a - own.a, color.b - own.b);
}

/** Of the hair's lightnesses, what lies outside of this share at either end is roots and lights. */
const rangeTail = 0.1;

function rangeOf(hair: Float32Array, colorAt: ColorAt): ColorRange | undefined {
  const colors = sureColors(hair, colorAt);
  if (colors.length < leastCells) return undefined;
  const middle = (of: keyof Oklab, share: number): number => {
    const values = colors.map((color) => color[of]).sort((one, other) => one - other);
    return values[Math.floor(share * (values.length - 1))]!;
  };
  const [darkest, lightest] = [middle('L', rangeTail), middle('L', 1 - rangeTail)];
  return {
    color: { L: middle('L', 0.5), a: middle('a', 0.5), b: middle('b', 0.5) },
    darkest,
    lightest,
  };
}

function sureColors(hair: Float32Array, colorAt: ColorAt): Oklab[] {
  const colors: Oklab[] = [];
  hair.forEach((share, cell) => {
    if (share >= sureHair) colors.push(colorAt(cell));
  });
  return colors;
}

/** Holes are filled in hair of which this share, the darker one, is dark (OKLab L): short hair shows skin between. */
const darkShare = 0.3;
const lightestHair = 0.42;
/** What three quarters of its cells are darker than. */
const lightestOfDarkHair = 0.56;

function darkColor(hair: Float32Array, colorAt: ColorAt): Oklab | undefined {
  const colors = sureColors(hair, colorAt);
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
