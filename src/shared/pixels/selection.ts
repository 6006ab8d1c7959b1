/** What would be number `index` after sorting: without sorting the rest (Hoare's selection), in place; 0 of nothing. */
export function nthOf(values: Float32Array, index: number): number {
  let [first, last] = [0, values.length - 1];
  while (first < last) {
    const pivot = values[index]!;
    let [up, down] = [first, last];
    while (up <= down) {
      while (values[up]! < pivot) up++;
      while (values[down]! > pivot) down--;
      if (up > down) break;
      const value = values[up]!;
      values[up++] = values[down]!;
      values[down--] = value;
    }
    if (down < index) first = up;
    if (up > index) last = down;
  }
  return values[index] ?? 0;
}
