import type {
  IpcMainEvent,
  IpcMainInvokeEvent,
  MessagePortMain,
  UtilityProcess,
  WebContents,
} from 'electron';
import { channels } from '@shared/contract/bridge';
import type { AppEvent, Openable } from '@shared/contract/contract';
import type { Port } from '@shared/contract/rpc';
import type { EngineProcess } from './supervisor';

/*
 * The only place in main that touches raw messages. Everything behind it talks through the contract, whose
 * receiver validates.
 */

/** A window's page as seen from main. */
export interface PageLine {
  /** Carries `appContract`. */
  readonly port: Port;
  tell(event: AppEvent): void;
  /** Hands the page its end of a line to the engine. */
  handOver(port: MessagePortMain): void;
  /** `register` turns the path of a dropped file into a ticket. */
  onDroppedFile(register: (path: string) => Openable): void;
}

export function connectPage(contents: WebContents, origin: string): PageLine {
  const send = (channel: string, message: unknown): void => {
    if (!contents.isDestroyed()) contents.send(channel, message);
  };
  return {
    port: {
      post: (message) => send(channels.app, message),
      listen(listener) {
        const receive = (event: IpcMainEvent, message: unknown): void => {
          if (isOurPage(event, contents, origin)) listener(message);
        };
        contents.ipc.on(channels.app, receive);
        return () => void contents.ipc.off(channels.app, receive);
      },
    },
    tell: (event) => send(channels.appEvent, event),
    handOver(port) {
      if (!contents.isDestroyed()) contents.postMessage(channels.enginePort, null, [port]);
    },
    onDroppedFile(register) {
      contents.ipc.handle(channels.droppedFile, (event, path: unknown) => {
        if (!isOurPage(event, contents, origin) || typeof path !== 'string') return null;
        return register(path);
      });
    },
  };
}

/** Only the top frame of the window's own page is listened to, whatever else may have got into it. */
function isOurPage(
  { sender, senderFrame: frame }: IpcMainEvent | IpcMainInvokeEvent,
  contents: WebContents,
  origin: string,
): boolean {
  return sender === contents && frame?.parent === null && isFrom(origin, frame.url);
}

function isFrom(origin: string, url: string): boolean {
  return url === origin || url.startsWith(`${origin}/`);
}

export function adaptEngine(child: UtilityProcess): EngineProcess<MessagePortMain> {
  return {
    post: (message, ports = []) => child.postMessage(message, [...ports]),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  };
}
