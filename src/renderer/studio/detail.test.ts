import { createDocument } from '@shared/document/document';
import type { Pixels } from '@shared/contract/contract';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fakeOf, installFakeCanvas } from '../testing/fake-canvas';
import { startFakeEngine, type EngineHandlers } from '../testing/fake-engine';
import { Detail } from './detail';
import { EngineLink } from './engine-link';

beforeAll(installFakeCanvas);

type ViewInput = Parameters<EngineHandlers['view']>[0];

/** An engine whose answers wait until they are released. */
function create(edited = true) {
  const asked: ViewInput[] = [];
  const answers: (() => void)[] = [];
  const link = new EngineLink();
  const engine = startFakeEngine({
    view: (input) =>
      new Promise<Pixels>((resolve) => {
        asked.push(input);
        const { width, height } = input.rectangle;
        const data = new Uint8Array(width * height * 4).fill(asked.length);
        answers.push(() => resolve({ width, height, data }));
      }),
  });
  link.connect(engine.port);
  const onChange = vi.fn();
  const detail = new Detail(edited, (signal) => link.client(signal), onChange);
  return { detail, asked, answers, onChange };
}

const first = createDocument('photo');
const second = { ...first };
const visible = { left: 10, top: 20, width: 100, height: 80 };

describe('the photo’s own pixels', () => {
  it('are fetched for what is in sight, once', async () => {
    const { detail, asked, answers, onChange } = create();
    detail.want({ document: first, visible });
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.();
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
    expect(asked[0]).toMatchObject({ rectangle: visible, edited: true });
    expect(detail.picture?.area).toEqual(visible);
    detail.want({ document: first, visible: { left: 20, top: 30, width: 10, height: 10 } });
    await Promise.resolve();
    expect(asked).toHaveLength(1);
  });

  it('are fetched again only where an edit changed them', async () => {
    const { detail, asked, answers, onChange } = create();
    detail.want({ document: first, visible });
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.();
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
    detail.invalidate({ left: 50, top: 40, width: 30, height: 500 });
    detail.want({ document: second, visible });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    expect(asked[1]?.rectangle).toEqual({ left: 50, top: 40, width: 30, height: 60 });
    answers[1]?.();
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2));
    const pixels = detail.picture && fakeOf(detail.picture.canvas).pixels;
    expect(pixels?.[0]).toBe(1);
    expect(pixels?.[((40 - 20) * 100 + (50 - 10)) * 4]).toBe(2);
  });

  it('of the original do not follow the document', async () => {
    const { detail, asked, answers, onChange } = create(false);
    detail.want({ document: first, visible });
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.();
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
    detail.want({ document: second, visible });
    await Promise.resolve();
    expect(asked).toMatchObject([{ edited: false }]);
  });

  it('are not waited for once something else is in sight', async () => {
    const { detail, asked, answers } = create();
    detail.want({ document: first, visible });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const elsewhere = { ...visible, left: 500 };
    detail.want({ document: first, visible: { ...visible, left: 300 } });
    detail.want({ document: first, visible: elsewhere });
    await vi.waitFor(() => {
      answers.splice(0).forEach((answer) => answer());
      expect(detail.picture?.area).toEqual(elsewhere);
    });
    expect(asked.map(({ rectangle }) => rectangle.left)).not.toContain(300);
  });

  it('are forgotten when too much is in sight', async () => {
    const { detail, answers, onChange } = create();
    detail.want({ document: first, visible });
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.();
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
    detail.want({ document: first, visible: { left: 0, top: 0, width: 6000, height: 4000 } });
    expect(detail.picture).toBeUndefined();
  });
});
