import { expect, test } from './fixtures';

test('starts with a window, and no problem', async ({ launch }) => {
  const { page, application } = await launch();
  await expect(page).toHaveTitle('Maquette');
  expect(await application.evaluate(({ app }) => app.isPackaged)).toBe(false);
});
