import type { EditDefinition } from './define';

/** Every edit there is: one folder each, found by its `edit.ts`. Nothing else has to be told about a new one. */
const modules = import.meta.glob<{ readonly edit: EditDefinition }>('./*/edit.ts', { eager: true });

export const edits: readonly EditDefinition[] = Object.entries(modules)
  .map(([path, module]) => {
    const folder = path.split('/').at(-2);
    if (folder !== module.edit.id) throw new Error(`${path}: the id is ${module.edit.id}`);
    return module.edit;
  })
  .sort((a, b) => a.id.localeCompare(b.id));

const byId = new Map(edits.map((edit) => [edit.id, edit]));

export function findDefinition(id: string): EditDefinition | undefined {
  return byId.get(id);
}
