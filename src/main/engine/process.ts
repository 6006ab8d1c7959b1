import { engineContract } from '@shared/contract/contract';
import { serve, type Handlers, type Port } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import { createEngineCore, type EngineOptions } from './core';
import { Grants } from './grants';
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
export function runEngine(parent: ParentPort, options: EngineOptions = {}): void {
  process.on('unhandledRejection', complain);
  const grants = new Grants((id) => parent.postMessage({ kind: 'asked', id }));
  let connect: ((port: TransferredPort) => void) | undefined;

  parent.on('message', ({ data, ports }) => {
    const parsed = engineMessageSchema.safeParse(data);
    if (!parsed.success) return complain(parsed.error);
    const message = parsed.data;
    switch (message.kind) {
      case 'start': {
        const core = createEngineCore(message, options);
        connect = lineTo(createHandlers(core, grants));
        core
          .warmUp()
          .then(() => core.chooseProvider())
          .catch(complain);
        return;
      }
      case 'grant':
        grants.add(message.id, message);
        return;
      case 'answered':
        grants.settle(message.id);
        return;
      case 'connect':
        for (const port of ports) connect?.(port);
    }
  });
}

/** Serves one page at a time: a new line ends the one before and what it had asked for. */
function lineTo(handlers: Handlers<typeof engineContract>): (port: TransferredPort) => void {
  let disconnect = (): void => undefined;
  return (port) => {
    disconnect();
    const stop = serve(engineContract, adapt(port), handlers);
    disconnect = () => {
      stop();
      port.close();
    };
  };
}

/** Told to whoever reads the log; it is no reason to lose the photo that is open. */
function complain(error: unknown): void {
  const isUnforeseen = error instanceof Error && !(error instanceof AppError);
  const text = isUnforeseen ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`engine: ${text}\n`);
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
