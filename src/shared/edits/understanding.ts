import type { Understanding } from '../document/project';
import { understoodTransplant } from '../transplants/parameters';
import { currentParams } from './plan';
import { findDefinition } from './registry';

/** What this program can do of what a project asks for. */
export const understanding: Understanding = {
  edit(edit) {
    const definition = findDefinition(edit.id);
    const params = definition && currentParams(edit.params, edit.version, definition);
    return params && { ...edit, version: definition.version, params };
  },
  transplant: understoodTransplant,
};
