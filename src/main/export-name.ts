import { basename, dirname, extname, join } from 'node:path';
import type { ExportFormat } from '@shared/contract/contract';

/** The usual extension comes first; the others are as good when the person typed them. */
export const extensions = {
  jpeg: ['jpg', 'jpeg'],
  png: ['png'],
  webp: ['webp'],
  avif: ['avif'],
  tiff: ['tif', 'tiff'],
} as const satisfies Record<ExportFormat, readonly string[]>;

export const photoExtensions = Object.values(extensions).flat();

/** `portrait.CR.jpg` becomes `portrait.CR-maquette.png`, beside the photo. */
export function suggestedExportPath(photoPath: string, format: ExportFormat): string {
  const stem = basename(photoPath, extname(photoPath));
  return join(dirname(photoPath), `${stem}-maquette.${extensions[format][0]}`);
}

/** GTK's dialog adds no extension, and a picture whose name lies about its format is of no use. */
export function withExtension(path: string, format: ExportFormat): string {
  const typed = extname(path).slice(1).toLowerCase();
  const known: readonly string[] = extensions[format];
  return known.includes(typed) ? path : `${path}.${extensions[format][0]}`;
}
