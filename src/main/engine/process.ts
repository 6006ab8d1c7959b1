import { engineContract } from '@shared/contract/contract';
import { serve, type Port } from '@shared/contract/rpc';
import { createEngineCore } from './core';
import { createHandlers } from './handlers';
import { engineMessageSchema, type EngineReport } from './messages';

/** What of Electron's `MessagePortMain` is used. */
interface TransferredPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  off(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

interface ParentMessage {
  readonly data: unknown;
  readonly ports: readonly TransferredPort[];
}

/** What of Electron's `process.parentPort` is used. */
export interface ParentPort {
  on(event: 'message', listener: (message: ParentMessage) => void): void;
  postMessage(message: EngineReport): void;
}

/** Listens to main for as long as the process lives. */
export function runEngine(parent: ParentPort): void {
  const paths = new Map<string, string>();
  let connect: ((port: TransferredPort) => void) | undefined;

  parent.on('message', ({ data, ports }) => {
    const message = engineMessageSchema.parse(data);
    switch (message.kind) {
      case 'start': {
        const core = createEngineCore(message);
        const handlers = createHandlers(core, paths);
        let disconnect = (): void => undefined;
        connect = (port) => {
          disconnect();
          const stop = serve(engineContract, adapt(port), handlers);
          disconnect = () => {
            stop();
            port.close();
          };
        };
        parent.postMessage({ kind: 'ready' });
        void core.warmUp().then(() => core.chooseProvider());
        return;
      }
      case 'grant':
        paths.set(message.id, message.path);
        return;
      case 'connect':
        for (const port of ports) connect?.(port);
    }
  });
}

function adapt(port: TransferredPort): Port {
  port.start();
  return {
    post: (message) => port.postMessage(message),
    listen(listener) {
      const receive = ({ data }: { readonly data: unknown }): void => listener(data);
      port.on('message', receive);
      return () => port.off('message', receive);
    },
  };
}
