import type { Progress } from '@shared/contract/contract';
import { Shared } from './cancellation';
import type { EngineCall } from './core';
import type { Photo } from './photo';

/** Of all guests together: about 500 MB where photos have 8 bits. */
const usualMegapixels = 120;

interface Guest {
  readonly photo: Shared<Photo, Progress>;
  /** 0 until it has been read. */
  megapixels: number;
}

/**
 * Photos beside the one that is open. Each is read when it is needed, so that an engine that has just started knows
 * them all; once they are too many, the least recently used are read again when they are needed next.
 */
export class GuestPhotos {
  readonly #guests = new Map<string, Guest>();

  constructor(
    private readonly read: (id: string, call: EngineCall) => Promise<Photo>,
    private readonly mostMegapixels = usualMegapixels,
  ) {}

  async get(id: string, { signal, onProgress }: EngineCall = {}): Promise<Photo> {
    const guest = this.#guests.get(id) ?? {
      photo: new Shared<Photo, Progress>((signal, onProgress) =>
        this.read(id, { signal, onProgress }),
      ),
      megapixels: 0,
    };
    this.#guests.delete(id);
    this.#guests.set(id, guest);
    const photo = await guest.photo.get(signal, onProgress);
    const { width, height } = photo.information;
    guest.megapixels = (width * height) / 1e6;
    this.#makeRoom(guest);
    return photo;
  }

  close(id: string): void {
    this.#guests.delete(id);
  }

  #makeRoom(kept: Guest): void {
    let total = [...this.#guests.values()].reduce((sum, { megapixels }) => sum + megapixels, 0);
    for (const [id, guest] of this.#guests) {
      if (total <= this.mostMegapixels) break;
      if (guest === kept || guest.megapixels === 0) continue;
      this.#guests.delete(id);
      total -= guest.megapixels;
    }
  }
}
