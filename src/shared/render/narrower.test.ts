import { expect, it } from 'vitest';
import { narrowedSamples, narrowSample, sharedNarrower } from './narrower';

it('makes every 16-bit sample the 8-bit one nearest to it', () => {
  for (let first = 0; first < 65536; first += narrowedSamples - 5) {
    const count = Math.min(narrowedSamples - 5, 65536 - first);
    const wide = Uint16Array.from({ length: count }, (_, at) => first + at);
    const expected = Uint8Array.from(wide, (sample) => Math.round(sample / 257));
    expect(Uint8Array.from(wide, narrowSample)).toEqual(expected);
    expect(sharedNarrower().narrow(wide).slice()).toEqual(expected);
  }
});
