/**
 * Undo as a list of whole immutable states. A gesture is a transaction: `begin`, any number of `update`s, then
 * `commit` (one step, or none when nothing changed) or `cancel` (back to where it began).
 */
export interface History<State> {
  readonly past: readonly Step<State>[];
  readonly present: State;
  readonly future: readonly Step<State>[];
  readonly gesture: Step<State> | undefined;
}

/** A state to return to and the name of the change that led away from it. */
export interface Step<State> {
  readonly label: string;
  readonly state: State;
}

export function createHistory<State>(present: State): History<State> {
  return { past: [], present, future: [], gesture: undefined };
}

/** Starts a gesture; one that is still open is committed first. */
export function begin<State>(history: History<State>, label: string): History<State> {
  const settled = commit(history);
  return { ...settled, gesture: { label, state: settled.present } };
}

/** Changes the present. Without an open gesture the change is a step of its own. */
export function update<State>(
  history: History<State>,
  label: string,
  change: (state: State) => State,
): History<State> {
  if (!history.gesture) return commit(update(begin(history, label), label, change));
  return { ...history, present: change(history.present) };
}

export function commit<State>(history: History<State>): History<State> {
  const { gesture } = history;
  if (!gesture) return history;
  const closed = { ...history, gesture: undefined };
  if (gesture.state === history.present) return closed;
  return { ...closed, past: [...history.past, gesture], future: [] };
}

export function cancel<State>(history: History<State>): History<State> {
  if (!history.gesture) return history;
  return { ...history, present: history.gesture.state, gesture: undefined };
}

export function undo<State>(history: History<State>): History<State> {
  const settled = commit(history);
  const step = settled.past.at(-1);
  if (!step) return settled;
  return {
    past: settled.past.slice(0, -1),
    present: step.state,
    future: [{ label: step.label, state: settled.present }, ...settled.future],
    gesture: undefined,
  };
}

export function redo<State>(history: History<State>): History<State> {
  const settled = commit(history);
  const [step, ...rest] = settled.future;
  if (!step) return settled;
  return {
    past: [...settled.past, { label: step.label, state: settled.present }],
    present: step.state,
    future: rest,
    gesture: undefined,
  };
}
