import { z } from 'zod';
import { AppError, errorCodes } from '../errors';

/** One call of a contract: what goes in, what comes out and, where work is long, what is told on the way. */
export interface Method<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Progress extends z.ZodType = z.ZodType,
> {
  readonly input: Input;
  readonly output: Output;
  readonly progress: Progress;
}

export type Table = Readonly<Record<string, Method>>;

export function method<
  Input extends z.ZodType,
  Output extends z.ZodType,
  Progress extends z.ZodType = z.ZodNever,
>(schemas: { input: Input; output: Output; progress?: Progress }): Method<Input, Output, Progress> {
  return { progress: z.never() as unknown as Progress, ...schemas };
}

type InputOf<M extends Method> = z.infer<M['input']>;
type OutputOf<M extends Method> = z.infer<M['output']>;
type ProgressOf<M extends Method> = z.infer<M['progress']>;

export interface CallOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export type Client<T extends Table> = {
  readonly [Name in keyof T]: (
    input: InputOf<T[Name]>,
    options?: CallOptions<ProgressOf<T[Name]>>,
  ) => Promise<OutputOf<T[Name]>>;
};

export interface HandlerContext<Progress> {
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

export type Handlers<T extends Table> = {
  readonly [Name in keyof T]: (
    input: InputOf<T[Name]>,
    context: HandlerContext<ProgressOf<T[Name]>>,
  ) => Promise<OutputOf<T[Name]>> | OutputOf<T[Name]>;
};

/** What every transport is reduced to. A port that clones (all of them do) may be shared by one table only. */
export interface Port {
  post(message: unknown): void;
  /** Returns the function that stops listening. */
  listen(listener: (message: unknown) => void): () => void;
}

const errorSchema = z.object({ code: z.enum(errorCodes), detail: z.string() });

const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.number(), name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.number() }),
]);

const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), id: z.number(), progress: z.unknown() }),
  z.object({ kind: z.literal('result'), id: z.number(), output: z.unknown() }),
  z.object({ kind: z.literal('error'), id: z.number(), error: errorSchema }),
]);

interface Pending {
  readonly method: Method;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: AppError) => void;
  readonly onProgress: ((progress: unknown) => void) | undefined;
}

export interface ClientConnection<T extends Table> {
  readonly client: Client<T>;
  /** Rejects every call that is under way, and every later one: the other side is gone. */
  readonly close: (error: AppError) => void;
}

/** Calls the other side of `port`; replies are parsed here, inputs are parsed there. */
export function createClient<T extends Table>(table: T, port: Port): ClientConnection<T> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let closed: AppError | undefined;

  const stopListening = port.listen((message) => {
    const reply = replySchema.safeParse(message);
    const call = reply.success ? pending.get(reply.data.id) : undefined;
    if (!reply.success || !call) return;
    settle(reply.data, call, () => pending.delete(reply.data.id));
  });

  function call(
    name: string,
    input: unknown,
    options: CallOptions<unknown> = {},
  ): Promise<unknown> {
    const called = table[name];
    if (closed) return Promise.reject(closed);
    if (!called) return Promise.reject(new AppError('invalid-message', name));
    if (options.signal?.aborted) return Promise.reject(new AppError('cancelled'));
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const cancel = (): void => port.post({ kind: 'cancel', id });
      const finish = (act: () => void): void => {
        options.signal?.removeEventListener('abort', cancel);
        act();
      };
      pending.set(id, {
        method: called,
        resolve: (output) => finish(() => resolve(output)),
        reject: (error) => finish(() => reject(error)),
        onProgress: options.onProgress,
      });
      options.signal?.addEventListener('abort', cancel);
      port.post({ kind: 'call', id, name, input });
    });
  }

  const client = Object.fromEntries(
    Object.keys(table).map((name) => [
      name,
      (input: unknown, options?: CallOptions<unknown>) => call(name, input, options),
    ]),
  ) as unknown as Client<T>;

  return {
    client,
    close(error) {
      closed = error;
      stopListening();
      for (const call of pending.values()) call.reject(error);
      pending.clear();
    },
  };
}

function settle(reply: z.infer<typeof replySchema>, call: Pending, forget: () => void): void {
  switch (reply.kind) {
    case 'progress': {
      const progress = call.method.progress.safeParse(reply.progress);
      if (progress.success) call.onProgress?.(progress.data);
      return;
    }
    case 'result': {
      forget();
      const output = call.method.output.safeParse(reply.output);
      if (output.success) call.resolve(output.data);
      else call.reject(new AppError('invalid-message', output.error.message));
      return;
    }
    case 'error':
      forget();
      call.reject(new AppError(reply.error.code, reply.error.detail));
  }
}

/** Answers calls that arrive on `port`. Returns the function that stops serving and cancels what is under way. */
export function serve<T extends Table>(table: T, port: Port, handlers: Handlers<T>): () => void {
  const running = new Map<number, AbortController>();

  async function answer(id: number, name: string, rawInput: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const called = Object.hasOwn(table, name) ? table[name] : undefined;
      const handler = called && handlers[name];
      if (!handler) throw new AppError('invalid-message', `no method ${name}`);
      const input = called.input.safeParse(rawInput);
      if (!input.success) throw new AppError('invalid-message', input.error.message);
      const report = (progress: unknown): void => {
        if (!controller.signal.aborted) port.post({ kind: 'progress', id, progress });
      };
      const output = await handler(input.data as InputOf<T[string]>, {
        signal: controller.signal,
        report,
      });
      if (controller.signal.aborted) throw new AppError('cancelled');
      port.post({ kind: 'result', id, output });
    } catch (error) {
      port.post({ kind: 'error', id, error: AppError.from(error).serialize() });
    } finally {
      running.delete(id);
    }
  }

  const stopListening = port.listen((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) return;
    if (request.data.kind === 'cancel') running.get(request.data.id)?.abort();
    else void answer(request.data.id, request.data.name, request.data.input);
  });

  return () => {
    stopListening();
    for (const controller of running.values()) controller.abort();
  };
}
