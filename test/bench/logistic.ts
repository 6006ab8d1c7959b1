/** Least squares, logistic regression, whitening and principal directions of rows of numbers, for what the benchmarks fit. */

export type Row = readonly number[];

/** Solves A x = b by Gaussian elimination with pivoting. */
export function solve(matrix: readonly Row[], right: Row): number[] {
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const share = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at++) rows[row]![at]! -= share * rows[column]![at]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}

export function inverse(matrix: readonly Row[]): number[][] {
  const columns = matrix.map((_, index) =>
    solve(
      matrix,
      matrix.map((_row, row) => (row === index ? 1 : 0)),
    ),
  );
  return matrix.map((_, row) => columns.map((column) => column[row]!));
}

/** The lower triangular L of which matrix = L Lᵀ, inverted: it turns rows of that covariance into uncorrelated ones. */
export function whitening(matrix: readonly Row[]): number[][] {
  const lower: number[][] = [];
  matrix.forEach((row, index) => {
    const own: number[] = [];
    for (let column = 0; column < index; column++)
      own.push((row[column]! - dot(lower[column]!.slice(0, -1), own)) / lower[column]![column]!);
    own.push(Math.sqrt(row[index]! - dot(own, own)));
    lower.push(own);
  });
  const columns = lower.map((_, column) => solvedForward(lower, column));
  return lower.map((_, index) => columns.slice(0, index + 1).map((column) => column[index]!));
}

/** A column of a lower triangular matrix' inverse. */
function solvedForward(lower: readonly Row[], wanted: number): number[] {
  const column: number[] = [];
  for (const [index, row] of lower.entries())
    column.push((Number(index === wanted) - dot(column, row)) / row[index]!);
  return column;
}

export interface Principal {
  readonly direction: number[];
  readonly variance: number;
}

const powerSteps = 300;

/** Directions in which rows with mean 0 vary most, one after the other, by power iteration. */
export function principals(rows: readonly Row[], count: number): Principal[] {
  if (count === 0) return [];
  const [first] = rows;
  if (!first) return [];
  let direction = first.map((_, column) => Math.cos(column));
  for (let step = 0; step < powerSteps; step++) {
    const shares = rows.map((row) => dot(row, direction));
    const next = first.map((_, column) =>
      rows.reduce((sum, row, index) => sum + shares[index]! * row[column]!, 0),
    );
    const length = Math.hypot(...next);
    direction = next.map((value) => value / length);
  }
  const shares = rows.map((row) => dot(row, direction));
  const variance = dot(shares, shares) / rows.length;
  const rest = rows.map((row, index) =>
    row.map((value, column) => value - shares[index]! * direction[column]!),
  );
  return [{ direction, variance }, ...principals(rest, count - 1)];
}

/** Weighted normal equations: the sum over rows of weight × row × rowᵀ. */
function moments(rows: readonly Row[], weights: Row): number[][] {
  const size = rows[0]?.length ?? 0;
  const sums = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  rows.forEach((row, index) => {
    for (let one = 0; one < size; one++)
      for (let other = 0; other < size; other++)
        sums[one]![other]! += weights[index]! * row[one]! * row[other]!;
  });
  return sums;
}

function dot(one: Row, other: Row): number {
  return one.reduce((sum, value, index) => sum + value * other[index]!, 0);
}

/** Least squares; rows hold the 1 of the constant themselves. */
export function leastSquares(rows: readonly Row[], wanted: Row, ridge = 1e-3): number[] {
  const ones = rows.map(() => 1);
  const matrix = moments(rows, ones).map((row, index) =>
    row.map((value, column) => value + (index === column ? ridge : 0)),
  );
  const right = (rows[0] ?? []).map((_, column) =>
    rows.reduce((sum, row, index) => sum + row[column]! * wanted[index]!, 0),
  );
  return solve(matrix, right);
}

export function meanRow(rows: readonly Row[]): number[] {
  return (rows[0] ?? []).map(
    (_, column) => rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length,
  );
}

export function lessRow(one: Row, other: Row): number[] {
  return one.map((value, column) => value - other[column]!);
}

export function covariance(rows: readonly Row[]): number[][] {
  const count = rows.length;
  const mean = meanRow(rows);
  const centred = rows.map((row) => lessRow(row, mean));
  const weights = rows.map(() => 1 / (count - 1));
  return moments(centred, weights);
}

const newtonSteps = 30;

/** Weights and, last, the constant, by Newton's method with a ridge on the weights (Hoerl & Kennard 1970). */
export function logistic(
  rows: readonly Row[],
  isPositive: readonly boolean[],
  counts: Row,
  ridge: number,
): number[] {
  const full = rows.map((row) => [...row, 1]);
  const size = (full[0]?.length ?? 1) - 1;
  let weights = new Array<number>(size + 1).fill(0);
  for (let step = 0; step < newtonSteps; step++) {
    const odds = full.map((row) => 1 / (1 + Math.exp(-dot(row, weights))));
    const gradient = weights.map((weight, column) =>
      full.reduce(
        (sum, row, index) =>
          sum + counts[index]! * (odds[index]! - Number(isPositive[index])) * row[column]!,
        column < size ? ridge * weight : 0,
      ),
    );
    const curvature = moments(
      full,
      odds.map((odd, index) => counts[index]! * odd * (1 - odd)),
    ).map((row, index) =>
      row.map((value, column) =>
        index === column ? value + (index < size ? ridge : 1e-6) : value,
      ),
    );
    const change = solve(curvature, gradient);
    weights = weights.map((weight, index) => weight - change[index]!);
    if (Math.max(...change.map(Math.abs)) < 1e-7) break;
  }
  return weights;
}
