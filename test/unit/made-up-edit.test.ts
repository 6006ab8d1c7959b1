import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Listing from '../../src/main/cli/list-edits';
import type * as Program from '../../src/main/cli/program';
import type * as WordTables from '../../src/main/cli/words/words';
import type * as Registry from '../../src/shared/edits/registry';

/** One folder with one file is all that a new edit needs. */
const madeUpEdit = `
import { defineEdit } from '../define';
import { choice, fraction } from '../parameters';

export const edit = defineEdit({
  id: 'made-up',
  version: 1,
  group: 'face',
  stage: 'color',
  text: { en: 'Made-up edit', 'zh-CN': '虚构妆容' },
  features: ['skin'],
  params: {
    glow: fraction(0, { text: { en: 'Made-up glow', 'zh-CN': '虚构光泽' }, suggested: 0.4 }),
    tone: choice('warm', {
      text: { en: 'Made-up tone', 'zh-CN': '虚构色调' },
      options: {
        warm: { en: 'Warm', 'zh-CN': '暖' },
        cool: { en: 'Cool', 'zh-CN': '冷' },
      },
    }),
  },
  migrations: [],
  plan: () => [],
});
`;

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');

/** A copy of the sources with the folder added, run from where it lies. */
async function startCopy(): Promise<{ root: string; server: ViteDevServer }> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'maquette-made-up-')));
  for (const part of ['src', 'test/fixtures', 'package.json']) {
    await cp(join(repository, part), join(root, part), { recursive: true });
  }
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  const folder = join(root, 'src/shared/edits/made-up');
  await mkdir(folder);
  await writeFile(join(folder, 'edit.ts'), madeUpEdit);
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    resolve: { alias: { '@shared': join(root, 'src/shared') } },
    plugins: [svelte({ configFile: join(repository, 'svelte.config.mjs') })],
  });
  return { root, server };
}

describe('a made-up edit folder', () => {
  let copy: Awaited<ReturnType<typeof startCopy>>;

  beforeAll(async () => {
    copy = await startCopy();
  });

  afterAll(async () => {
    await copy.server.close();
    await rm(copy.root, { recursive: true, force: true });
  });

  it('is found by the registry', async () => {
    const registry = (await copy.server.ssrLoadModule('/src/shared/edits/registry.ts')) as {
      edits: readonly { id: string }[];
    };
    expect(registry.edits.map(({ id }) => id)).toContain('made-up');
  });

  it('has its panel and controls, in both languages', async () => {
    const { renderedInspector } = (await copy.server.ssrLoadModule(
      '/src/renderer/testing/rendered-inspector.ts',
    )) as { renderedInspector: (group: string) => Promise<readonly [string, string]> };
    const [english, chinese] = await renderedInspector('face');
    for (const word of ['Made-up edit', 'Made-up glow', 'Made-up tone', 'Warm', 'Cool']) {
      expect(english).toContain(word);
    }
    for (const word of ['虚构妆容', '虚构光泽', '虚构色调', '暖', '冷']) {
      expect(chinese).toContain(word);
    }
  });

  it('is listed and checked by the command line', async () => {
    await build({
      root: copy.root,
      configFile: false,
      logLevel: 'error',
      resolve: { alias: { '@shared': join(copy.root, 'src/shared') } },
      build: {
        ssr: 'src/main/cli/index.ts',
        outDir: 'out/main',
        target: 'node20',
        rolldownOptions: { output: { format: 'cjs', entryFileNames: 'cli.js' } },
      },
    });
    const program = join(copy.root, 'out/main/cli.js');
    const maquette = (...words: string[]) => run(process.execPath, [program, ...words]);

    const { stdout } = await maquette('edits', '--lang', 'en');
    for (const word of ['made-up.glow', 'made-up.tone', 'Made-up glow']) {
      expect(stdout).toContain(word);
    }
    const wrong = maquette('apply', 'a.jpg', '--edit', 'made-up.tone=hot', '--out', 'b.png');
    await expect(wrong).rejects.toMatchObject({ code: 2 });
    await expect(wrong).rejects.toThrow(/warm.*cool/);
  });

  it('is taken and listed by the command line', async () => {
    const load = (path: string) => copy.server.ssrLoadModule(path) as Promise<unknown>;
    const { edits } = (await load('/src/shared/edits/registry.ts')) as typeof Registry;
    const { parseArguments } = (await load('/src/main/cli/program.ts')) as typeof Program;
    const { listEdits } = (await load('/src/main/cli/list-edits.ts')) as typeof Listing;
    const { words } = (await load('/src/main/cli/words/words.ts')) as typeof WordTables;
    const options = { words: words.en, version: '0', definitions: edits, helpColumns: 80 };
    const argv = ['apply', 'a.jpg', '--out', 'b.jpg', '--edit', 'made-up.tone=cool'];
    expect(parseArguments(argv, options)).toMatchObject({
      request: { edits: [{ given: { tone: 'cool' } }] },
    });
    expect(listEdits(edits, 'en', words.en)).toContain('made-up.tone  warm | cool');
    expect(listEdits(edits, 'zh-CN', words['zh-CN'])).toContain('虚构光泽');
  });
});
