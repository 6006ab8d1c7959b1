import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, setUp } from './test-command-line';

const place = {
  box: { left: 0.02, top: 0.04, width: 0.5, height: 0.8 },
  leftEye: { x: 0, y: 0 },
  rightEye: { x: 0, y: 0 },
  mouth: { x: 0, y: 0 },
};

function photo(name: string) {
  const ways = { relativePath: name, absolutePath: `/nowhere/${name}` };
  return { name, ...ways, content: null, faces: [place] };
}

const lips = {
  key: 'lip-color/0',
  id: 'lip-color',
  version: 1,
  enabled: true,
  face: 0,
  params: { color: '#8e1f2f', strength: 0.5, finish: 'satin' },
};

const transplant = {
  key: 'mouth/0',
  face: 0,
  donor: { photo: 'photo-2', face: 0 },
  feature: 'mouth',
  enabled: true,
  params: {},
};

/** Writes a project beside the photos; `photos` by their keys. */
function writeProject(
  photos: readonly string[],
  document: { readonly edits?: readonly object[]; readonly transplants?: readonly object[] },
): string {
  const project = {
    format: 'maquette-project',
    version: 1,
    program: '0.1.0',
    photos: Object.fromEntries(photos.map((name, index) => [`photo-${index + 1}`, photo(name)])),
    document: { schema: 2, photo: 'photo-1', transplants: [], edits: [], ...document },
  };
  writeFileSync(at('saved.maquette'), JSON.stringify(project));
  return at('saved.maquette');
}

describe('a project', () => {
  it('is rendered from its own photo with its own edits', async () => {
    const { run, exported, out, notices } = setUp();
    const project = writeProject(['one.png'], { edits: [lips] });
    expect(await run(['apply', '--project', project, '--out', at('x.webp')])).toBe(0);
    expect(exported).toMatchObject([
      {
        path: at('x.webp'),
        options: { format: 'webp', quality: 92 },
        document: { photo: at('one.png'), edits: [{ id: 'lip-color', params: lips.params }] },
      },
    ]);
    expect(out).toEqual([`${project} → ${at('x.webp')} (64 × 48, 0 ms)`]);
    expect(notices).toEqual([]);
    expect(await run(['apply', '--project', project, '--out-dir', at('o'), '--json'])).toBe(0);
    expect(JSON.parse(out[1] ?? '')).toMatchObject({
      project,
      photo: at('one.png'),
      picture: at('o/one.png'),
      warnings: [],
    });
  });

  it('opens the photos that features come from, and goes on without those that are gone', async () => {
    const { run, donors, exported, notices } = setUp();
    const here = writeProject(['one.png', 'two.jpg'], { transplants: [transplant] });
    expect(await run(['apply', '--project', here, '--out', at('x.png')])).toBe(0);
    expect(donors).toEqual([at('two.jpg')]);
    const gone = writeProject(['one.png', 'gone.jpg'], { transplants: [transplant] });
    expect(await run(['apply', '--project', gone, '--out', at('x.png')])).toBe(0);
    expect(exported).toHaveLength(2);
    expect(notices).toEqual([
      expect.stringContaining('a photo that features are taken from cannot be read'),
    ]);
  });

  it('tells what is left out: unknown parts, faces that are not found, in both languages', async () => {
    const { run, notices } = setUp();
    const aura = { ...lips, key: 'aura/0', id: 'aura' };
    const project = writeProject(['one.png'], { edits: [aura, { ...lips, face: 3 }] });
    expect(await run(['apply', '--project', project, '--out', at('x.png')])).toBe(0);
    await run(['apply', '--project', project, '--out', at('x.png')], 'zh-CN');
    expect(notices).toEqual([
      expect.stringMatching(/leaves out: aura; a face that was edited is not found/u),
      expect.stringMatching(/已略去：aura; 有 1 张编辑过的人脸没有找到/u),
    ]);
  });

  it('is refused when it or its photo is not there, or something else is asked for beside it', async () => {
    const { run, exported, notices, closed } = setUp();
    const apply = (project: string, ...rest: string[]) =>
      run(['apply', '--project', project, '--out', at('x.png'), ...rest]);
    expect(await apply(at('none.maquette'))).toBe(2);
    writeFileSync(at('broken.maquette'), '{');
    expect(await apply(at('broken.maquette'))).toBe(2);
    expect(await apply(writeProject(['gone.jpg'], {}))).toBe(2);
    const project = writeProject(['one.png'], {});
    expect(await apply(project, '--look', 'classic-red')).toBe(2);
    expect(await apply(project, at('two.jpg'))).toBe(2);
    expect(await run(['apply', '--project', project, '--out', at('one.png')])).toBe(2);
    expect(exported).toEqual([]);
    expect(closed()).toBe(0);
    expect(notices.filter((line) => line.startsWith('maquette:'))).toEqual([
      expect.stringContaining('there is no such file'),
      expect.stringContaining('this is no project file'),
      expect.stringContaining('the photo "gone.jpg"'),
      expect.stringContaining('--project takes no photos'),
      expect.stringContaining('--project takes no photos'),
      expect.stringContaining('is one of the photos'),
    ]);
  });
});
