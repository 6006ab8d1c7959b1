import type { Plane } from '../pixels/raster';
import type { PreparedPart } from './prepare';

/** What a person should know of a part that was taken over although not all of it could be. */
export const partRemarks = ['alone', 'dark-donor', 'overexposed'] as const;
export type PartRemark = (typeof partRemarks)[number];

/** Skin that has to become lighter by more, as a logarithm, shows noise and what was lost in the dark. */
const mostGain = 1.5;
/** Linear light from which a channel is taken to be cut off, and the share of skin that may be. */
const clippedLinear = 0.93;
const mostClipped = 0.06;
const mostAlone = 0.5;

export function remarksOn(
  prepared: Pick<PreparedPart, 'region' | 'lights' | 'reduced'>,
): readonly PartRemark[] {
  const { region, lights, reduced } = prepared;
  const { sharedSkin, donorOwn, outline } = region;
  const { alone, donorDistance, geometry } = outline;
  const nearby = (index: number): number =>
    donorDistance.data[index]! < geometry.boundaryFaceWidths ? sharedSkin.data[index]! : 0;
  const skin = (index: number): number =>
    geometry.madeOf === 'skin' ? Math.max(nearby(index), donorOwn.data[index]!) : nearby(index);
  const channelsClipped = (index: number): number =>
    reduced.donor.reduce((sum, { data }) => sum + Number(data[index]! > clippedLinear), 0);
  const told: Readonly<Record<PartRemark, boolean>> = {
    // Nobody expects skin along with a brow.
    alone:
      geometry.madeOf !== 'hair' &&
      alone !== null &&
      meanOver(alone, nearby, (index) => alone.data[index]!) > mostAlone,
    'dark-donor': meanOver(sharedSkin, nearby, (index) => lights.gain.data[index]!) > mostGain,
    overexposed:
      meanOver(sharedSkin, skin, (index) => Number(channelsClipped(index) >= 2)) > mostClipped,
  };
  return partRemarks.filter((remark) => told[remark]);
}

function meanOver(
  { data }: Plane,
  weightAt: (index: number) => number,
  valueAt: (index: number) => number,
): number {
  let [sum, total] = [0, 1e-9];
  for (let index = 0; index < data.length; index++) {
    const weight = weightAt(index);
    if (weight <= 0) continue;
    sum += weight * valueAt(index);
    total += weight;
  }
  return sum / total;
}
