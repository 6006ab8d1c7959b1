import { beforeAll, expect, it } from 'vitest';
import { createFakeCanvas, installFakeCanvas } from '../testing/fake-canvas';
import { thumbnailOf } from './overview';

beforeAll(installFakeCanvas);

it('cuts a thumbnail that lies partly outside', async () => {
  const picture = { canvas: createFakeCanvas(256, 256), scale: 1 };
  const part = { left: -20, top: 200, width: 100, height: 100 };
  await expect((await thumbnailOf(picture, part, 96)).text()).resolves.toBe('96x96');
});
