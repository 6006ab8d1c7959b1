import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { edits } from '../edits/registry';
import { apart, meanSigns, opponentsOf, type Detector, type Signs } from '../edits/signs';
import { linearToOklab, oklabToLinear, type Oklab } from '../pixels/color';
import {
  evidenceFor,
  evidenceSchema,
  isWorn,
  foundBy,
  termsOf,
  weighed,
  type Evidence,
  type Model,
  type Pattern,
} from './evidence';

const detector: Detector = {
  measure: () => undefined,
  bare: { expected: ['hue', 'light'], given: ['skin'], together: { both: ['hue', 'light'] } },
  plain: ['spread'],
};

const evidence: Evidence = {
  source: 'a test',
  bare: {
    rows: { hue: [0.5, 0.1], light: [0, 0] },
    deviations: { hue: 0.2, light: 1 },
    together: {
      both: [
        [25, 0],
        [0, 1],
      ],
    },
  },
  terms: {
    hueDeviation: [0, 1, 0],
    bothDistance: [1, 1, 2],
    spread: [0, 0.5, -1],
  },
  constant: -1,
  options: {
    dull: { terms: { spread: [0, 1, -1] }, constant: 0 },
    shiny: { terms: { spread: [0, 1, 1] }, constant: 0 },
  },
  least: 0.5,
};

const bareSigns: Signs = { skin: 1, hue: 0.6, light: 0, spread: 0 };

describe('evidence of make-up', () => {
  it('is how far a face is from what its own skin lets expect', () => {
    expect(termsOf(detector, evidence, bareSigns)).toEqual({
      hueDeviation: expect.closeTo(0, 9) as number,
      lightDeviation: 0,
      bothDistance: expect.closeTo(0, 9) as number,
      spread: 0,
    });
    expect(termsOf(detector, evidence, { ...bareSigns, hue: 1 })).toMatchObject({
      hueDeviation: expect.closeTo(2, 9) as number,
      bothDistance: expect.closeTo(2, 9) as number,
    });
  });

  it('decides by the odds together', () => {
    expect(isWorn(evidence, detector, bareSigns)).toBe(false);
    expect(isWorn(evidence, detector, { ...bareSigns, hue: 1 })).toBe(true);
    expect(isWorn(evidence, detector, { ...bareSigns, hue: 1, spread: 2 })).toBe(false);
  });

  it('is how much nearer a whole face lies to make-up than to bare ones', () => {
    // Two places that are about as red as each other on bare faces; make-up reddens one of them.
    const red = {
      scales: { cheek: [0, 1], nose: [0, 1] },
      mean: [0, 0],
      whitening: [[0.25], [-2, 2]],
      added: [0.5, -4],
      ways: [],
    } satisfies Pattern;
    const among = (pattern: Pattern, cheek: number, nose: number) => {
      const terms = termsOf(
        detector,
        { bare: evidence.bare, patterns: { red: pattern } },
        { cheek, nose },
      );
      return terms['redLikeness'] ?? 0;
    };
    const likeness = (cheek: number, nose: number) => among(red, cheek, nose);
    expect(likeness(0, 0)).toBeLessThan(0);
    expect(likeness(2, 0)).toBeGreaterThan(0.3);
    expect(likeness(2, 2)).toBeLessThan(0);
    expect(likeness(0, 2)).toBeLessThan(likeness(0, 0));
    // Some make-up adds twice as much.
    const more = { ...red, ways: [{ direction: [0.124, -0.992], variance: 4 }] };
    expect(among(more, 4, 0)).toBeGreaterThan(likeness(4, 0));
    expect(among(more, 2, 0)).toBe(likeness(2, 0));
  });

  it('is read from its file as it was written, to a thousandth of a deviation', () => {
    const pattern: Pattern = {
      scales: { cheek: [0.0123, 0.4] },
      mean: [-0.25],
      whitening: [[1.5004]],
      added: [0.0006],
      ways: [{ direction: [-1], variance: 4.5 }],
    };
    const file = z.encode(evidenceSchema, { ...evidence, patterns: { red: pattern } });
    expect(file.patterns?.['red']?.whitening).toEqual([[1500]]);
    expect(evidenceSchema.parse(file)).toEqual({
      ...evidence,
      patterns: { red: { ...pattern, whitening: [[1.5]], added: [0.001] } },
    });
  });

  it('is neither for nor against where a sign was not seen', () => {
    const none = { hueDeviation: Number.NaN, bothDistance: Number.NaN, spread: Number.NaN };
    expect(weighed(evidence, none)).toBe(evidence.constant);
  });

  it('lets no single sign outweigh all others', () => {
    const odds = (spread: number) => weighed(evidence, { bothDistance: 1, spread });
    expect(odds(1e6)).toBe(odds(1e3));
  });

  it('chooses the likeliest option', () => {
    expect(foundBy(evidence, { spread: 1 }).option).toBe('shiny');
    expect(foundBy(evidence, { spread: -1 }).option).toBe('dull');
    expect(foundBy({}, { spread: 1 })).toEqual({ option: undefined, colors: {}, numbers: {} });
  });

  it('tells colours and numbers by least squares', () => {
    const model: Model = { terms: { spread: [1, 2, 0.1] }, constant: 0.5 };
    const found = foundBy(
      { colors: { ink: { L: model, a: model, b: model } }, numbers: { wing: model } },
      { spread: 3 },
    );
    expect(found.numbers).toEqual({ wing: 0.6 });
    expect(found.colors['ink']).toEqual({ L: 0.6, a: 0.6, b: 0.6 });
  });

  it('is there for every edit with a detector, of the signs that it names', () => {
    const detected = edits.filter((edit) => edit.detector);
    expect(detected.map(({ id }) => id)).toEqual(['blush', 'eye-liner', 'eye-shadow', 'lip-color']);
    for (const { id, detector: own } of detected) {
      if (!own) continue;
      const found = evidenceFor(id);
      expect(Object.keys(found.terms).sort()).toEqual(Object.keys(termsOf(own, found, {})).sort());
      expect(
        Object.entries(found.patterns ?? {}).map(([name, { scales }]) => [
          name,
          Object.keys(scales),
        ]),
      ).toEqual(Object.entries(own.patterns ?? {}));
      expect(Object.keys(found.options ?? {})).toEqual(Object.keys(own.choice?.options ?? {}));
      expect(Object.keys(found.colors ?? {})).toEqual(Object.keys(own.colors ?? {}));
      expect(Object.keys(found.numbers ?? {})).toEqual([...(own.numbers ?? [])]);
    }
  });
});

describe('signs', () => {
  const [lips, skin]: readonly Oklab[] = [
    { L: 0.55, a: 0.08, b: 0.03 },
    { L: 0.75, a: 0.03, b: 0.05 },
  ];

  it('do not know how bright a lamp is', () => {
    const dimmed = ([red, green, blue]: readonly number[]) =>
      linearToOklab(0.4 * (red ?? 0), 0.4 * (green ?? 0), 0.4 * (blue ?? 0));
    const before = apart('lips', lips, skin);
    const after = apart('lips', dimmed(oklabToLinear(lips!)), dimmed(oklabToLinear(skin!)));
    for (const [name, value] of Object.entries(before)) expect(after[name]).toBeCloseTo(value, 5);
  });

  it('tell red from green and blue from yellow', () => {
    const grey = opponentsOf({ L: 0.6, a: 0, b: 0 });
    expect(opponentsOf({ L: 0.6, a: 0.1, b: 0 }).redGreen).toBeGreaterThan(grey.redGreen);
    expect(opponentsOf({ L: 0.6, a: 0, b: -0.1 }).blueYellow).toBeGreaterThan(grey.blueYellow);
  });

  it('of two sides are the mean of those that were seen', () => {
    expect(meanSigns([{ one: 1, two: Number.NaN }, { one: 3 }])).toEqual({
      one: 2,
      two: Number.NaN,
    });
  });
});
