import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { removeFolder } from './folders';
import { photos } from './editor-page';
import { writeLargePhoto } from './large-photo';

const program = join(__dirname, '../../out/main/cli.js');
const portrait = photos.onePerson;

/** The built command line under plain Node, on real faces. */
let folder: string;
const at = (...parts: string[]): string => join(folder, ...parts);

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maquette-command-line-'));
  await mkdir(at('out'));
});
test.afterEach(() => removeFolder(folder));

function start(...argv: string[]) {
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'en_US.UTF-8', MAQUETTE_STATE_DIRECTORY: at('state') },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

const run = (...argv: string[]) => start(...argv).ended;

/** What Maquette itself says: ONNX Runtime's GPU back ends report their absence to the same stream. */
const complaints = (stderr: string): string[] =>
  stderr.split('\n').filter((line) => line.startsWith('maquette: '));

interface FacesFile {
  readonly width: number;
  readonly height: number;
  readonly provider: string;
  readonly milliseconds: Record<string, number>;
  readonly classes: readonly string[];
  readonly faces: readonly {
    readonly box: { left: number; top: number; width: number; height: number };
    readonly landmarks: readonly (readonly [number, number])[];
  }[];
}

async function samples(path: string): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(path)
    .autoOrient()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Without the conversion to three channels that sharp makes by itself. */
const readLabels = (path: string): Promise<Buffer> =>
  sharp(path).toColourspace('b-w').raw().toBuffer();

test('parse writes one channel of class ids at the upright size, and the faces', async () => {
  // Lying on its side, with the EXIF mark that says so.
  await sharp(portrait).rotate(270).withMetadata({ orientation: 6 }).toFile(at('lying.jpg'));
  const { code, stdout, stderr } = await run('parse', 'lying.jpg', '--out-dir', 'out');
  expect(complaints(stderr)).toEqual([]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^lying\.jpg: 1 face, \d+ ms → /);
  expect((await readdir(at('out'))).sort()).toEqual(['lying.faces.json', 'lying.labels.png']);

  const upright = await samples(portrait);
  expect(await sharp(at('out', 'lying.labels.png')).metadata()).toMatchObject({
    format: 'png',
    width: upright.width,
    height: upright.height,
    channels: 1,
    depth: 'uchar',
    bitsPerSample: 8,
    hasAlpha: false,
  });
  const labels = await readLabels(at('out', 'lying.labels.png'));
  const report = JSON.parse(await readFile(at('out', 'lying.faces.json'), 'utf8')) as FacesFile;
  const counts = report.classes.map((_, id) => labels.filter((label) => label === id).length);
  expect(counts.reduce((sum, count) => sum + count)).toBe(upright.width * upright.height);
  for (const name of ['background', 'skin', 'nose', 'upper-lip', 'lower-lip', 'hair', 'neck']) {
    expect([name, counts[report.classes.indexOf(name)]]).toEqual([name, expect.any(Number)]);
    expect(counts[report.classes.indexOf(name)]).toBeGreaterThan(100);
  }

  const { width, height, faces, milliseconds } = report;
  expect([width, height]).toEqual([upright.width, upright.height]);
  expect(report.provider).not.toBe('');
  expect(Object.keys(milliseconds)).toEqual(
    expect.arrayContaining(['open', 'detect', 'parse', 'measure', 'labels', 'total']),
  );
  expect(faces).toHaveLength(1);
  expect(faces[0]?.landmarks).toHaveLength(478);
  // Upright again: the lips' pixels lie where the landmarks of the mouth's corners are.
  const [corner, otherCorner] = [faces[0]?.landmarks[61], faces[0]?.landmarks[291]];
  const [x, y] = [0, 1].map((axis) =>
    Math.round(((corner?.[axis] ?? 0) + (otherCorner?.[axis] ?? 0)) / 2),
  );
  const around = [-6, -3, 0, 3, 6].map((down) => labels[((y ?? 0) + down) * width + (x ?? 0)]);
  expect(around.map((id) => report.classes[id ?? 0]).join()).toMatch(/lip|inner-mouth/);
});

test('apply colours the lips, keeps the rest, and leaves the photo alone', async () => {
  await copyFile(portrait, at('face.jpg'));
  const before = await readFile(at('face.jpg'));
  const edit = ['--edit', 'lip-color.color=#2040c0', '--edit', 'lip-color.strength=1'];
  const { code, stdout } = await run(
    'apply',
    'face.jpg',
    ...edit,
    '--out',
    'new/blue.png',
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ picture: 'new/blue.png', facesEdited: [1] });
  expect(before.equals(await readFile(at('face.jpg')))).toBe(true);

  const [photo, picture] = [await samples(at('face.jpg')), await samples(at('new', 'blue.png'))];
  expect([picture.width, picture.height]).toEqual([photo.width, photo.height]);
  await run('parse', 'face.jpg', '--out-dir', 'out');
  const labels = await readLabels(at('out', 'face.labels.png'));
  let [changed, changedOutside, bluer, lips] = [0, 0, 0, 0];
  labels.forEach((label, index) => {
    const [own, now] = [photo, picture].map(({ data }) => data.subarray(3 * index, 3 * index + 3));
    const isLip = label === 11 || label === 12;
    if (isLip) lips++;
    if (!own || !now || own.equals(now)) return;
    changed++;
    if (!isLip) changedOutside++;
    if ((now[2] ?? 0) - (now[0] ?? 0) > (own[2] ?? 0) - (own[0] ?? 0)) bluer++;
  });
  expect(changed).toBeGreaterThan(0.8 * lips);
  expect(bluer).toBeGreaterThan(0.9 * changed);
  // The feather: never far from the lips, and little of the photo.
  expect(changedOutside).toBeLessThan(lips);
});

test('a broken photo among others fails alone', async () => {
  const bytes = await readFile(portrait);
  await mkdir(at('in'));
  await writeFile(at('in', 'a.jpg'), bytes);
  await writeFile(at('in', 'b.jpg'), bytes.subarray(0, bytes.length / 3));
  await writeFile(at('in', 'c.jpg'), bytes);
  const edit = ['--edit', 'lip-color.strength=0.5'];
  const { code, stdout, stderr } = await run('apply', 'in/*.jpg', ...edit, '--out-dir', 'out');
  expect(code).toBe(1);
  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect(complaints(stderr)).toEqual([
    expect.stringMatching(/^maquette: in\/b\.jpg: the picture is damaged/),
    'maquette: 1 of 3 photos failed.',
  ]);
  expect((await readdir(at('out'))).sort()).toEqual(['a.jpg', 'c.jpg']);
});

test('what cannot be meant is refused before anything is written', async () => {
  await copyFile(portrait, at('face.jpg'));
  const edit = ['--edit', 'lip-color.strength=0.5'];
  for (const argv of [
    [],
    ['apply', 'face.jpg', '--edit', 'lip-colour.strength=1', '--out', 'x.jpg'],
    ['apply', 'face.jpg', ...edit, '--out-dir', '.'],
    ['parse', 'face.jpg'],
  ]) {
    const { code, stdout, stderr } = await run(...argv);
    expect([argv, code, stdout]).toEqual([argv, 2, '']);
    expect(complaints(stderr)).toHaveLength(1);
  }
  expect((await readdir(folder)).sort()).toEqual(['face.jpg', 'out']);
});

test('an interrupt leaves no half-written file', async () => {
  test.skip(process.platform === 'win32', 'no signal can be sent to a process there');
  await writeLargePhoto(at('large.jpg'));
  const edit = ['--edit', 'lip-color.strength=0.5'];
  const { child, ended } = start('apply', 'large.jpg', ...edit, '--out', 'out/large.png');
  const writing = (): Promise<string> => readdir(at('out')).then((names) => names.join());
  await expect.poll(writing, { timeout: 40_000, intervals: [10] }).toMatch(/\.tmp$/);
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(complaints(stderr)).toEqual(['maquette: Stopped. No file was left half-written.']);
  expect(await readdir(at('out'))).toEqual([]);
});
