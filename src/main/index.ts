import { join } from 'node:path';
import {
  app,
  nativeTheme,
  utilityProcess,
  type BrowserWindow,
  type MessagePortMain,
} from 'electron';
import { photoFromArguments } from './arguments';
import { askBeforeClosing } from './closing';
import { adaptEngine, connectPage } from './contract-adapter';
import { askAfterCrash, mayClose } from './dialogs';
import { createEditor, type Editor } from './editor';
import { jsonFile } from './json-file';
import { createScratchFolder, removePartialExports } from './leftovers';
import { installMenu } from './menu';
import { createOwnLooks } from './own-looks';
import { openRecentPhotos } from './recent-photos';
import { registerAppScheme, serveApp } from './protocol';
import { createSamples } from './samples';
import { lockDown, pageSource } from './security';
import { openSettings, type SettingsStore } from './settings';
import { createSupervisor, type Supervisor } from './supervisor';
import { createTickets, type Tickets } from './tickets';
import { bringToFront, createWindow } from './window';
import { windowStateSchema } from './window-state';

/** A photo that the system asked for before there was a window (macOS sends it as an event). */
let photoToOpen: string | null = null;
let openPhoto = (path: string): void => void (photoToOpen = path);

/** What a second start hands to the first. Chromium reorders the arguments on the way, so not those. */
interface SecondStart {
  readonly photo: string | null;
}

function begin(): void {
  registerAppScheme();
  const { isPackaged: packaged } = app;
  const photo = photoFromArguments(process.argv, { packaged, workingDirectory: process.cwd() });
  const start: SecondStart = { photo };
  if (!app.requestSingleInstanceLock(start)) {
    app.quit();
    return;
  }
  if (photo !== null) photoToOpen = photo;
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openPhoto(path);
  });
  // One document, one window: closing it ends the program, on macOS too.
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(run);
}

function run(): void {
  nativeTheme.themeSource = 'dark';
  const source = pageSource(app.isPackaged, process.env['ELECTRON_RENDERER_URL']);
  lockDown(source);
  serveApp(join(__dirname, '../renderer'));

  const userData = app.getPath('userData');
  const window = createWindow(jsonFile(join(userData, 'window.json'), windowStateSchema));
  void window.loadURL(source.url);

  const settings = openSettings(join(userData, 'settings.json'), app.getLocale());
  const page = connectPage(window.webContents, source.origin);
  const { tickets, supervisor } = superviseEngine(join(userData, 'engine'), (code, detail) =>
    page.tell({ event: 'engine-exited', code, detail }),
  );
  supervisor.start();

  const modules = app.isPackaged ? null : join(app.getAppPath(), 'node_modules');
  const samples = createSamples(modules, tickets);
  const showMenu = (): void =>
    installMenu({
      locale: settings.current.locale,
      onCommand: (command) => page.tell({ event: 'menu', command }),
    });
  showMenu();
  const ownLooks = createOwnLooks(join(userData, 'looks'));
  const recentPhotos = openRecentPhotos(join(userData, 'recent-photos.json'), tickets);
  const parts = { window, page, tickets, supervisor, settings, samples, ownLooks, recentPhotos };
  listenToSystem(window, createEditor({ ...parts, onSettingsChange: showMenu }), settings);
}

function superviseEngine(
  stateDirectory: string,
  onExit: Parameters<typeof createSupervisor>[0]['onExit'],
): { tickets: Tickets; supervisor: Supervisor<MessagePortMain> } {
  const resources = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources');
  const tickets = createTickets((grant) => supervisor.grant(grant));
  const supervisor = createSupervisor<MessagePortMain>({
    fork: forkEngine,
    directories: { modelsDirectory: join(resources, 'models'), stateDirectory },
    grants: () => tickets.all(),
    cleanUp: () => removePartialExports(tickets.all()),
    onExit,
    now: () => performance.now(),
  });
  stopBeforeQuitting(supervisor);
  return { tickets, supervisor };
}

function forkEngine(): ReturnType<typeof adaptEngine> {
  const scratch = createScratchFolder();
  const child = utilityProcess.fork(join(__dirname, 'engine.js'), [], {
    serviceName: 'maquette-engine',
    env: { ...process.env, ...scratch.environment },
  });
  child.once('exit', () => scratch.remove());
  return adaptEngine(child);
}

/** The program outlives its engine, so that an export that is cut off leaves nothing behind. */
function stopBeforeQuitting(supervisor: Supervisor<MessagePortMain>): void {
  app.once('will-quit', (event) => {
    event.preventDefault();
    // A quit that is asked for before this event is over is lost.
    void supervisor.stop().then(() => setImmediate(() => app.quit()));
  });
}

function listenToSystem(window: BrowserWindow, editor: Editor, settings: SettingsStore): void {
  openPhoto = (path) => {
    editor.openPhoto(path);
    bringToFront(window);
  };
  if (photoToOpen !== null) editor.openPhoto(photoToOpen);
  app.on('second-instance', (_event, _argv, _workingDirectory, data) => {
    const { photo } = data as SecondStart;
    if (photo === null) bringToFront(window);
    else openPhoto(photo);
  });
  askBeforeClosing(window, () => {
    // A quit can be asked for while the window is out of sight.
    bringToFront(window);
    return mayClose(window, settings.current.locale);
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void recover(window, settings);
  });
}

async function recover(window: BrowserWindow, settings: SettingsStore): Promise<void> {
  if ((await askAfterCrash(window, settings.current.locale)) === 'quit') app.quit();
  else window.webContents.reload();
}

begin();
