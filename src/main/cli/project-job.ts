import { basename, dirname } from 'node:path';
import type { Document } from '@shared/document/document';
import { documentPhotos } from '@shared/document/document';
import {
  contentOfProject,
  keptNames,
  withFoundFaces,
  type Project,
  type ProjectContent,
} from '@shared/document/project';
import { placeOfFace } from '@shared/document/project-faces';
import { understanding } from '@shared/edits/understanding';
import { AppError } from '@shared/errors';
import type { EngineCall } from '../engine/core';
import type { Photo } from '../engine/photo';
import { findPhoto, readProjectFile, type FoundPhoto } from '../project-file';
import type { Outcome } from './batch';
import { rounded, writePicture, type Tools } from './jobs';
import { formatForFile, pictureTarget, refuseClashes, type PictureTarget } from './naming';
import type { ProjectRequest } from './request';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

/** A project as it was read, with its photos by their paths. */
interface Read {
  readonly request: ProjectRequest;
  readonly target: PictureTarget;
  readonly content: ProjectContent;
  readonly isChanged: boolean;
}

/** Throws `UsageError` when there is no such project or photo, or the output would replace a photo. */
export async function planProject(request: ProjectRequest, words: Words) {
  const { project: file, output, format } = request;
  const { project, content, found } = await readProject(file, words);
  const photo = content.document.photo;
  const own = found.get(project.document.photo);
  const target =
    output.kind === 'file'
      ? { path: output.path, format: formatForFile(output.path, format, words) }
      : pictureTarget(photo, output.path, format);
  const donors = documentPhotos(content.document).slice(1);
  const read = donors.map((donor) => ({ photo: donor, outputs: [] }));
  refuseClashes([{ photo, outputs: [target.path] }, ...read], words);
  const isChanged = own?.changed === true;
  return {
    photo,
    run: (tools: Tools, call: EngineCall) =>
      renderProject({ request, target, content, isChanged }, tools, call),
  };
}

async function readProject(
  file: string,
  words: Words,
): Promise<{
  readonly project: Project;
  readonly content: ProjectContent;
  readonly found: ReadonlyMap<string, FoundPhoto>;
}> {
  try {
    const project = await readProjectFile(file);
    const found = new Map<string, FoundPhoto>();
    for (const [key, photo] of Object.entries(project.photos)) {
      const place = await findPhoto(photo, dirname(file));
      if (place) found.set(key, place);
    }
    const pathOf = (key: string): string =>
      found.get(key)?.path ?? project.photos[key]?.absolutePath ?? key;
    const own = project.document.photo;
    if (!found.has(own)) {
      const name = project.photos[own]?.name ?? own;
      throw new UsageError(words.project.photoMissing(file, name));
    }
    return { project, content: contentOfProject(project, pathOf, understanding), found };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code, detail } = AppError.from(error);
    const reason = detail ? `${words.errors[code]} (${detail})` : words.errors[code];
    throw new UsageError(words.project.invalid(file, reason), { cause: error });
  }
}

async function renderProject(
  { request, target, content, isChanged }: Read,
  tools: Tools,
  call: EngineCall,
): Promise<Outcome> {
  const { core, words, now } = tools;
  const start = now();
  const path = content.document.photo;
  const photo = await core.open(path, call);
  const analysis = await core.analyse(photo, call);
  const donors = new Map<string, Photo>();
  const own = withFoundFaces(content, path, placesOf(analysis));
  const placed = await withDonors(own, donors, tools, call);
  const { document } = placed;
  const openDonor = (donor: string): Promise<Photo> => {
    const present = donors.get(donor);
    return present
      ? Promise.resolve(present)
      : Promise.reject(new AppError('donor-unavailable', basename(donor)));
  };
  const stitched = await core.stitch(photo, document, openDonor, call);
  const result = await writePicture(core, stitched.photo, document, target, request, call);
  const { width, height, fileBytes } = result;
  const milliseconds = rounded({ ...analysis.milliseconds, total: now() - start });
  const missing = missingFaces(document, analysis.faces.length);
  const { project: told } = words;
  const warnings = [
    ...(isChanged ? [told.photoChanged(basename(path))] : []),
    ...(placed.kept.length > 0 ? [told.incomplete(keptNames(placed.kept))] : []),
    ...(donors.size < documentPhotos(document).length - 1 ? [told.donorMissing] : []),
    ...(missing > 0 ? [told.facesMissing(missing)] : []),
  ];
  return {
    line: words.applied(request.project, target.path, `${width} × ${height}`, milliseconds.total),
    record: {
      project: request.project,
      photo: path,
      picture: target.path,
      format: target.format,
      width,
      height,
      fileBytes,
      faceCount: analysis.faces.length,
      warnings,
      provider: analysis.provider,
      milliseconds,
    },
    ...(warnings.length > 0 ? { warning: `${request.project}: ${warnings.join('; ')}` } : {}),
  };
}

/** Opens the photos that features come from into `donors`; their faces may have other numbers now. */
async function withDonors(
  content: ProjectContent,
  donors: Map<string, Photo>,
  { core }: Tools,
  call: EngineCall,
): Promise<ProjectContent> {
  let placed = content;
  for (const path of documentPhotos(content.document).slice(1)) {
    const donor = await core.open(path, call).catch((error: unknown) => {
      if (call.signal?.aborted) throw error;
      return undefined; // Told as a warning: the rest of the project can be rendered.
    });
    if (!donor) continue;
    donors.set(path, donor);
    placed = withFoundFaces(placed, path, placesOf(await core.analyse(donor, call)));
  }
  return placed;
}

function placesOf({ faces, width, height }: Awaited<ReturnType<Tools['core']['analyse']>>) {
  return faces.map((face) => placeOfFace(face, { width, height }));
}

/** How many faces something was decided about that are not among those found. */
function missingFaces({ edits, transplants }: Document, found: number): number {
  const faces = [...edits, ...transplants].map(({ face }) => face);
  return new Set(faces.filter((face) => face >= found)).size;
}
