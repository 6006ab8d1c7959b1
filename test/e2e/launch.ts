import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type * as Electron from 'electron';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { removeFolder } from './folders';

/** One size for every picture and every test. */
const bounds = { x: 0, y: 0, width: 1280, height: 800 };

export interface LaunchOptions {
  /** A photo or project to open at the start, as on the command line. */
  readonly photo?: string;
  /** Settings and window state live here. Without it: a fresh folder, removed at the end. */
  readonly userDataDirectory?: string;
  readonly locale?: 'en' | 'zh-CN';
  /** Further switches for Chromium, before the application's folder. */
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Maquette {
  readonly application: ElectronApplication;
  readonly page: Page;
  readonly userDataDirectory: string;
  /** Milliseconds from the start of the process to its first window's page. */
  readonly startMilliseconds: number;
  /** Errors of the page and lines on the processes' standard error, except what is known to be harmless. */
  readonly problems: readonly string[];
  /** From here on such a problem is what the test is about. */
  expectProblem(pattern: RegExp): void;
  /** Writes test-results/screenshots/<name>.png and returns its path. */
  screenshot(name: string): Promise<string>;
  /** Ends the program; throws when a problem came up that no `expectProblem` allows. */
  close(): Promise<void>;
}

/** Nothing of ours: the debugger that Playwright uses, and what Chromium logs of the machine it is on. */
const harmless = [
  /^(Debugger (listening|attached|ending)|For help, see: |Waiting for the debugger to disconnect)/,
  /^DevTools listening on/,
  // The clash that sharp warns of is what build/patch-libvips.mjs takes away.
  /\[SharpElectronLinux\]|^\(Use `.*--trace-warnings/,
  // The engine asks ONNX Runtime for every provider; one that is not there says so.
  /^Warning: vkCreateInstance|^ +at CheckVk\w+ \(|\[E:onnxruntime:.* provider_bridge_ort\.cc/,
  /^\[\d+:\d{4}\/\d+\.\d+:(VERBOSE\d|INFO|WARNING|ERROR):\w+\.(cc|mm)\(\d+\)\]/,
];

/**
 * Starts the built program (`out/`) in the Electron that is installed here. Throws when there is
 * none, or when the program ends before it has a window.
 */
export async function launchMaquette(options: LaunchOptions = {}): Promise<Maquette> {
  // Playwright compiles tests to CommonJS, which cannot import these files any other way.
  const { findRuntime, sandboxSwitches } = await import('../../build/setup/electron-runtime.mjs');
  const { root } = await import('../../build/setup/project.mjs');
  const runtime = findRuntime();
  if (!runtime) throw new Error('no Electron is installed here: npm start prepares one');
  const userDataDirectory =
    options.userDataDirectory ?? (await mkdtemp(join(tmpdir(), 'maquette-user-')));
  await writeIfAbsent(join(userDataDirectory, 'window.json'), { bounds, maximized: false });
  await writeIfAbsent(join(userDataDirectory, 'settings.json'), { locale: options.locale ?? 'en' });

  const startedAt = performance.now();
  const application = await _electron.launch({
    executablePath: runtime.executable,
    args: [
      ...sandboxSwitches(),
      `--user-data-dir=${userDataDirectory}`,
      ...(options.arguments ?? []),
      root,
      ...(options.photo === undefined ? [] : [options.photo]),
    ],
    cwd: root,
    // Playwright would add --no-sandbox on every Linux; users have the sandbox, so tests have it too.
    chromiumSandbox: true,
    colorScheme: 'dark',
    env: environment(options.environment),
  });
  const problems = collectProblems(application);
  const page = await application.firstWindow();
  const startMilliseconds = performance.now() - startedAt;

  const expected: RegExp[] = [];
  return {
    application,
    page,
    userDataDirectory,
    startMilliseconds,
    problems,
    expectProblem: (pattern) => void expected.push(pattern),
    async screenshot(name) {
      const folder = join(root, 'test-results/screenshots');
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path });
      return path;
    },
    async close() {
      await closeWithEdits(application);
      if (options.userDataDirectory === undefined) {
        await removeFolder(userDataDirectory);
      }
      const unexpected = problems.filter((line) => !expected.some((one) => one.test(line)));
      if (unexpected.length > 0) {
        throw new Error(`unexpected problems in the program:\n${unexpected.join('\n')}`);
      }
    },
  };
}

/** Ends the program, and lets its edits go if it asks about them. Every other question stays a question. */
async function closeWithEdits(application: ElectronApplication): Promise<void> {
  await application
    .evaluate(({ dialog }) => {
      const ask = dialog.showMessageBox.bind(dialog) as (...input: unknown[]) => unknown;
      const answer = (...input: unknown[]): unknown => {
        const { buttons } = input.at(-1) as Electron.MessageBoxOptions;
        const response = buttons?.findIndex((label) => /^(Don’t Save|不保存)$/.test(label)) ?? -1;
        return response < 0 ? ask(...input) : Promise.resolve({ response, checkboxChecked: false });
      };
      Object.assign(dialog, { showMessageBox: answer });
    })
    // A test may have ended it already.
    .catch(() => undefined);
  await application.close();
}

/** Page errors, console errors and lines on standard error, in the order in which they came. */
function collectProblems(application: ElectronApplication): readonly string[] {
  const problems: string[] = [];
  const watch = (page: Page): void => {
    page.on('pageerror', (error) => problems.push(`page: ${error.stack ?? error.message}`));
    page.on('crash', () => problems.push('page: crashed'));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
    });
  };
  application.windows().forEach(watch);
  application.on('window', watch);

  let rest = '';
  application.process().stderr?.on('data', (chunk: Buffer) => {
    const lines = (rest + stripVTControlCharacters(chunk.toString())).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() !== '' && !harmless.some((pattern) => pattern.test(line))) {
        problems.push(`stderr: ${line}`);
      }
    }
  });
  return problems;
}

function environment(extra: LaunchOptions['environment']): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      // Set by editors that are Electron programs themselves; ours would start as plain Node.
      entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
  );
  return { ...Object.fromEntries(own), ...extra };
}

async function writeIfAbsent(path: string, content: object): Promise<void> {
  if (!existsSync(path)) await writeFile(path, JSON.stringify(content));
}
