import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { channels, enginePortMessage, type Bridge } from '@shared/contract/bridge';
import type { Openable } from '@shared/contract/contract';

function listen(channel: string, listener: (message: unknown) => void): () => void {
  const receive = (_event: IpcRendererEvent, message: unknown): void => listener(message);
  ipcRenderer.on(channel, receive);
  return () => void ipcRenderer.off(channel, receive);
}

/**
 * The path of a real file that the person dropped; '' for everything else, also for an object of the page's own that
 * only says it had one. A property that the page redefined is not seen here, on this side of the isolation.
 */
function pathOf(file: object): string {
  if (!(file instanceof File)) return '';
  const utilities = webUtils as typeof webUtils | undefined;
  if (utilities) return utilities.getPathForFile(file);
  // Electron before 29 has no `webUtils`; there the file itself knows its path.
  return 'path' in file && typeof file.path === 'string' ? file.path : '';
}

const bridge: Bridge = {
  platform: process.platform,
  sendToApp: (message) => ipcRenderer.send(channels.app, message),
  onAppMessage: (listener) => listen(channels.app, listener),
  onAppEvent: (listener) => listen(channels.appEvent, listener),
  async ticketForFile(file) {
    const path = pathOf(file);
    if (!path) return null;
    return (await ipcRenderer.invoke(channels.droppedFile, path)) as Openable | null;
  },
};

contextBridge.exposeInMainWorld('maquette', bridge);

// A port cannot pass through contextBridge: it is handed to the page as a message event.
ipcRenderer.on(channels.enginePort, (event) => {
  window.postMessage(enginePortMessage, window.location.origin, [...event.ports]);
});
