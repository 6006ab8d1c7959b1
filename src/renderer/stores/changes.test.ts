import { createDocument, findEdit } from '@shared/document/document';
import { defineEdit } from '@shared/edits/define';
import { edit as lipColor } from '@shared/edits/lip-color/edit';
import { choice, fraction } from '@shared/edits/parameters';
import { describe, expect, it } from 'vitest';
import {
  currentParams,
  isActive,
  withEnabled,
  withParameter,
  withPreset,
  withReset,
} from './changes';

const empty = createDocument('photo');
const strength = lipColor.params['strength'];
if (strength?.kind !== 'number') throw new Error('lip colour has a strength');
const { suggested } = strength;

const text = { en: 'Blush', 'zh-CN': '腮红' };
const blush = defineEdit({
  id: 'blush',
  version: 1,
  group: 'face',
  stage: 'color',
  text,
  features: ['skin'],
  params: {
    shape: choice('round', { text, options: { round: text, lifted: text } }),
    strength: fraction(0, { text, suggested: 0.4 }),
    shimmer: fraction(0, { text, suggested: 0.2 }),
    width: fraction(0.5, { text }),
  },
  presets: [{ text, params: { shape: 'lifted', width: 0.7 } }],
  migrations: [],
  plan: () => [],
});
const [lifted] = blush.presets;

describe('a preset', () => {
  it('sets its parameters and wakes an edit at rest', () => {
    const document = withPreset(empty, blush, 0, lifted?.params ?? {});
    expect(currentParams(document, blush, 0)).toEqual({
      shape: 'lifted',
      width: 0.7,
      strength: 0.4,
      shimmer: 0.2,
    });
  });

  it('leaves the amounts of an edit at work alone', () => {
    const weak = withParameter(empty, blush, 0, 'strength', 0.1);
    const document = withPreset(weak, blush, 0, lifted?.params ?? {});
    expect(currentParams(document, blush, 0)).toMatchObject({ strength: 0.1, shimmer: 0 });
    expect(withPreset(document, blush, 0, lifted?.params ?? {})).toBe(document);
  });
});

describe('changing a document', () => {
  it('wakes an edit at rest by how it is done, not by how much', () => {
    const wide = withParameter(empty, blush, 0, 'width', 0.9);
    expect(currentParams(wide, blush, 0)).toMatchObject({ strength: 0.4, shimmer: 0.2 });
    const shimmering = withParameter(empty, blush, 0, 'shimmer', 0.9);
    expect(currentParams(shimmering, blush, 0)['strength']).toBe(0);
    const round = withParameter(shimmering, blush, 0, 'shape', 'lifted');
    expect(currentParams(round, blush, 0)['strength']).toBe(0);
  });

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
