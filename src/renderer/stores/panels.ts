import type { Feature } from '@shared/analysis/classes';
import { editGroups, type EditDefinition, type EditGroup, type Stage } from '@shared/edits/define';
import { edits } from '@shared/edits/registry';

/** The tabs of the inspector: looks, features of other photos, then every group that has an edit. */
export type Panel = 'looks' | 'swap' | EditGroup;

export const panels: readonly Panel[] = [
  'looks',
  'swap',
  ...editGroups.filter((group) => edits.some((edit) => edit.group === group)),
];

/** What is chosen most comes first, which is not the order in which it is rendered. */
const stageOrder: readonly Stage[] = ['color', 'line', 'base', 'sculpt', 'retouch', 'shape'];

export function editsOf(panel: Panel): readonly EditDefinition[] {
  return edits
    .filter(({ group }) => group === panel)
    .sort((one, other) => stageOrder.indexOf(one.stage) - stageOrder.indexOf(other.stage));
}

/** The edit that pointing at a feature opens: one of the panel on show where it has one. */
export function editFor(feature: Feature, shown: Panel): EditDefinition | undefined {
  return [shown, ...panels].flatMap(editsOf).find(({ features }) => features.includes(feature));
}
