import { placed } from '../../../wasm/loops';
import { Machine } from '../../../wasm/machine';
import type { DisplacementField } from './field';
import { displaceText, pointBytes } from './following';
import { Lattice } from './lattice';

let machine: Machine | undefined;

/** A field that goes as far as this one 2^`times` times over. */
export function squaredField(field: DisplacementField, times: number): DisplacementField {
  const { stepPixels, columns, rows } = field;
  const count = columns * rows;
  const [at, end] = placed({ lattice: Lattice.bytesOf(field), points: count * pointBytes });
  machine ??= new Machine([displaceText]);
  const memory = machine.room(end);
  // In steps of the lattice: its own points are whole numbers.
  const inSteps = { columnsPerPixel: 1, originX: 0, originY: 0, scale: 1 / stepPixels };
  const lattice = new Lattice(machine, memory, at.lattice, field, inSteps);
  const points = new Float64Array(memory, at.points, count * 2);
  const own = pointsOf(field);
  for (let time = 0; time < times; time++) {
    points.set(own);
    lattice.displace(count, at.points);
    lattice.displace(count, at.points);
    for (let index = 0; index < points.length; index++) {
      lattice.offsets[index] = points[index]! - own[index]!;
    }
  }
  const offsets = new Float32Array(count * 2);
  for (let index = 0; index < offsets.length; index++) {
    offsets[index] = lattice.offsets[index]! * stepPixels;
  }
  return { ...field, offsets };
}

/** Each point's column and row. */
function pointsOf({ columns, rows }: DisplacementField): Float64Array {
  const points = new Float64Array(columns * rows * 2);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      points[at++] = column;
      points[at++] = row;
    }
  }
  return points;
}
