import { createDocument, findEdit } from '@shared/document/document';
import { edit as lipColor } from '@shared/edits/lip-color/edit';
import { describe, expect, it } from 'vitest';
import { currentParams, isActive, withEnabled, withParameter, withReset } from './changes';

const empty = createDocument('photo');
const strength = lipColor.params['strength'];
if (strength?.kind !== 'number') throw new Error('lip colour has a strength');
const { suggested } = strength;

describe('changing a document', () => {
  it('takes the suggested strength along when a colour is chosen at rest', () => {
    const document = withParameter(empty, lipColor, 0, 'color', '#5c2440');
    expect(currentParams(document, lipColor, 0)).toMatchObject({
      color: '#5c2440',
      strength: suggested,
    });
    expect(isActive(document, lipColor, 0)).toBe(true);
  });

  it('keeps a strength that was chosen', () => {
    const weak = withParameter(empty, lipColor, 0, 'strength', 0.2);
    const document = withParameter(weak, lipColor, 0, 'finish', 'gloss');
    expect(currentParams(document, lipColor, 0)).toMatchObject({
      strength: 0.2,
      finish: 'gloss',
    });
  });

  it('gives the same document when nothing changes', () => {
    const document = withParameter(empty, lipColor, 0, 'strength', 0.2);
    expect(withParameter(document, lipColor, 0, 'strength', 0.2)).toBe(document);
    expect(withReset(empty, lipColor, 0)).toBe(empty);
    expect(withEnabled(empty, lipColor, 0, false)).toBe(empty);
  });

  it('leaves other faces alone', () => {
    const document = withParameter(empty, lipColor, 1, 'strength', 0.2);
    expect(findEdit(document, lipColor.id, 0)).toBeUndefined();
    expect(withReset(document, lipColor, 0)).toBe(document);
  });

  it('switches off without forgetting, and on again', () => {
    const on = withParameter(empty, lipColor, 0, 'strength', 0.2);
    const off = withEnabled(on, lipColor, 0, false);
    expect(isActive(off, lipColor, 0)).toBe(false);
    expect(currentParams(off, lipColor, 0)['strength']).toBe(0.2);
    expect(withEnabled(off, lipColor, 0, true)).toEqual(on);
  });

  it('starts an edit that was never touched as suggested', () => {
    const document = withEnabled(empty, lipColor, 0, true);
    expect(currentParams(document, lipColor, 0)['strength']).toBe(suggested);
  });

  it('switches on what a person moves', () => {
    const off = withEnabled(withParameter(empty, lipColor, 0, 'strength', 0.2), lipColor, 0, false);
    expect(isActive(withParameter(off, lipColor, 0, 'strength', 0.3), lipColor, 0)).toBe(true);
  });

  it('counts an edit of no strength as inactive', () => {
    const document = withParameter(empty, lipColor, 0, 'strength', 0.2);
    expect(isActive(withParameter(document, lipColor, 0, 'strength', 0), lipColor, 0)).toBe(false);
  });
});
