import { functionOf, i32, repeatWhile, sequence, v128 } from './assembler';
import { advance, isLeft, number } from './loops';
import { minus, onTheWay } from './vector-math';

const numberBytes = 4;
const numbersAtOnce = 4;

/** A row that lies between two others, by its share of the way from the one to the other. */
export const betweenRowsText = functionOf('betweenRows', 5, (parameters, variable) => {
  const [above, below, share, count, result] = parameters;
  const upper = variable('v128');
  const way = minus(v128.load(below.get), upper.get);
  return repeatWhile(
    isLeft(count),
    upper.set(v128.load(above.get)),
    v128.store(result.get, onTheWay(upper.get, way, v128.loadSplat32(share.get))),
    ...[above, below, result].map((row) => advance(row, number(numberBytes * numbersAtOnce))),
    advance(count, number(-numbersAtOnce)),
  );
});

/**
 * Numbers between those of a row, as many after each as there are `shares` of the way to the next one. Up to three more
 * than asked for are written.
 */
export const enlargeRowText = functionOf('enlargeRow', 5, (parameters, variable) => {
  const [row, count, shares, sharesEnd, result] = parameters;
  const [before, way] = [variable('v128'), variable('v128')];
  const [share, into] = [variable('i32'), variable('i32')];
  const vectorBytes = number(numberBytes * numbersAtOnce);
  return repeatWhile(
    isLeft(count),
    before.set(v128.loadSplat32(row.get)),
    way.set(minus(v128.loadSplat32(row.get, numberBytes), before.get)),
    share.set(shares.get),
    into.set(result.get),
    repeatWhile(
      i32.lessThan(share.get, sharesEnd.get),
      v128.store(into.get, onTheWay(before.get, way.get, v128.load(share.get))),
      advance(share, vectorBytes),
      advance(into, vectorBytes),
    ),
    sequence(
      advance(result, i32.subtract(sharesEnd.get, shares.get)),
      advance(row, number(numberBytes)),
      advance(count, number(-1)),
    ),
  );
});
