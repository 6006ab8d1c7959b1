import { describe, expect, it } from 'vitest';
import { isInstalled } from '../../build/setup/prepare.mjs';
import { run, Stop, tool } from '../../build/setup/project.mjs';

describe('whether the dependencies are those of the lock file', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/sharp': { version: '0.35.5' },
    'node_modules/@img/sharp-win32-x64': { version: '0.35.5', optional: true },
  };
  const sharp = { version: '0.35.5' };

  it('is so without the packages of other platforms', () => {
    expect(isInstalled(wanted, { 'node_modules/sharp': sharp })).toBe(true);
  });

  it.each([
    ['nothing is there', {}],
    ['one is older', { 'node_modules/sharp': { version: '0.35.4' } }],
    [
      'an optional one is older',
      {
        'node_modules/sharp': sharp,
        'node_modules/@img/sharp-win32-x64': { version: '0.35.4', optional: true },
      },
    ],
  ])('is not so when %s', (_, installed) => {
    expect(isInstalled(wanted, installed)).toBe(false);
  });
});

describe('running a command', () => {
  const node = (program: string) => [process.execPath, '-e', program];

  it('answers with its exit code', async () => {
    expect(await run(node('process.exit(0)'))).toBe(0);
    expect(await run(node('process.exit(3)'))).toBe(3);
  });

  it('counts an end by a signal as a failure', async () => {
    expect(await run(node('process.kill(process.pid, "SIGKILL")'))).toBe(1);
  });

  it('says in a line what it cannot run', async () => {
    await expect(run(['/no/such/program'])).rejects.toThrow(Stop);
  });

  it("finds a dependency's command", async () => {
    expect(await run(tool('prettier', '--version'), { stdio: 'ignore' })).toBe(0);
  });
});
