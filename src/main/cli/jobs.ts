import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createDocument, findEdit, withParams, type Document } from '@shared/document/document';
import type { ExportOptions } from '@shared/contract/contract';
import { withLook, type WornLook } from '@shared/looks/wear';
import { writeAtomically } from '../engine/atomic-file';
import type { EngineCall, EngineCore } from '../engine/core';
import { fileError } from '../engine/file-errors';
import type { Photo } from '../engine/photo';
import { PhotoFailure, type Outcome } from './batch';
import { requestedParams, type RequestedEdit } from './edit-arguments';
import { selectFaces } from './faces';
import { facesReport, reportText } from './faces-report';
import type { ParseTargets, PictureTarget } from './naming';
import type { ApplyRequest } from './request';
import type { Words } from './words/words';

export interface Tools {
  readonly core: EngineCore;
  readonly words: Words;
  /** Milliseconds; monotonic. */
  readonly now: () => number;
}

/** Writes the label picture and faces.json of one photo. */
export async function parsePhoto(
  path: string,
  targets: ParseTargets,
  { core, words, now }: Tools,
  call: EngineCall,
): Promise<Outcome> {
  const start = now();
  const photo = await core.open(path, call);
  const opened = now();
  const analysis = await core.analyse(photo, call);
  const analysed = now();
  await makeFolderOf(targets.labels);
  await core.writeLabels(photo, targets.labels, call);
  const end = now();
  const milliseconds = rounded({
    open: opened - start,
    ...analysis.milliseconds,
    labels: end - analysed,
    total: end - start,
  });
  const report = facesReport(path, analysis, milliseconds);
  await writeAtomically(targets.faces, (temporary) => writeFile(temporary, reportText(report)));
  const { width, height, provider, faces } = report;
  const outputs = [targets.labels, targets.faces] as const;
  return {
    line: words.parsed(path, faces.length, outputs, milliseconds.total),
    record: {
      photo: path,
      labels: targets.labels,
      faces: targets.faces,
      faceCount: faces.length,
      width,
      height,
      provider,
      milliseconds,
    },
    ...(faces.length === 0 ? { warning: words.noFaceParsed(path) } : {}),
  };
}

/** Finds out what to put on, once there is an engine. */
export type Wearing = (tools: Tools, call: EngineCall) => Promise<WornLook | undefined>;

/** Edits one photo and writes it. Throws `PhotoFailure` when the face to edit is not there. */
export async function applyToPhoto(
  path: string,
  target: PictureTarget,
  request: ApplyRequest,
  wearing: Wearing,
  tools: Tools,
  call: EngineCall,
): Promise<Outcome> {
  const { core, words, now } = tools;
  const worn = await wearing(tools, call);
  const start = now();
  const photo = await core.open(path, call);
  const opened = now();
  const analysis = await core.analyse(photo, call);
  const faces = selectFaces(analysis.faces, request.faces);
  if (faces.length === 0) {
    const { length: found } = analysis.faces;
    const { faces: asked } = request;
    const missing = asked.kind === 'one' && found > 0 ? asked.number : undefined;
    throw new PhotoFailure(
      'no-face',
      missing === undefined ? words.noFace : words.noSuchFace(missing, found),
    );
  }
  const document = documentOf(
    worn,
    request.edits,
    faces.map(({ index }) => index),
  );
  const result = await writePicture(core, photo, document, target, request, call);
  const { width, height, fileBytes } = result;
  const milliseconds = rounded({
    open: opened - start,
    ...analysis.milliseconds,
    export: result.milliseconds,
    total: now() - start,
  });
  return {
    line: words.applied(path, target.path, `${width} × ${height}`, milliseconds.total),
    record: {
      photo: path,
      picture: target.path,
      format: target.format,
      width,
      height,
      fileBytes,
      facesEdited: faces.map(({ index }) => index + 1),
      faceCount: analysis.faces.length,
      provider: analysis.provider,
      milliseconds,
    },
  };
}

function documentOf(
  worn: WornLook | undefined,
  edits: readonly RequestedEdit[],
  faces: readonly number[],
): Document {
  const wearing = faces.reduce(
    (document, face) => (worn ? withLook(document, face, worn) : document),
    createDocument('command-line'),
  );
  return edits
    .flatMap((edit) => faces.map((face) => ({ edit, face })))
    .reduce((document, { edit, face }) => {
      const { id, version } = edit.definition;
      const present = findEdit(document, id, face)?.params;
      return withParams(document, { id, version, face }, {}, requestedParams(edit, present));
    }, wearing);
}

/** Exports to the target's folder, which is made when it is not there. */
export async function writePicture(
  core: EngineCore,
  photo: Photo,
  document: Document,
  { path, format }: PictureTarget,
  { quality, longestSidePixels, keepMetadata }: Omit<ExportOptions, 'format'>,
  call: EngineCall,
): ReturnType<EngineCore['export']> {
  await makeFolderOf(path);
  return core.export(
    photo,
    document,
    path,
    { format, quality, longestSidePixels, keepMetadata },
    call,
  );
}

/** So that a file can be written to a folder that is not there yet. */
export async function makeFolderOf(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw fileError(error, 'write-failed');
  }
}

export function rounded<Name extends string>(
  times: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const entries = Object.entries<number>(times).map(([name, value]) => [name, Math.round(value)]);
  return Object.fromEntries(entries) as Record<Name, number>;
}
