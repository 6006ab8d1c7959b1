import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/pictures';
import { loadRealFace, type RealFace } from '../../../test/fixtures/real-face';
import { builtThread, dyingThread } from '../../../test/fixtures/render-thread';
import { requestsFor } from '@shared/stitching/options';
import type { StitchSide } from '@shared/stitching/side';
import { stitch, stitching, type Stitching } from '@shared/stitching/stitch';
import { StitchCrew } from './stitch-crew';
import { ThreadTeam } from './thread-team';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let script: string;
let marie: StitchSide;
let kal: StitchSide;
beforeAll(async () => {
  folder = await temporaryFolder();
  script = await builtThread(folder.path);
  const sideOf = ({ source, face }: RealFace): StitchSide => ({ source, face, scale: 1 });
  marie = sideOf(await loadRealFace('marie'));
  kal = sideOf(await loadRealFace('kal'));
});
afterAll(() => folder.remove());

/** Everything of a stitching, so that it is compared in a moment. */
function digest({ patches, report }: Stitching): string {
  const hash = createHash('sha1').update(JSON.stringify(report));
  for (const { rectangle, color, opacity, grain } of patches) {
    hash.update(JSON.stringify(rectangle));
    for (const { data } of [...color, opacity, ...(grain ? [grain] : [])])
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

describe('stitching in threads', () => {
  it('gives what one thread gives, whatever their number and however often', async () => {
    const requests = [requestsFor(['face']), requestsFor(['mouth', 'left-eye', 'left-brow'])];
    const expected = requests.map((asked) => digest(stitch(kal, marie, asked)));
    for (const threads of [1, 2, 3]) {
      const team = threads > 1 ? new ThreadTeam(script, threads) : undefined;
      const crew = new StitchCrew(team);
      for (const at of [0, 1, 0]) {
        const done = await crew.run(stitching(kal, marie, requests[at]!), undefined);
        expect(digest(done)).toBe(expected[at]);
      }
      await team?.close();
    }
  });

  it('stops between its stages when it is cancelled', async () => {
    const team = new ThreadTeam(script, 2);
    const controller = new AbortController();
    const crew = new StitchCrew(team);
    const work = crew.run(stitching(kal, marie, requestsFor(['face'])), controller.signal);
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    await team.close();
  });

  it('gives the same when threads die', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const team = new ThreadTeam(await dyingThread(script), 2);
    const asked = requestsFor(['mouth']);
    const done = await new StitchCrew(team).run(stitching(kal, marie, asked), undefined);
    expect(digest(done)).toBe(digest(stitch(kal, marie, asked)));
    expect(warn).toHaveBeenCalled();
    warn.mockRestore();
    await team.close();
  });

  it('goes on with threads that know no faces yet when others have failed', async () => {
    const team = new ThreadTeam(script, 2);
    const crew = new StitchCrew(team);
    const asked = requestsFor(['mouth']);
    await crew.run(stitching(kal, marie, asked), undefined);
    await team.close();
    const again = await crew.run(stitching(kal, marie, asked), undefined);
    expect(digest(again)).toBe(digest(stitch(kal, marie, asked)));
    await team.close();
  });
});
