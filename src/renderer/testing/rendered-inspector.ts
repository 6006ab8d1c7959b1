import type { EditGroup } from '@shared/edits/define';
import { render } from 'svelte/server';
import { editsOf } from '../stores/panels';
import { Workspace } from '../stores/workspace.svelte';
import { createFakeLinks } from './fake-links';
import ShownInspector from './ShownInspector.svelte';

/** The panel of a group of edits as HTML, every edit open in turn, with a photo open: first in English, then in Chinese. */
export async function renderedInspector(group: EditGroup): Promise<readonly [string, string]> {
  const workspace = new Workspace(createFakeLinks().links);
  await workspace.openDialog();
  workspace.selection.panel = group;
  const shown = (): string =>
    editsOf(group)
      .map(({ id }) => {
        workspace.selection.open(id);
        return render(ShownInspector, { props: { workspace } }).body;
      })
      .join('');
  const english = shown();
  workspace.settings.toggleLocale();
  return [english, shown()];
}
