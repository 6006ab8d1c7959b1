import type { EditGroup } from '@shared/edits/define';
import { render } from 'svelte/server';
import { Workspace } from '../stores/workspace.svelte';
import { createFakeLinks } from './fake-links';
import ShownInspector from './ShownInspector.svelte';

/** The panel of a group of edits as HTML, with a photo open: first in English, then in Chinese. */
export async function renderedInspector(group: EditGroup): Promise<readonly [string, string]> {
  const workspace = new Workspace(createFakeLinks().links);
  await workspace.openDialog();
  workspace.selection.group = group;
  const { body: english } = render(ShownInspector, { props: { workspace } });
  workspace.settings.toggleLocale();
  const { body: chinese } = render(ShownInspector, { props: { workspace } });
  return [english, chinese];
}
