import { describe, expect, it } from 'vitest';
import { startFakeEngine } from '../testing/fake-engine';
import { EngineLink } from './engine-link';

const never = (): Promise<never> => new Promise(() => undefined);

describe('the line to the engine', () => {
  it('lets calls wait until there is one', async () => {
    const link = new EngineLink();
    const analysis = link.client().then((engine) => engine.analyse({ photo: 'a' }));
    link.connect(startFakeEngine().port);
    await expect(analysis).resolves.toMatchObject({ provider: 'cpu' });
  });

  it('fails what a lost engine was asked, and waits for the next one', async () => {
    const link = new EngineLink();
    link.connect(startFakeEngine({ analyse: never }).port);
    const lost = (await link.client()).analyse({ photo: 'a' });
    link.disconnect();
    await expect(lost).rejects.toMatchObject({ code: 'engine-restarted' });
    const later = link.client().then((engine) => engine.analyse({ photo: 'a' }));
    link.connect(startFakeEngine().port);
    await expect(later).resolves.toMatchObject({ faces: [{ index: 0 }] });
  });

  it('gives up waiting when cancelled', async () => {
    const link = new EngineLink();
    const controller = new AbortController();
    const waiting = link.client(controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(link.client(controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
