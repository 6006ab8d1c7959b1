import { blurInto } from '../pixels/gaussian';
import { coveringSkin } from './cover';
import { skinLights } from './light';
import { lookAt, tracesOf } from './look';
import { matchRows } from './matched-color';
import { noiseFloor } from './noise';
import { placesOf } from './prepare';
import { resampleRows } from './resample';
import { spectraIn } from './shown';
import type { Staged, StitchTask } from './staged';

/** What may be done on any thread: pure, but for planes of the others that some of it fills. */
export const stitchWork = {
  look: lookAt,
  traces: tracesOf,
  lights: skinLights,
  cover: coveringSkin,
  places: placesOf,
  resample: resampleRows,
  spectra: spectraIn,
  noise: noiseFloor,
  blur: blurInto,
  match: matchRows,
};

export type StitchWork = typeof stitchWork;

export function doTask({ work, given }: StitchTask): unknown {
  return (stitchWork[work] as (...given: readonly unknown[]) => unknown)(...given);
}

/** All of it, one task after the other. */
export function inOneThread<Result>(work: Staged<Result>): Result {
  let state = work.next([]);
  while (state.done !== true) state = work.next(state.value.map(doTask));
  return state.value;
}
