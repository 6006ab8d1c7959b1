import { edits } from '../edits/registry';
import { parseLook, understandLook, type WearableLook } from './look';

/** The looks that come with the program: one file each, in the order of the numbers that their names begin with. */
const files = import.meta.glob<unknown>('./built-in/*.json', { eager: true, import: 'default' });

export interface BuiltInLook extends WearableLook {
  /** The file's name without number and extension. */
  readonly id: string;
}

export const builtInLooks: readonly BuiltInLook[] = Object.entries(files)
  .sort(([one], [other]) => one.localeCompare(other))
  .map(([path, json]) => ({
    id: path.replace(/^.*\/\d+-(.+)\.json$/u, '$1'),
    ...understandLook(parseLook(json), edits),
  }));
