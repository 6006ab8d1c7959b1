import type { Plane, Rectangle } from '../pixels/raster';
import { reducedPlace } from '../pixels/enlarging';
import { placed } from '../wasm/loops';
import type { Machine } from '../wasm/machine';

const numberBytes = 4;
/** In a vector. */
const numbersAtOnce = 4;

/** Planes of reduced pixels in the order of the rows of light, and the rectangle of pixels that they are wanted for. */
export interface LightsOnGrid {
  readonly planes: readonly Plane[];
  readonly covered: Rectangle;
  readonly factor: number;
  readonly rectangle: Rectangle;
}

function lightPlaces({ planes, covered, factor }: LightsOnGrid) {
  const row = numberBytes * (covered.width + numbersAtOnce);
  return placed({
    ...{ planes: row * covered.height * planes.length, row, share: numberBytes },
    shares: numberBytes * (factor + numbersAtOnce),
  });
}

export function lightBytes(lights: LightsOnGrid): number {
  return lightPlaces(lights)[1];
}

/** Interpolates planes of reduced pixels bilinearly, as `Enlarger` does. */
export class LightsInMemory {
  readonly #at;
  readonly #share: Float32Array;
  readonly #betweenRows;
  readonly #enlargeRow;

  constructor(
    machine: Machine,
    memory: ArrayBuffer,
    start: number,
    private readonly lights: LightsOnGrid,
  ) {
    const [at] = lightPlaces(lights);
    const moved = ([name, place]: [string, number]): [string, number] => [name, start + place];
    this.#at = Object.fromEntries(Object.entries(at).map(moved)) as typeof at;
    this.#share = new Float32Array(memory, this.#at.share, 1);
    this.#betweenRows = machine.kernel('betweenRows');
    this.#enlargeRow = machine.kernel('enlargeRow');
    const { planes, covered, factor, rectangle } = lights;
    const count = covered.width * covered.height;
    const numbers = new Float32Array(memory, this.#at.planes, count * planes.length);
    planes.forEach(({ data }, index) => numbers.set(data, index * count));
    const [column, first] = this.#columnOf(0);
    const share = reducedPlace(first + rectangle.left, factor) - covered.left - column;
    const shares = new Float32Array(memory, this.#at.shares, factor + numbersAtOnce);
    shares.forEach((_, at) => (shares[at] = share + at / factor));
  }

  fillRows(y: number, start: number, end: number, into: number, stride: number): void {
    const { planes, covered, factor, rectangle } = this.lights;
    const { planes: planesAt, row, share, shares } = this.#at;
    const down = reducedPlace(rectangle.top + y, factor) - covered.top;
    const above = Math.floor(down);
    this.#share[0] = down - above;
    const [column, first] = this.#columnOf(start);
    const columns = this.#columnOf(end - 1)[0] - column + 1;
    const lineBytes = numberBytes * covered.width;
    for (let plane = 0; plane < planes.length; plane++) {
      const line = planesAt + lineBytes * (plane * covered.height + above) + numberBytes * column;
      this.#betweenRows(line, line + lineBytes, share, columns + 1, row);
      const result = into + stride * plane + numberBytes * first;
      this.#enlargeRow(row, columns, shares, shares + numberBytes * factor, result);
    }
  }

  /** The reduced pixel before a pixel of a row, and the first pixel behind that one's centre. */
  #columnOf(x: number): readonly [number, number] {
    const { covered, factor, rectangle } = this.lights;
    const column = Math.floor(reducedPlace(rectangle.left + x, factor) - covered.left);
    const center = (column + covered.left + 0.5) * factor - 0.5;
    return [column, Math.ceil(center - rectangle.left)];
  }
}
