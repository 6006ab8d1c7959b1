import type { StitchWork } from './work';

type WorkName = keyof StitchWork;

/** One function of `stitchWork` and what it is given: nothing but data and sides, so that any thread may do it. */
export interface TaskOf<Name extends WorkName> {
  readonly work: Name;
  readonly given: Parameters<StitchWork[Name]>;
}

export type StitchTask = { [Name in WorkName]: TaskOf<Name> }[WorkName];

export function task<Name extends WorkName>(
  work: Name,
  ...given: Parameters<StitchWork[Name]>
): TaskOf<Name> {
  return { work, given };
}

/**
 * Work that halts where some of it can be done side by side: it gives the tasks away, which do not wait for each other,
 * and goes on with what they made. Who runs it decides on how many threads.
 */
export type Staged<Result> = Generator<readonly StitchTask[], Result, readonly unknown[]>;

type Groups = readonly (readonly TaskOf<WorkName>[])[];
type MadeOf<Group> = Group extends readonly TaskOf<infer Name>[]
  ? ReturnType<StitchWork[Name]>[]
  : never;

/** What some groups of tasks make, each in its order. */
export function* sideBySide<const All extends Groups>(
  ...groups: All
): Staged<{ -readonly [At in keyof All]: MadeOf<All[At]> }> {
  const made = yield groups.flat() as unknown as StitchTask[];
  let start = 0;
  const results = groups.map(({ length }) => made.slice(start, (start += length)));
  return results as { -readonly [At in keyof All]: MadeOf<All[At]> };
}
