import { describe, expect, it } from 'vitest';
import { partGeometry, partsOf, stitchFeatures } from '../stitching/features';
import { defaultTransplantValues, transplantTexts, transplantValues } from './parameters';

describe('parameters of transplants', () => {
  it.each(stitchFeatures)('%s starts as stitching usually does', (feature) => {
    const values = transplantValues({ feature, params: {} });
    expect(values).toEqual(defaultTransplantValues(feature));
    const [part] = partsOf[feature];
    expect(values.colorMatch).toBe(part && partGeometry[part].colorMatch);
    expect(values).toMatchObject({ size: 1, strength: 1, clarity: 'match', grain: 'match' });
  });

  it('are checked', () => {
    expect(() => transplantValues({ feature: 'nose', params: { size: 9 } })).toThrow();
    expect(() => transplantValues({ feature: 'nose', params: { shine: 1 } })).toThrow();
    expect(transplantValues({ feature: 'nose', params: { size: 1.2 } }).size).toBe(1.2);
  });

  it('every feature has a name', () => {
    expect(Object.keys(transplantTexts).sort()).toEqual([...stitchFeatures].sort());
  });
});
