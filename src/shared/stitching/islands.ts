import type { Plane } from '../pixels/raster';

const none = -1;

/** Probabilities without those pieces above one half, joined by edges, that are much smaller than the largest. */
export function withoutIslands(plane: Plane, leastShare: number): Plane {
  const { pieceOf, sizes } = piecesOf(plane);
  const largest = Math.max(0, ...sizes);
  if (sizes.every((size) => size >= leastShare * largest)) return plane;
  const data = plane.data.map((value, index) => {
    const piece = pieceOf[index]!;
    return piece !== none && sizes[piece]! < leastShare * largest ? 0 : value;
  });
  return { ...plane, data };
}

function piecesOf({ width, height, data }: Plane) {
  const pieceOf = new Int32Array(data.length).fill(none);
  const sizes: number[] = [];
  const open: number[] = [];
  for (let start = 0; start < data.length; start++) {
    if (data[start]! < 0.5 || pieceOf[start] !== none) continue;
    const piece = sizes.length;
    let size = 0;
    open.push(start);
    pieceOf[start] = piece;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      size++;
      const x = at % width;
      const y = (at - x) / width;
      if (x > 0) visit(at - 1, piece);
      if (x + 1 < width) visit(at + 1, piece);
      if (y > 0) visit(at - width, piece);
      if (y + 1 < height) visit(at + width, piece);
    }
    sizes.push(size);
  }
  return { pieceOf, sizes };

  function visit(at: number, piece: number): void {
    if (data[at]! < 0.5 || pieceOf[at] !== none) return;
    pieceOf[at] = piece;
    open.push(at);
  }
}
