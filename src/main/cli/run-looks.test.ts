import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OwnLook } from '@shared/contract/contract';
import { at, setUp } from './test-command-line';

describe('a look', () => {
  it('puts a look on, and edits over it', async () => {
    const { run, exported, notices } = setUp();
    const edits = [
      { id: 'lip-color', version: 1, params: { color: '#111111', strength: 0.8, finish: 'gloss' } },
      { id: 'aura', version: 1, params: {} },
    ];
    const look = { format: 'maquette-look', version: 1, name: 'Night', edits };
    writeFileSync(at('night.json'), JSON.stringify(look));
    const wear = ['apply', at('two.jpg'), '--out', at('x.png'), '--look', at('night.json')];
    expect(await run([...wear, '--look-strength', '0.5'])).toBe(0);
    const params = { color: '#111111', strength: 0.4, finish: 'gloss' };
    expect(exported[0]?.document.edits).toMatchObject([
      { id: 'lip-color', face: 0, params },
      { id: 'lip-color', face: 1, params },
    ]);
    expect(notices).toEqual([
      'maquette: the look "Night" has edits that this version does not know; left out: aura',
    ]);

    await run([...wear, '--edit', 'lip-color.finish=matte', '--faces', '1']);
    expect(exported[1]?.document.edits).toMatchObject([
      { face: 0, params: { color: '#111111', strength: 0.8, finish: 'matte' } },
    ]);
  });

  it('refuses a look that is not there or cannot be read', async () => {
    const { run, notices } = setUp();
    writeFileSync(at('broken.json'), '{');
    const wear = ['apply', at('two.jpg'), '--out', at('x.png'), '--look'];
    expect(await run([...wear, 'clasic-red'])).toBe(2);
    expect(await run([...wear, 'clasic-red'], 'zh-CN')).toBe(2);
    expect(await run([...wear, at('broken.json')])).toBe(2);
    expect(notices).toEqual([
      expect.stringContaining('no look and no file "clasic-red". Did you mean "classic-red"?'),
      expect.stringContaining('没有“clasic-red”这个妆容或文件。是否想输入“classic-red”？'),
      expect.stringContaining('cannot be used as a look: this is no look file'),
    ]);
  });
});

function ownLook(id: string, name: string): OwnLook {
  const edits = [{ id: 'lip-color', version: 1, params: { color: '#222222', strength: 1 } }];
  return { id, look: { format: 'maquette-look', version: 1, name, edits } };
}

describe('a look from a photo', () => {
  const photo = () => ['apply', at('two.jpg'), '--out', at('x.png')];

  it('is read once and put on every face', async () => {
    const opened: string[] = [];
    const { run, exported } = setUp((path) => void opened.push(path));
    const from = ['--look-from', at('one.png'), '--look-strength', '0.5'];
    const photos = [at('two.jpg'), at('two.jpg')];
    expect(await run(['apply', ...photos.slice(1), '--out', at('x.png'), ...from])).toBe(0);
    expect(exported[0]?.document.edits).toMatchObject([
      { id: 'lip-color', face: 0, params: { color: '#0000aa', strength: 0.3 } },
      { id: 'lip-color', face: 1, params: { color: '#0000aa', strength: 0.3 } },
    ]);
    opened.length = 0;
    await run(['apply', at('*wo.jpg'), at('none.jpg'), '--out-dir', at('o'), ...from]);
    expect(opened.filter((path) => path === at('one.png'))).toHaveLength(1);
  });

  it('needs a face that wears something, and never replaces the reference', async () => {
    const { run, exported, notices } = setUp();
    expect(await run([...photo(), '--look-from', at('none.jpg')])).toBe(1);
    const second = ['--look-from', at('two.jpg'), '--reference-face', '2'];
    expect(await run([...photo(), ...second])).toBe(1);
    expect(
      await run(['apply', at('two.jpg'), '--out', at('one.png'), '--look-from', at('one.png')]),
    ).toBe(2);
    expect(exported).toEqual([]);
    expect(notices).toEqual([
      expect.stringContaining(`no face found in "${at('none.jpg')}"`),
      expect.stringContaining('no make-up was found'),
      expect.stringContaining('is one of the photos'),
    ]);
  });

  it('is written as a file that can be worn', async () => {
    const { run, out, exported } = setUp();
    expect(await run(['look-from', at('one.png'), '--out', at('new/l.json')])).toBe(0);
    expect(out).toEqual([`${at('one.png')} → ${at('new/l.json')} (Made up)`]);
    expect(JSON.parse(readFileSync(at('new/l.json'), 'utf8'))).toMatchObject({ name: 'one' });
    expect(await run([...photo(), '--look', at('new/l.json'), '--faces', '1'])).toBe(0);
    expect(exported[0]?.document.edits).toMatchObject([{ params: { color: '#0000aa' } }]);
    await run(['look-from', at('one.png'), '--out', at('l.json'), '--name', 'Evening', '--json']);
    expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({ face: 1, edits: [{ id: 'lip-color' }] });
    expect(JSON.parse(readFileSync(at('l.json'), 'utf8'))).toMatchObject({ name: 'Evening' });
  });
});

describe('own looks', () => {
  const wear = () => ['apply', at('one.png'), '--out', at('x.png'), '--look'];

  it('are listed after the built-in ones and worn by their name', async () => {
    const { run, own, unreadable, out, exported, notices } = setUp();
    own.push(ownLook('id-1', 'My look'), ownLook('id-2', '傍晚'));
    unreadable.push('bad.json');
    expect(await run(['looks'])).toBe(0);
    expect(out[0]?.split('\n').slice(-2)).toEqual([
      expect.stringMatching(/^"My look" +My look +Made up$/u),
      expect.stringMatching(/^傍晚 +傍晚 +Made up$/u),
    ]);
    expect(notices).toEqual(['maquette: saved looks that cannot be read: bad.json']);
    await run(['looks', '--json']);
    expect(JSON.parse(out[1] ?? '')).toContainEqual(
      expect.objectContaining({ id: 'id-1', own: true, name: 'My look' }),
    );
    expect(await run([...wear(), 'My look'])).toBe(0);
    expect(exported[0]?.document.edits).toMatchObject([{ params: { color: '#222222' } }]);
  });

  it('of one name are told apart by their ids', async () => {
    const { run, own, out, exported, notices } = setUp();
    own.push(ownLook('id-1', 'Twin'), ownLook('id-2', 'Twin'));
    expect(await run([...wear(), 'Twin'])).toBe(2);
    expect(notices[0]).toContain('2 looks are named "Twin": give an id instead: id-1, id-2.');
    expect(await run([...wear(), 'id-2'])).toBe(0);
    expect(exported).toHaveLength(1);
    await run(['looks']);
    expect(out.at(-1)).toMatch(/^id-1 +Twin/mu);
  });
});

describe('looks', () => {
  it('are listed by id, in both languages, and as JSON', async () => {
    const { run, out } = setUp();
    expect(await run(['looks'])).toBe(0);
    expect(await run(['looks'], 'zh-CN')).toBe(0);
    expect(await run(['looks', '--json'])).toBe(0);
    expect(out[0]).toMatch(/^classic-red +Classic red +.*Lip colour/mu);
    expect(out[1]).toMatch(/^classic-red +经典红唇 +.*唇色/mu);
    expect(JSON.parse(out[2] ?? '')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'classic-red', format: 'maquette-look' }),
      ]),
    );
  });
});
