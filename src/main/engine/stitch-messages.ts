import type { Face } from '@shared/analysis/face';
import type { StitchSide } from '@shared/stitching/side';
import type { StitchTask } from '@shared/stitching/staged';
import { inSharedMemory } from './shared-memory';

/*
 * Tasks of stitching on their way to another thread: pictures lie in memory that both see, and of faces, from which much
 * is derived that a copy would lose, only a number is sent.
 */

type SentSide = Omit<StitchSide, 'face' | 'cache'> & { readonly faceNumber: number };

export function withNumbers(task: StitchTask, numberOf: (face: Face) => number): StitchTask {
  return mapped(task, (value) =>
    isSide(value)
      ? {
          source: inSharedMemory(value.source),
          scale: value.scale,
          faceNumber: numberOf(value.face),
        }
      : value,
  );
}

export function withFaces(task: StitchTask, faces: readonly Face[]): StitchTask {
  return mapped(task, (value) => {
    if (!isSent(value)) return value;
    const { faceNumber, ...side } = value;
    return { ...side, face: faces[faceNumber] };
  });
}

function mapped(task: StitchTask, map: (value: unknown) => unknown): StitchTask {
  return { ...task, given: (task.given as readonly unknown[]).map(map) } as StitchTask;
}

function isSide(value: unknown): value is StitchSide {
  return typeof value === 'object' && value !== null && 'face' in value && 'source' in value;
}

function isSent(value: unknown): value is SentSide {
  return typeof value === 'object' && value !== null && 'faceNumber' in value;
}

/** Smaller ones are as well copied. */
const largeBytes = 65536;

/** What a message may take along instead of copying it: nobody else is to hold it. */
export function largeBuffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    const { buffer } = value;
    if (buffer instanceof ArrayBuffer && buffer.byteLength >= largeBytes) found.add(buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) largeBuffersOf(part, found);
  }
  return [...found];
}
