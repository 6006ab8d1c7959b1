import { AppError } from '@shared/errors';
import { describe, expect, it, vi } from 'vitest';
import { createFakeLinks, guestOverview } from '../testing/fake-links';
import { GuestPhotos } from './guests.svelte';
import { Notices } from './notices.svelte';

function create(overrides: Parameters<typeof createFakeLinks>[0] = {}) {
  const { links, calls } = createFakeLinks(overrides);
  const notices = new Notices();
  const { app, studio, bridge } = links;
  return { guests: new GuestPhotos({ app, studio, bridge, notices }), notices, calls };
}

describe('guest photos', () => {
  it('are opened by dialog, by dropping and from what was opened before, each once', async () => {
    const { guests, calls } = create();
    const chosen = await guests.chooseFile();
    expect(chosen?.ticket.name).toBe('chosen.jpg');
    expect(chosen?.overview.faces).toHaveLength(2);
    await guests.openFile({ name: 'dropped.png' } as File);
    await guests.loadRecent();
    const [recent] = guests.recent;
    if (recent) await guests.openPhoto(recent);
    await guests.chooseFile();
    expect(guests.open.map(({ ticket }) => ticket.id)).toEqual(['chosen', 'dropped', 'recent']);
    expect(calls.filter((name) => name === 'openGuest')).toHaveLength(3);
    expect(calls.filter((name) => name === 'noteRecentFile')).toHaveLength(3);
  });

  it('tell their progress and can be given up', async () => {
    const { guests, notices } = create({
      studio: {
        openGuest: (_input, { signal, report }) =>
          new Promise((_resolve, reject) => {
            report({ stage: 'detect', fraction: null });
            signal.addEventListener('abort', () => reject(new AppError('cancelled')));
          }),
      },
    });
    const opening = guests.chooseFile();
    await vi.waitFor(() => expect(guests.loading?.progress?.stage).toBe('detect'));
    guests.loading?.cancel();
    expect(await opening).toBeUndefined();
    expect(guests.loading).toBeUndefined();
    expect(guests.open).toEqual([]);
    expect(notices.entries).toEqual([]);
  });

  it('one that cannot be read is told, by its name', async () => {
    const { guests, notices } = create({
      studio: {
        openGuest: () => {
          throw new AppError('broken-image');
        },
      },
    });
    expect(await guests.openFile({ name: 'dropped.png' } as File)).toBeUndefined();
    expect(notices.entries).toMatchObject([{ code: 'broken-image', subject: 'dropped.png' }]);
  });

  it('close', async () => {
    const { guests, calls } = create({ studio: { openGuest: () => guestOverview } });
    const guest = await guests.chooseFile();
    if (guest) guests.close(guest);
    expect(guests.open).toEqual([]);
    await vi.waitFor(() => expect(calls).toContain('closeGuest'));
  });
});
