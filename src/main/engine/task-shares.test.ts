import { expect, it } from 'vitest';
import { countDone, giveUp, shareTasks, takeTask } from './task-shares';

it('hands every task out once, whoever is quicker', () => {
  for (const [tasks, hands] of [
    [7, 2],
    [1, 3],
    [0, 2],
    [100, 3],
  ] as const) {
    const shares = shareTasks(tasks, hands);
    const taken: number[] = [];
    for (let turn = 0; ; turn++) {
      // The first hand is by far the quickest.
      const task = takeTask(shares, turn % 5 === 0 ? turn % hands : 0);
      if (task === undefined) break;
      taken.push(task);
      expect(countDone(shares)).toBe(taken.length);
    }
    expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: tasks }, (_, at) => at));
  }
});

it('begins with what is its own and goes on at the far end of another share', () => {
  const shares = shareTasks(6, 2);
  expect([0, 0, 0, 0].map((hand) => takeTask(shares, hand))).toEqual([0, 1, 2, 5]);
  expect(takeTask(shares, 1)).toBe(3);
});

it('hands nothing out any more once it was given up', () => {
  const shares = shareTasks(6, 2);
  giveUp(shares);
  expect(takeTask(shares, 0)).toBeUndefined();
  expect(takeTask(shares, 1)).toBeUndefined();
});
