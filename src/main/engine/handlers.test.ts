import { describe, expect, it } from 'vitest';
import { engineContract } from '@shared/contract/contract';
import { createMemoryPorts } from '@shared/contract/memory-port';
import { createClient, serve } from '@shared/contract/rpc';
import { createDocument, withTransplant, type Document } from '@shared/document/document';
import { AppError } from '@shared/errors';
import { unmeasured } from '@shared/transplants/report';
import type { EngineCore } from './core';
import { Grants } from './grants';
import { createHandlers } from './handlers';
import type { Photo } from './photo';
import type { OpenDonor } from './stitched-photos';

const analysis = {
  width: 1,
  height: 1,
  provider: 'cpu',
  milliseconds: { detect: 0, parse: 0, measure: 0 },
};

/** An engine whose photos are read when the test says so. */
function setUp() {
  const reading: { path: string; done: (photo: Photo) => void; fail: (error: Error) => void }[] =
    [];
  const exported: [photo: Photo, path: string][] = [];
  const rehearsed: string[][] = [];
  const core = {
    /** As if every donor had left its name on the photo. */
    async stitch(photo: Photo, { transplants }: Document, openDonor: OpenDonor) {
      const reports = [];
      for (const { key, donor } of transplants) {
        const code = await openDonor(donor.photo, {}).then(
          () => null,
          (error: unknown) => AppError.from(error).code,
        );
        reports.push({ ...unmeasured, key, unavailable: code });
      }
      return { photo, reports, patches: [] };
    },
    analyse: () => Promise.resolve({ ...analysis, faces: [] }),
    rehearseStitching(...pair: readonly Photo[]) {
      rehearsed.push(pair.map(({ information }) => information.format));
      return Promise.resolve();
    },
    open: (path: string) =>
      new Promise<Photo>((done, fail) => void reading.push({ path, done, fail })),
    export(photo: Photo, _document: unknown, path: string) {
      exported.push([photo, path]);
      return Promise.resolve({ width: 1, height: 1, fileBytes: 1, milliseconds: 1 });
    },
  } as unknown as EngineCore;
  // The grants come behind their tickets, as they may from main.
  const grants = new Grants((ticket) => {
    if (ticket === 'target') grants.add(ticket, { path: '/out.png', access: 'write' });
    else if (ticket === 'a' || ticket === 'b') {
      grants.add(ticket, { path: `/${ticket}.jpg`, access: 'read' });
    }
    grants.settle(ticket);
  });
  const [near, far] = createMemoryPorts(structuredClone);
  serve(engineContract, far, createHandlers(core, grants));
  const { client } = createClient(engineContract, near);
  const options = {
    format: 'png',
    quality: 90,
    longestSidePixels: null,
    keepMetadata: true,
  } as const;
  const exportOf = (photo: string, target = 'target') =>
    client.export({ document: createDocument(photo), target, options });
  return { client, reading, exported, rehearsed, exportOf };
}

function photo(name: string): Photo {
  const data = new Uint8Array(4);
  const information = {
    width: 1,
    height: 1,
    format: name,
    bitsPerSample: 8,
    colorProfile: null,
    hasExif: false,
    hasOpacity: false,
    fileBytes: 1,
  } as const;
  return { information, preview: { width: 1, height: 1, data } } as unknown as Photo;
}

/** Lets messages that are under way arrive. */
const arrive = () => new Promise((resolve) => setImmediate(resolve));

describe('the handlers of the engine', () => {
  it('let an export wait for its photo, as after a restart', async () => {
    const { client, reading, exported, exportOf } = setUp();
    const opened = client.open({ photo: 'a' });
    const result = exportOf('a');
    await arrive();
    expect(exported).toEqual([]);
    const a = photo('a');
    reading[0]?.done(a);
    await Promise.all([opened, result]);
    expect(exported).toEqual([[a, '/out.png']]);
  });

  it('keep the photo that is open when another one cannot be read', async () => {
    const { client, reading, exportOf } = setUp();
    const opened = client.open({ photo: 'a' });
    await arrive();
    reading[0]?.done(photo('a'));
    await opened;
    const failing = client.open({ photo: 'b' });
    const refused = exportOf('b');
    await arrive();
    reading[1]?.fail(new AppError('broken-image'));
    await expect(failing).rejects.toMatchObject({ code: 'broken-image' });
    await expect(refused).rejects.toMatchObject({ code: 'broken-image' });
    await expect(exportOf('a')).resolves.toMatchObject({ fileBytes: 1 });
    await expect(exportOf('b')).rejects.toMatchObject({ code: 'unknown-photo' });
  });

  it('read donors when they are needed, and export nothing without them', async () => {
    const { client, reading, exported } = setUp();
    const opened = client.open({ photo: 'a' });
    await arrive();
    reading[0]?.done(photo('a'));
    await opened;
    const mouth = { face: 0, feature: 'mouth', enabled: true, params: {} } as const;
    const from = (id: string) =>
      withTransplant(createDocument('a'), { ...mouth, donor: { photo: id, face: 0 } });
    const reports = client.stitchReports({ document: from('b') });
    await arrive();
    expect(reading.map(({ path }) => path)).toEqual(['/a.jpg', '/b.jpg']);
    reading[1]?.done(photo('b'));
    expect(await reports).toMatchObject([{ unavailable: null }]);
    expect(await client.stitchReports({ document: from('a') })).toMatchObject([
      { unavailable: null },
    ]);
    expect(await client.stitchReports({ document: from('lost') })).toMatchObject([
      { unavailable: 'file-not-found' },
    ]);
    const options = {
      format: 'png',
      quality: 90,
      longestSidePixels: null,
      keepMetadata: true,
    } as const;
    await expect(
      client.export({ document: from('lost'), target: 'target', options }),
    ).rejects.toMatchObject({ code: 'donor-unavailable' });
    expect(exported).toEqual([]);
    expect(reading).toHaveLength(2);
  });

  it('keep guests beside the open photo', async () => {
    const { client, reading, rehearsed, exportOf } = setUp();
    const opened = client.open({ photo: 'a' });
    await arrive();
    reading[0]?.done(photo('a'));
    await opened;
    const guest = client.openGuest({ photo: 'b' });
    await arrive();
    reading[1]?.done(photo('b'));
    expect(await guest).toMatchObject({ information: { format: 'b' }, analysis: { faces: [] } });
    expect(rehearsed).toEqual([['a', 'b']]);
    await client.openGuest({ photo: 'b' });
    expect(reading).toHaveLength(2);
    await expect(exportOf('a')).resolves.toMatchObject({ fileBytes: 1 });
  });

  it('take a ticket only for what it was granted for', async () => {
    const { client, reading, exported, exportOf } = setUp();
    const opened = client.open({ photo: 'a' });
    await arrive();
    reading[0]?.done(photo('a'));
    await opened;
    for (const target of ['a', 'b', '/out.png', 'none']) {
      await expect(exportOf('a', target)).rejects.toMatchObject({ code: 'file-not-found' });
    }
    for (const id of ['target', '/a.jpg', 'none']) {
      await expect(client.open({ photo: id })).rejects.toMatchObject({ code: 'file-not-found' });
    }
    expect([reading.length, exported.length]).toEqual([1, 0]);
  });
});
