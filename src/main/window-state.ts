import { z } from 'zod';

const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Rectangle = z.infer<typeof rectangleSchema>;

export const windowStateSchema = z.object({ bounds: rectangleSchema, maximized: z.boolean() });
export type WindowState = z.infer<typeof windowStateSchema>;

export const smallestWindow = { width: 900, height: 600 } as const;
const usualWindow = { width: 1360, height: 860 } as const;

/** How much of the window's top edge has to lie on some display for it to be taken hold of. */
const handlePixels = 100;

/** Where the window was, or the middle of the screen when that display is gone. */
export function placeWindow(
  remembered: WindowState | undefined,
  displays: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  const bounds = remembered?.bounds;
  if (!bounds || !displays.some((area) => isReachable(bounds, area))) {
    return bounds ? sizeOf(bounds) : usualWindow;
  }
  return { ...bounds, ...sizeOf(bounds) };
}

function sizeOf({ width, height }: Rectangle): { width: number; height: number } {
  return {
    width: Math.max(width, smallestWindow.width),
    height: Math.max(height, smallestWindow.height),
  };
}

function isReachable(window: Rectangle, area: Rectangle): boolean {
  const visible =
    Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const topEdgeInside = window.y >= area.y && window.y < area.y + area.height - handlePixels;
  return visible >= handlePixels && topEdgeInside;
}
