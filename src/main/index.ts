import { join } from 'node:path';
import {
  app,
  nativeTheme,
  utilityProcess,
  type BrowserWindow,
  type MessagePortMain,
} from 'electron';
import { fileFromArguments } from './arguments';
import { askBeforeClosing } from './closing';
import { adaptEngine, connectPage } from './contract-adapter';
import { askAfterCrash, askToSave } from './dialogs';
import { createEditor, type Editor } from './editor';
import { jsonFile } from './json-file';
import { createScratchFolder, removePartialExports } from './leftovers';
import { installMenu } from './menu';
import { createOwnLooks } from './own-looks';
import { openRecentFiles } from './recent-files';
import { createRecovery, type Recovery } from './recovery';
import { registerAppScheme, serveApp } from './protocol';
import { createSamples } from './samples';
import { lockDown, pageSource } from './security';
import { openSettings, type SettingsStore } from './settings';
import { createSupervisor, type Supervisor } from './supervisor';
import { createTickets, type Tickets } from './tickets';
import { bringToFront, createWindow } from './window';
import { windowStateSchema } from './window-state';

/** What the system asked for before there was a window (macOS sends it as an event). */
let fileToOpen: string | null = null;
let openFile = (path: string): void => void (fileToOpen = path);

/** What a second start hands to the first. Chromium reorders the arguments on the way, so not those. */
interface SecondStart {
  readonly file: string | null;
}

function begin(): void {
  registerAppScheme();
  const { isPackaged: packaged } = app;
  const file = fileFromArguments(process.argv, { packaged, workingDirectory: process.cwd() });
  const start: SecondStart = { file };
  if (!app.requestSingleInstanceLock(start)) {
    app.quit();
    return;
  }
  if (file !== null) fileToOpen = file;
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFile(path);
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
  const recovery = createRecovery(join(userData, 'recovery'));
  const recentFiles = openRecentFiles(join(userData, 'recent-files.json'), () => void showMenu());
  const showMenu = async (): Promise<void> =>
    installMenu({
      locale: settings.current.locale,
      recentFiles: await recentFiles.list(),
      onCommand: (command) => page.tell({ event: 'menu', command }),
      onOpen: (path) => openFile(path),
      onForget: () => recentFiles.clear(),
    });
  void showMenu();
  const editor = createEditor({
    ...{ window, page, tickets, supervisor, settings, samples, recentFiles, recovery },
    ownLooks: createOwnLooks(join(userData, 'looks')),
    program: app.getVersion(),
    onSettingsChange: () => void showMenu(),
  });
  listenToSystem(window, editor, settings);
  const forgotten = closeWithQuestion(window, { editor, settings, recovery });
  stopBeforeQuitting(() => Promise.all([supervisor.stop(), forgotten()]));
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
function stopBeforeQuitting(stop: () => Promise<unknown>): void {
  app.once('will-quit', (event) => {
    event.preventDefault();
    // A quit that is asked for before this event is over is lost.
    void stop().then(() => setImmediate(() => app.quit()));
  });
}

function listenToSystem(window: BrowserWindow, editor: Editor, settings: SettingsStore): void {
  openFile = (path) => {
    editor.open(path);
    bringToFront(window);
  };
  if (fileToOpen !== null) editor.open(fileToOpen);
  app.on('second-instance', (_event, _argv, _workingDirectory, data) => {
    const { file } = data as SecondStart;
    if (file === null) bringToFront(window);
    else openFile(file);
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void recover(window, settings);
  });
}

interface Closing {
  readonly editor: Editor;
  readonly settings: SettingsStore;
  readonly recovery: Recovery;
}

/**
 * Asks about unsaved changes. The result ends what was kept of them: not where the window closed without an answer,
 * because its page had crashed or hung.
 */
function closeWithQuestion(
  window: BrowserWindow,
  { editor, settings, recovery }: Closing,
): () => Promise<void> {
  let discarded = false;
  askBeforeClosing(window, async () => {
    // A quit can be asked for while the window is out of sight.
    bringToFront(window);
    const answer = await askToSave(window, settings.current.locale);
    if (answer === 'save') editor.tell({ event: 'save-and-close' });
    discarded = answer === 'discard';
    return discarded;
  });
  return async () => {
    if (discarded || !editor.modified) await recovery.clear();
  };
}

async function recover(window: BrowserWindow, settings: SettingsStore): Promise<void> {
  if ((await askAfterCrash(window, settings.current.locale)) === 'quit') app.quit();
  else window.webContents.reload();
}

begin();
