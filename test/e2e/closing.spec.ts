import type * as Electron from 'electron';
import { EditorPage, photos } from './editor-page';
import { expect, test, type Maquette } from './fixtures';

const question = 'Save the changes?';

/** Answers every question of the main process with one button, and keeps what was asked. */
async function answer({ application }: Maquette, button: string): Promise<void> {
  await application.evaluate(({ dialog }, label) => {
    const asked: string[] = [];
    const showMessageBox = (_window: unknown, options: Electron.MessageBoxOptions) => {
      asked.push(options.message);
      const response = options.buttons?.indexOf(label) ?? -1;
      return Promise.resolve({ response, checkboxChecked: false });
    };
    Object.assign(dialog, { showMessageBox });
    Object.assign(globalThis, { asked });
  }, button);
}

const asked = ({ application }: Maquette): Promise<string[]> =>
  application.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);

/** As the button in the title bar does. Nobody waits for the answer: the program may be gone before. */
function closeWindow({ application }: Maquette): void {
  application
    .evaluate(({ BrowserWindow }) => {
      setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
    })
    .catch(() => undefined);
}

const ended = ({ application }: Maquette): Promise<void> =>
  new Promise((resolve) => application.process().once('exit', () => resolve()));

test('closing or quitting with edits asks first', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { page, maquette } = editor;
  await editor.swatch('Plum').click();

  await answer(maquette, 'Cancel');
  closeWindow(maquette);
  await expect.poll(() => asked(maquette)).toEqual([question]);
  await maquette.application.evaluate(({ app }) => app.quit());
  await expect.poll(() => asked(maquette)).toEqual([question, question]);
  await expect(editor.radio('Plum')).toBeChecked();
  await editor.undo.click();
  await editor.redo.click();
  await expect(editor.radio('Plum')).toBeChecked();

  await page.getByRole('button', { name: '切换到简体中文' }).click();
  await answer(maquette, '取消');
  closeWindow(maquette);
  await expect.poll(() => asked(maquette)).toEqual(['要保存修改吗？']);

  // Nor does an engine that answers no more keep the window open.
  await editor.signalEngine('SIGSTOP');
  await answer(maquette, '不保存');
  const end = ended(maquette);
  closeWindow(maquette);
  await end;
});

test('closing without edits asks nothing', async ({ launch }) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { maquette } = editor;
  await editor.swatch('Plum').click();
  await editor.undo.click();
  await answer(maquette, 'Cancel');
  const end = ended(maquette);
  closeWindow(maquette);
  await end;
});

test('a page that crashed offers its edits to the one that follows, and asks nothing', async ({
  launch,
}) => {
  const editor = await EditorPage.open(launch, { photo: photos.onePerson });
  const { maquette } = editor;
  maquette.expectProblem(/^page: crashed|Crashing because hung/);
  await editor.swatch('Plum').click();
  await answer(maquette, 'Reload');
  await maquette.application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const loaded = new Promise<void>((resolve) => {
      contents?.once('did-finish-load', () => resolve());
    });
    contents?.forcefullyCrashRenderer();
    return loaded;
  });
  expect(await asked(maquette)).toEqual(['The window stopped working.']);
  // Playwright talks no more to a page that crashed once.
  const shown = (): Promise<unknown> =>
    maquette.application.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
    );
  await expect.poll(shown).toContain('Restore your changes to joe-gardner-2.jpg?');
  await answer(maquette, 'Cancel');
  const end = ended(maquette);
  closeWindow(maquette);
  await end;
});
