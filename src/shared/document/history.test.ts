import { describe, expect, it } from 'vitest';
import { begin, cancel, commit, createHistory, redo, undo, update, type History } from './history';

const set = (value: number) => () => value;

describe('history', () => {
  it('takes a gesture as one step', () => {
    let history = begin(createHistory(0), 'drag');
    for (let value = 1; value <= 10; value++) history = update(history, 'drag', set(value));
    history = commit(history);
    expect(history.present).toBe(10);
    expect(history.past).toEqual([{ label: 'drag', state: 0 }]);
    expect(undo(history).present).toBe(0);
    expect(redo(undo(history)).present).toBe(10);
  });

  it('takes a change without a gesture as a step of its own', () => {
    const history = update(update(createHistory(0), 'a', set(1)), 'b', set(2));
    expect(history.past.map(({ label }) => label)).toEqual(['a', 'b']);
  });

  it('adds no step when nothing changed', () => {
    expect(commit(begin(createHistory(0), 'touch')).past).toEqual([]);
  });

  it('returns to where a cancelled gesture began', () => {
    const history = cancel(update(begin(createHistory(0), 'drag'), 'drag', set(5)));
    expect(history).toMatchObject({ present: 0, past: [], gesture: undefined });
  });

  it('forgets what was undone once something else is done', () => {
    const history = update(undo(update(createHistory(0), 'a', set(1))), 'b', set(2));
    expect(history.future).toEqual([]);
    expect(redo(history).present).toBe(2);
  });

  it('does nothing at either end', () => {
    const history = createHistory(0);
    expect(undo(history)).toEqual(history);
    expect(redo(history)).toEqual(history);
  });

  it('keeps its invariants over random walks', () => {
    for (let seed = 1; seed <= 50; seed++) {
      let state = seed;
      const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
      let history: History<number> = createHistory(0);
      for (let step = 0; step < 60; step++) {
        const actions = [
          () => begin(history, 'g'),
          () => update(history, 'u', (value) => value + 1),
          () => commit(history),
          () => cancel(history),
          () => undo(history),
          () => redo(history),
        ];
        history = actions[Math.floor(random() * actions.length)]!();
        const undone = commit(history);
        if (undone.past.length > 0) expect(redo(undo(undone))).toEqual(undone);
        expect(undo(undone).past.length).toBe(Math.max(0, undone.past.length - 1));
      }
    }
  });
});
