/** Some rows of a plane. */
export interface Rows {
  readonly top: number;
  /** Exclusive. */
  readonly bottom: number;
}

/** A few for each thread, so that none of them waits for long. */
const rowsAtOnce = 192;

/** Rows that are worked out at once, whoever does it. */
export function bandsOfRows(height: number): Rows[] {
  return Array.from({ length: Math.ceil(height / rowsAtOnce) }, (_, band) => ({
    top: band * rowsAtOnce,
    bottom: Math.min(height, (band + 1) * rowsAtOnce),
  }));
}
