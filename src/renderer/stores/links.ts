import { enginePortMessage, type Bridge } from '@shared/contract/bridge';
import { appContract, appEventSchema, type AppEvent } from '@shared/contract/contract';
import { createClient, type Client, type Port } from '@shared/contract/rpc';
import { studioContract, type StudioHandover } from '../studio/contract';
import { portOf } from '../studio/ports';

/** The lines that leave the page: to main over the preload bridge, and to the worker. */
export interface Links {
  readonly app: Client<typeof appContract>;
  readonly studio: Client<typeof studioContract>;
  readonly bridge: Pick<Bridge, 'platform' | 'ticketForFile'>;
  attachCanvas(canvas: HTMLCanvasElement): void;
  onAppEvent(listener: (event: AppEvent) => void): void;
}

export function connect(bridge: Bridge): Links {
  const worker = new Worker(new URL('../studio/studio.worker.ts', import.meta.url), {
    type: 'module',
  });
  const appPort: Port = {
    post: (message) => bridge.sendToApp(message),
    listen: (listener) => bridge.onAppMessage(listener),
  };
  const handOver = (message: StudioHandover, transfer: Transferable): void =>
    worker.postMessage(message, [transfer]);

  window.addEventListener('message', ({ data, ports, source }) => {
    const [port] = ports;
    if (source === window && data === enginePortMessage && port) {
      handOver({ handover: 'engine', port }, port);
    }
  });

  return {
    app: createClient(appContract, appPort).client,
    studio: createClient(studioContract, portOf(worker)).client,
    bridge,
    attachCanvas(element) {
      const canvas = element.transferControlToOffscreen();
      handOver({ handover: 'canvas', canvas }, canvas);
    },
    onAppEvent(listener) {
      bridge.onAppEvent((event) => {
        const parsed = appEventSchema.safeParse(event);
        if (parsed.success) listener(parsed.data);
      });
    },
  };
}
