import { expect, it } from 'vitest';
import { linearToOklab } from './color';
import { sharedOklabRows } from './oklab-rows';

it.each([1, 7, 1000, 5000])('turns %i pixels into OKLab as one by one', (pixels) => {
  const rows = sharedOklabRows();
  // Black, white, beyond both, and colours so dark that no table has their roots.
  const light = Float64Array.from({ length: pixels * 3 }, (_, at) =>
    at % 11 === 0 ? 0 : at % 13 === 0 ? 1 : at % 101 === 0 ? 1.2 : ((at * 7919) % 997) / 997,
  );
  light.fill(0.01, 0, 3);
  rows.light(pixels).set(light);
  const [L, a, b] = rows.convert(pixels);
  for (let at = 0; at < pixels; at++) {
    const color = linearToOklab(light[at * 3]!, light[at * 3 + 1]!, light[at * 3 + 2]!);
    expect({ L: L[at], a: a[at], b: b[at] }).toEqual(color);
  }
});
