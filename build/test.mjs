/** npm test: prepares what is missing, then runs every check and every test, up to the first that fails. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { patchLibvips } from './patch-libvips.mjs';
import { prepareRuntime } from './setup/electron-runtime.mjs';
import { prepareModules } from './setup/prepare.mjs';
import { npm, root, run, runScript, say, tool } from './setup/project.mjs';
import { displayPrefix, prepareSystem } from './setup/system.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ name: string, command: string[], count?: () => Promise<Count> }} Step
 *   `count`: of the tests in it; without one, the step is a single check
 */

const results = join(root, 'test-results');
const unitResults = join(results, 'vitest.json');
const endToEndResults = join(results, 'playwright.json');

/** @param {string} file */
const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));

/** @returns {Step[]} */
function steps() {
  /** @param {string} name */
  const check = (name) => ({ name, command: npm('run', '--silent', name).flat() });
  return [
    ...['format:check', 'lint', 'types'].map(check),
    {
      name: 'unit',
      command: tool(
        'vitest',
        ...['run', '--reporter=default', '--reporter=json', `--outputFile=${unitResults}`],
      ),
      async count() {
        const { numPassedTests, numFailedTests } = await readJson(unitResults);
        return { passed: numPassedTests, failed: numFailedTests };
      },
    },
    check('build'),
    {
      name: 'e2e',
      command: [...displayPrefix(), ...tool('@playwright/test', 'test')],
      async count() {
        const { stats } = await readJson(endToEndResults);
        return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
      },
    },
  ];
}

/**
 * @param {Step} step
 * @returns {Promise<Count>}
 */
async function take({ name, command, count }) {
  const startedAt = performance.now();
  say(name);
  const code = await run(command);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  say(`${name} ${code === 0 ? 'passed' : 'failed'} after ${seconds} s`);
  if (!count) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  // A runner that broke down before its first test leaves no results.
  const { passed, failed } = await count().catch(() => ({ passed: 0, failed: 0 }));
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

await runScript(async () => {
  const total = { passed: 0, failed: 0 };
  try {
    prepareSystem();
    await prepareModules();
    patchLibvips();
    await prepareRuntime();
    await rm(results, { recursive: true, force: true });
    await mkdir(results);
    for (const step of steps()) {
      const { passed, failed } = await take(step);
      total.passed += passed;
      total.failed += failed;
      if (failed > 0) break;
    }
  } catch (error) {
    total.failed += 1;
    throw error;
  } finally {
    process.on('exit', () => {
      process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
    });
  }
  return total.failed > 0 ? 1 : 0;
});
