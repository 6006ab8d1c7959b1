import { AppError } from '@shared/errors';
import type { EngineCall, EngineCore } from './core';
import type { GrantedPath, Grants } from './grants';
import { GuestPhotos } from './guest-photos';
import type { Photo } from './photo';

/** The photo that is open and guests beside it, by their tickets. */
export class OpenPhotos {
  readonly #guests: GuestPhotos;
  /** Present from the moment at which it is asked for: calls about it wait until it has been read. */
  #current: { readonly id: string; readonly photo: Promise<Photo> } | undefined;

  constructor(
    private readonly core: Pick<EngineCore, 'open'>,
    private readonly grants: Pick<Grants, 'find'>,
  ) {
    this.#guests = new GuestPhotos((id, call) => this.#read(id, call));
  }

  /** In place of the one that is open, which stays when this one cannot be read. */
  async open(id: string, call: EngineCall): Promise<Photo> {
    const previous = this.#current;
    const opened = { id, photo: this.#read(id, call) };
    this.#current = opened;
    try {
      return await opened.photo;
    } catch (error) {
      if (this.#current === opened) this.#current = previous;
      throw error;
    }
  }

  /** The one that is open, if any. */
  async shown(): Promise<Photo | undefined> {
    return this.#current?.photo;
  }

  async get(id: string): Promise<Photo> {
    if (this.#current?.id !== id) throw new AppError('unknown-photo');
    return this.#current.photo;
  }

  /** Any photo, read if it has to be. The open one is its own guest: a feature of the person beside. */
  guest(id: string, call: EngineCall): Promise<Photo> {
    return this.#current?.id === id ? this.#current.photo : this.#guests.get(id, call);
  }

  close(id: string): void {
    if (this.#current?.id === id) this.#current = undefined;
    this.#guests.close(id);
  }

  async pathOf(ticket: string, access: GrantedPath['access']): Promise<string> {
    const granted = await this.grants.find(ticket);
    if (granted?.access !== access) {
      throw new AppError('file-not-found', `not granted to ${access}`);
    }
    return granted.path;
  }

  async #read(id: string, call: EngineCall): Promise<Photo> {
    return this.core.open(await this.pathOf(id, 'read'), call);
  }
}
