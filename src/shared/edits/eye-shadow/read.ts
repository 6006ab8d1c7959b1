import { hexOf, inPercent } from '../seen';
import type { Found } from '../signs';
import { zoneNames, type Zone } from './zones';

export type ReadShadow = Partial<Record<Zone, number> & Record<`${Zone}Color`, string>>;

/** Less of it is hardly seen. */
const leastAmount = 0.15;

/** The shadow that somebody wears, zone by zone; the strongest zone at any amount: that there is shadow is known. */
export function readShadow({ colors, numbers }: Found): ReadShadow {
  const most = Math.max(...zoneNames.map((zone) => numbers[zone] ?? 0));
  const worn = zoneNames.flatMap((zone) => {
    const [amount, color] = [numbers[zone] ?? 0, colors[`${zone}Color`]];
    return color && amount >= Math.min(leastAmount, most) ? { zone, amount, color } : [];
  });
  return Object.fromEntries(
    worn.flatMap(({ zone, amount, color }) => [
      [zone, inPercent(Math.min(1, Math.max(leastAmount, amount)))],
      [`${zone}Color`, hexOf(color)],
    ]),
  ) as ReadShadow;
}
