import { createPlane, emptyRectangle, intersect, type Plane, type Rectangle } from './raster';

/** The smallest part, of a plane that lies over `rectangle`, with all pixels that are not 0. */
export function occupied({ width, height, data }: Plane, { left, top }: Rectangle): Rectangle {
  let [from, to, first, last] = [width, 0, height, -1];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let start = 0;
    while (start < width && data[row + start] === 0) start++;
    if (start === width) continue;
    let end = width;
    while (data[row + end - 1] === 0) end--;
    if (start < from) from = start;
    if (end > to) to = end;
    if (y < first) first = y;
    last = y;
  }
  if (last < 0) return emptyRectangle;
  return { left: left + from, top: top + first, width: to - from, height: last + 1 - first };
}

/** What a plane that lies over `rectangle` is over `part`: 0 beyond its edges. */
export function partOfPlane(plane: Plane, rectangle: Rectangle, part: Rectangle): Plane {
  const result = createPlane(part.width, part.height);
  const shared = intersect(rectangle, part);
  for (let y = shared.top; y < shared.top + shared.height; y++) {
    const start = (y - rectangle.top) * rectangle.width + shared.left - rectangle.left;
    const into = (y - part.top) * part.width + shared.left - part.left;
    result.data.set(plane.data.subarray(start, start + shared.width), into);
  }
  return result;
}
