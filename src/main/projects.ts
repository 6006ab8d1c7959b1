import { randomUUID } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { OpenedProject, ProjectTicket, Ticket } from '@shared/contract/contract';
import { documentPhotos } from '@shared/document/document';
import {
  contentOfProject,
  projectOfContent,
  type Fingerprint,
  type NamedPhoto,
  type Project,
  type ProjectContent,
  type ProjectPhoto,
} from '@shared/document/project';
import { understanding } from '@shared/edits/understanding';
import { AppError } from '@shared/errors';
import { writeJson } from './json-document';
import {
  findPhoto,
  fingerprintOf,
  folderOf,
  photoAt,
  readProjectFile,
  waysTo,
  type FoundPhoto,
} from './project-file';
import type { Interrupted, Recovery } from './recovery';
import type { Tickets } from './tickets';

export interface ProjectsOptions {
  readonly tickets: Tickets;
  readonly recovery: Pick<Recovery, 'keep' | 'read'>;
  /** The program's version. */
  readonly program: string;
  /** Asks the person for a place; `null` when that was cancelled. */
  readonly askWhere: (suggestion: {
    readonly projectPath: string | null;
    readonly photoPath: string;
  }) => Promise<string | null>;
  /** Called with the path of every project that was opened or saved. */
  readonly onUsed: (path: string) => void;
}

/** Tickets of photos by their key in the project; `null` goes on without the photo. */
type Located = Readonly<Record<string, string | null>>;

export interface SaveRequest {
  /** `null` before it was first saved. */
  readonly project: string | null;
  readonly content: ProjectContent;
}

interface KnownPhoto extends NamedPhoto {
  /** The person went on without it: the way to it is of no file. */
  readonly missing: boolean;
}

/** What the page does not know of a project that it has open. */
interface KnownProject {
  /** `null` until it is saved. */
  readonly path: string | null;
  /** By ticket. */
  readonly photos: ReadonlyMap<string, KnownPhoto>;
}

/** Projects by the tickets that the page has of them. */
export class Projects {
  readonly #known = new Map<string, KnownProject>();
  /** Of photos that no project named, by ticket: as they were when they were first saved. */
  readonly #fingerprints = new Map<string, Promise<Fingerprint | null>>();

  constructor(private readonly options: ProjectsOptions) {}

  /** Throws `file-not-found`, `permission-denied`, `invalid-project` and `newer-project`. */
  async open(ticket: string, located: Located): Promise<OpenedProject> {
    const { tickets, onUsed } = this.options;
    const { project, path, recovered } = await this.#read(ticket);
    const needed = documentPhotos(contentFor(project, (key) => key).document);
    const [own] = needed;
    const given = new Map(
      Object.entries(located).map(([key, photo]) => [key, photo && tickets.pathOf(photo, 'read')]),
    );
    const found = await findPhotos(project, folderOf(path), given);
    const missing = needed.filter(
      (key) => !found.has(key) && (given.get(key) !== null || key === own),
    );
    if (missing.length > 0) {
      return { state: 'missing', photos: missing.map((key) => missingPhoto(project, key, own)) };
    }
    const issued = issue(project, found, tickets);
    const id = recovered ? this.#ticketOf(path) : ticket;
    this.#known.set(id, {
      path,
      photos: new Map([...issued.values()].map((photo) => [photo.ticket.id, photo.named])),
    });
    if (path !== null) onUsed(path);
    return {
      state: 'opened',
      project: { id, name: path === null ? null : basename(path) },
      recovered,
      content: contentFor(project, (key) => issued.get(key)?.ticket.id ?? key),
      photos: needed.flatMap((key) => {
        const photo = issued.get(key);
        return photo ? [{ ...photo.ticket, state: photo.state }] : [];
      }),
    };
  }

  /** Writes to the project's file, or to one that the person chooses; `null` when they did not. */
  async save(
    { project: ticket, content }: SaveRequest,
    saveAs: boolean,
  ): Promise<ProjectTicket | null> {
    const { tickets, askWhere, onUsed, program } = this.options;
    const project = this.#find(ticket);
    const photoPath = tickets.pathOf(content.document.photo, 'read');
    if (photoPath === undefined) throw new AppError('unknown-photo');
    const before = project?.path ?? null;
    const path =
      saveAs || before === null ? await askWhere({ projectPath: before, photoPath }) : before;
    if (path === null) return null;
    const photos = await this.#namePhotos(content, project, dirname(path));
    await writeJson(path, projectOfContent(content, written(photos), program));
    const id = ticket !== null && path === before ? ticket : this.#ticketOf(path);
    this.#known.set(id, { path, photos });
    onUsed(path);
    return { id, name: basename(path) };
  }

  /** Keeps what is not saved, for the case that the program ends without having asked. */
  keep({ project: ticket, content }: SaveRequest): Promise<void> {
    const { recovery, program } = this.options;
    return recovery.keep(async () => {
      const project = this.#find(ticket);
      const path = project?.path ?? null;
      const photos = await this.#namePhotos(content, project, folderOf(path));
      return {
        project: projectOfContent(content, written(photos), program),
        path,
        keptAtMilliseconds: Date.now(),
      };
    });
  }

  async #read(ticket: string): Promise<Interrupted & { readonly recovered: boolean }> {
    const { tickets, recovery } = this.options;
    const interrupted = tickets.pathOf(ticket, 'recovery');
    if (interrupted !== undefined)
      return { ...(await recovery.read(interrupted)), recovered: true };
    const path = tickets.pathOf(ticket, 'project');
    if (path === undefined) throw new AppError('file-not-found');
    const project = await readProjectFile(path);
    return { project, path, keptAtMilliseconds: 0, recovered: false };
  }

  #find(ticket: string | null): KnownProject | undefined {
    return ticket === null ? undefined : this.#known.get(ticket);
  }

  /** What was never saved is no file that a ticket could stand for. */
  #ticketOf(path: string | null): string {
    return path === null ? randomUUID() : this.options.tickets.issue(path, 'project').id;
  }

  /** Every photo that the file has to name, as a project in `folder` names it. */
  async #namePhotos(
    { document, kept }: ProjectContent,
    project: KnownProject | undefined,
    folder: string | null,
  ): Promise<ReadonlyMap<string, KnownPhoto>> {
    const before = project?.photos ?? new Map<string, KnownPhoto>();
    // What is kept may name any of them.
    const all = new Set([...documentPhotos(document), ...(kept.length > 0 ? before.keys() : [])]);
    const keys = new Set([...before.values()].map(({ key }) => key));
    const named = new Map<string, KnownPhoto>();
    for (const id of all) {
      const photo = before.get(id);
      const stays = photo?.missing && folder === folderOf(project?.path ?? null);
      if (photo) named.set(id, stays ? photo : { ...photo, ...waysTo(photo.absolutePath, folder) });
      else named.set(id, await this.#nameFresh(id, freeKey(keys), folder));
    }
    return named;
  }

  async #nameFresh(photo: string, key: string, folder: string | null): Promise<KnownPhoto> {
    const path = this.options.tickets.pathOf(photo, 'read');
    if (path === undefined) throw new AppError('unknown-photo');
    const content = this.#fingerprints.get(photo) ?? fingerprintOf(path);
    this.#fingerprints.set(photo, content);
    return {
      ...{ key, name: basename(path), ...waysTo(path, folder) },
      ...{ content: await content, missing: false },
    };
  }
}

function contentFor(project: Project, photoOf: (key: string) => string): ProjectContent {
  return contentOfProject(project, photoOf, understanding);
}

function missingPhoto(project: Project, key: string, own: string | undefined) {
  return { key, name: project.photos[key]?.name ?? key, own: key === own };
}

/** `key` becomes taken. */
function freeKey(keys: Set<string>): string {
  let number = keys.size + 1;
  while (keys.has(`photo-${number}`)) number += 1;
  const key = `photo-${number}`;
  keys.add(key);
  return key;
}

/** Photos that were given come first: the others may lie beside them. */
async function findPhotos(
  { photos }: Project,
  folder: string | null,
  given: ReadonlyMap<string, string | null | undefined>,
): Promise<ReadonlyMap<string, FoundPhoto>> {
  const folders = [...given.values()].flatMap((path) => (path ? [dirname(path)] : []));
  const found = new Map<string, FoundPhoto>();
  for (const [key, photo] of Object.entries(photos)) {
    const path = given.get(key);
    const place = path
      ? await photoAt(path, photo.content)
      : path === null
        ? undefined
        : await findPhoto(photo, folder, folders);
    if (place) found.set(key, place);
  }
  return found;
}

interface IssuedPhoto {
  readonly ticket: Ticket;
  readonly named: KnownPhoto;
  readonly state: 'same' | 'changed' | 'missing';
}

/** A ticket for every photo of the project, by its key there. */
function issue(
  { photos }: Project,
  found: ReadonlyMap<string, FoundPhoto>,
  tickets: Tickets,
): ReadonlyMap<string, IssuedPhoto> {
  const issued = Object.entries(photos).map(([key, photo]): [string, IssuedPhoto] => {
    const place = found.get(key);
    const ticket = tickets.issue(place?.path ?? photo.absolutePath, 'read');
    const named = { ...namedAs(key, photo), missing: !place };
    if (!place) return [key, { ticket: { ...ticket, name: photo.name }, named, state: 'missing' }];
    const here = { name: basename(place.path), absolutePath: place.path, content: place.content };
    const state = place.changed ? 'changed' : 'same';
    return [key, { ticket, named: { ...named, ...here }, state }];
  });
  return new Map(issued);
}

function namedAs(key: string, photo: ProjectPhoto): NamedPhoto {
  const { name, relativePath, absolutePath, content } = photo;
  return { key, name, relativePath, absolutePath, content };
}

/** Without what only a running program knows. */
function written(photos: ReadonlyMap<string, KnownPhoto>): ReadonlyMap<string, NamedPhoto> {
  return new Map(
    [...photos].map(([id, { key, name, relativePath, absolutePath, content }]) => [
      id,
      { key, name, relativePath, absolutePath, content },
    ]),
  );
}
