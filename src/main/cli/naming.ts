import { realpathSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { exportFormats, type ExportFormat } from '@shared/contract/contract';
import { extensions } from '../export-name';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

/** The format that a file's extension stands for. */
function formatOfName(path: string): ExportFormat | undefined {
  const extension = extname(path).slice(1).toLowerCase();
  return exportFormats.find((format) =>
    (extensions[format] as readonly string[]).includes(extension),
  );
}

export interface ParseTargets {
  readonly labels: string;
  readonly faces: string;
}

export function parseTargets(photo: string, directory: string): ParseTargets {
  const stem = basename(photo, extname(photo));
  return {
    labels: join(directory, `${stem}.labels.png`),
    faces: join(directory, `${stem}.faces.json`),
  };
}

export interface PictureTarget {
  readonly path: string;
  readonly format: ExportFormat;
}

/**
 * The photo's own name in another folder. It keeps its format, and the very spelling of its extension, unless
 * another format is asked for; a photo whose extension says nothing becomes a JPEG.
 */
export function pictureTarget(
  photo: string,
  directory: string,
  asked: ExportFormat | null,
): PictureTarget {
  const own = formatOfName(photo);
  const format = asked ?? own ?? 'jpeg';
  const extension = format === own ? extname(photo) : `.${extensions[format][0]}`;
  const stem = own ? basename(photo, extname(photo)) : basename(photo);
  return { path: join(directory, `${stem}${extension}`), format };
}

/** The format for `--out`: its extension and `--format` must not contradict each other. */
export function formatForFile(
  path: string,
  asked: ExportFormat | null,
  words: Words,
): ExportFormat {
  const named = formatOfName(path);
  const format = asked ?? named;
  if (!format) throw new UsageError(words.formatUnknown(path));
  if (named && named !== format) throw new UsageError(words.formatContradicts(path, format));
  return format;
}

export interface Plan {
  readonly photo: string;
  readonly outputs: readonly string[];
}

/**
 * Throws `UsageError` before anything is written when an output is one of the photos, or two photos would write
 * the same file.
 */
export function refuseClashes(
  plans: readonly Plan[],
  words: Words,
  platform: NodeJS.Platform = process.platform,
): void {
  const identity = (path: string): string => {
    const real = realPath(resolve(path));
    // Linux alone tells "A.jpg" from "a.jpg".
    return platform === 'linux' ? real : real.toLowerCase();
  };
  const photos = new Map(plans.map(({ photo }) => [identity(photo), photo]));
  const writers = new Map<string, string>();
  for (const { photo, outputs } of plans) {
    for (const output of outputs) {
      const file = identity(output);
      if (photos.has(file)) throw new UsageError(words.wouldReplacePhoto(output));
      const other = writers.get(file);
      if (other !== undefined) throw new UsageError(words.sameOutput(other, photo, output));
      writers.set(file, photo);
    }
  }
}

/** Follows links as far as the path exists: an output seldom does yet, and its folder may be a link. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
