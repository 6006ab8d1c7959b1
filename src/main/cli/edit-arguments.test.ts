import { describe, expect, it } from 'vitest';
import { parseEdits, requestedParams } from './edit-arguments';
import { madeUpEdits } from './test-definitions';
import { words } from './words/words';

const parse = (...texts: string[]) =>
  parseEdits(texts, madeUpEdits, words.en).map((edit) => [
    edit.definition.id,
    requestedParams(edit),
  ]);

describe('--edit', () => {
  it('collects the parameters of an edit; the last value holds', () => {
    expect(
      parse(
        'lip-color.color=#B0404A',
        'lip-color.strength=0.3',
        'lip-color.finish=gloss',
        'lip-color.strength=.8',
      ),
    ).toEqual([['lip-color', { color: '#b0404a', strength: 0.8, finish: 'gloss' }]]);
  });

  it('keeps the order in which edits are named', () => {
    const ids = parse('lip-color.strength=1', 'brow-shape.arch=1', 'lip-color.finish=matte');
    expect(ids.map(([id]) => id)).toEqual(['lip-color', 'brow-shape']);
  });

  it('lets a colour or a finish show without a strength, as in the window', () => {
    expect(parse('lip-color.color=#000000')).toEqual([
      ['lip-color', { color: '#000000', strength: 0.7, finish: 'satin' }],
    ]);
  });

  it('leaves other numbers neutral when one is given', () => {
    expect(parse('brow-shape.arch=-0.5')).toEqual([['brow-shape', { arch: -0.5, length: 0 }]]);
  });

  it('changes what is there already only where it says so', () => {
    const [edit] = parseEdits(['lip-color.finish=matte'], madeUpEdits, words.en);
    if (!edit) throw new Error('it was named');
    const present = { color: '#111111', strength: 0.2, finish: 'gloss' };
    expect(requestedParams(edit, present)).toEqual({ ...present, finish: 'matte' });
  });

  it.each([
    ['lip-color', 'is written edit.parameter=value, e.g. lip-color.strength=0.7, not "lip-color"'],
    ['strength=1', 'is written'],
    ['lip-color.strength', 'is written'],
    ['lipcolor.strength=1', 'no edit "lipcolor". Did you mean "lip-color"? Edits: brow-shape, lip'],
    ['zzz.strength=1', 'no edit "zzz". Edits: brow-shape, lip-color.'],
    ['lip-color.colour=#fff', 'no parameter "colour". Did you mean "color"? Parameters: color, st'],
    ['lip-color.__proto__=1', 'no parameter "__proto__"'],
    ['lip-color.color=red', 'cannot be "red"; allowed: a colour written #rrggbb'],
    ['lip-color.strength=', 'cannot be ""; allowed: a number from 0 to 1'],
    ['lip-color.strength=1.01', 'allowed: a number from 0 to 1'],
    ['lip-color.strength=NaN', 'allowed: a number from 0 to 1'],
    ['brow-shape.arch=-2', 'allowed: a number from -1 to 1'],
    ['lip-color.finish=shiny', 'allowed: matte | satin | gloss'],
  ])('refuses %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('words its refusals in Chinese too', () => {
    expect(() => parseEdits(['lipcolor.a=1'], madeUpEdits, words['zh-CN'])).toThrow(
      '没有“lipcolor”这个修饰项。是否想输入“lip-color”？可用的修饰项：brow-shape、lip-color。',
    );
  });
});
