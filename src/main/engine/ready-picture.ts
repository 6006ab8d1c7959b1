import { join } from 'node:path';
import type { Progress } from '@shared/contract/contract';
import type { Document } from '@shared/document/document';
import { Shared, untilCancelled } from './cancellation';
import type { EngineCall } from './core';
import type { Photo } from './photo';
import { withScratchFolder } from './scratch';

/** What an encoder is going to read. */
export interface PictureWanted {
  readonly photo: Photo;
  readonly document: Document;
  readonly keepMetadata: boolean;
}

/** Renders the picture into a file. */
export type FillPicture = (path: string, call: EngineCall) => Promise<void>;

/** Lets an encoder read the file of a picture, which is there until then. */
export type LendPicture = (encode: (path: string) => Promise<void>) => Promise<void>;

interface Ready {
  readonly wanted: PictureWanted;
  readonly path: string;
  readonly work: Shared<void, Progress>;
  /** Ends when nobody reads the file any more. */
  lent: Promise<unknown>;
}

/**
 * The picture of the next export, rendered while the person chooses how and where it is to be written: what is left to
 * wait for then is the encoder. One at a time.
 */
export class ReadyPicture {
  #ready: Ready | undefined;

  constructor(private readonly fillerOf: (wanted: PictureWanted) => FillPicture) {}

  /** Renders the picture and keeps it until the signal is aborted, which it then rejects with. */
  async hold(wanted: PictureWanted, signal: AbortSignal): Promise<void> {
    await withScratchFolder(async (folder) => {
      const path = join(folder, 'picture.v');
      let filled: Promise<void> | undefined;
      const work = new Shared<void, Progress>((given, onProgress) => {
        filled = this.fillerOf(wanted)(path, { signal: given, onProgress });
        return filled;
      });
      const ready: Ready = { wanted, path, work, lent: Promise.resolve() };
      this.#ready = ready;
      try {
        await work.get(signal);
        await untilCancelled(new Promise<never>(() => undefined), signal);
      } finally {
        if (this.#ready === ready) this.#ready = undefined;
        await Promise.allSettled([filled, ready.lent]);
      }
    });
  }

  /** Lends the picture that is kept, where it is the one that is wanted, or one that is rendered for this once. */
  use<Result>(
    wanted: PictureWanted,
    call: EngineCall,
    work: (lend: LendPicture) => Promise<Result>,
  ): Promise<Result> {
    const ready = this.#ready;
    if (!ready || !isSame(ready.wanted, wanted)) {
      return work((encode) => withFilledPicture(this.fillerOf(wanted), call, encode));
    }
    const keep = <Lent>(use: Promise<Lent>): Promise<Lent> => {
      ready.lent = Promise.allSettled([ready.lent, use]);
      return use;
    };
    const encoded = async (encode: (path: string) => Promise<void>): Promise<void> => {
      await ready.work.get(call.signal, call.onProgress);
      await encode(ready.path);
    };
    // The encoder may go on when its caller was told already that it is cancelled.
    return keep(work((encode) => keep(encoded(encode))));
  }
}

export function withFilledPicture(
  fill: FillPicture,
  call: EngineCall,
  encode: (path: string) => Promise<void>,
): Promise<void> {
  return withScratchFolder(async (folder) => {
    const path = join(folder, 'picture.v');
    await fill(path, call);
    await encode(path);
  });
}

/** A photo with transplants is another one. */
function isSame(one: PictureWanted, other: PictureWanted): boolean {
  return (
    one.photo === other.photo &&
    one.keepMetadata === other.keepMetadata &&
    JSON.stringify(one.document.edits) === JSON.stringify(other.document.edits)
  );
}
