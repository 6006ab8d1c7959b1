import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/errors';
import type { StitchTask } from '@shared/stitching/staged';
import { temporaryFolder } from '../../../test/fixtures/pictures';
import { ThreadTeam } from './thread-team';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

/** Threads that fail in some way when they are asked to take part. */
const onStage = (text: string): string =>
  `import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ kind, shares }) => { if (kind === 'stage') { ${text} } });`;
const failing = {
  'dies with all tasks in its hands': onStage('shares.left.fill(0); process.exit(3);'),
  throws: onStage("throw new Error('out of luck');"),
  'has no memory left': onStage(
    "parentPort.postMessage({ kind: 'failed', error: { code: 'internal', detail: 'no memory' } });",
  ),
  'is no program': 'what is this',
};

const stages: readonly StitchTask[][] = [8, 1, 5].map((length) =>
  Array.from({ length }, () => ({ work: 'noise', given: [] }) as unknown as StitchTask),
);

function teamOf(name: keyof typeof failing): ThreadTeam {
  const script = join(folder.path, `${name.replaceAll(' ', '-')}.mjs`);
  writeFileSync(script, failing[name]);
  return new ThreadTeam(script, 3);
}

/** Which tasks of which stages were done here, in this order. */
async function doneBy(team: ThreadTeam, fail?: () => void): Promise<readonly string[]> {
  const done = new Set<string>();
  team.start();
  await team.doStages<'stitch'>(stages, {
    work: 'stitch',
    do: (task, at) => {
      fail?.();
      done.add(`${stages.findIndex((stage) => stage.includes(task))}.${at}`);
    },
    onMade: () => undefined,
    signal: undefined,
  });
  return [...done];
}

const everything = stages.flatMap((tasks, stage) => tasks.map((_, at) => `${stage}.${at}`));

describe('a team of threads', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  beforeEach(() => warn.mockClear());
  afterAll(() => warn.mockRestore());

  it.each(Object.keys(failing) as (keyof typeof failing)[])(
    'leaves nothing undone when a thread %s, and tells the log',
    async (name) => {
      const team = teamOf(name);
      const done = await doneBy(team);
      expect([...done].sort()).toEqual([...everything].sort());
      expect(done.map((task) => task[0])).toEqual(everything.map((task) => task[0]));
      expect(warn).toHaveBeenCalledOnce();
      await team.close();
    },
  );

  it('starts no more threads when they failed three times', async () => {
    const team = teamOf('throws');
    for (let attempt = 0; attempt < 5; attempt++) await doneBy(team);
    expect(warn).toHaveBeenCalledTimes(3);
    await team.close();
  });

  it('ends with the error when a task fails here too', async () => {
    const team = teamOf('dies with all tasks in its hands');
    const work = doneBy(team, () => {
      throw new AppError('internal', 'whoever does it');
    });
    await expect(work).rejects.toMatchObject({ detail: 'whoever does it' });
    await team.close();
  });
});
