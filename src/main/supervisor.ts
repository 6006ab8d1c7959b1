import { AppError, type ErrorCode } from '@shared/errors';
import { engineReportSchema, type EngineMessage } from './engine/messages';
import type { Grant } from './tickets';

/** What of a utility process the supervisor uses; `EnginePort` is one end of a message channel. */
export interface EngineProcess<EnginePort> {
  post(message: EngineMessage, ports?: readonly EnginePort[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, however the process ends. */
  onExit(listener: (exitCode: number) => void): void;
  kill(): void;
}

export interface SupervisorOptions<EnginePort> {
  readonly fork: () => EngineProcess<EnginePort>;
  readonly directories: { readonly modelsDirectory: string; readonly stateDirectory: string };
  readonly grants: () => Iterable<Grant>;
  /** Removes what an engine that has ended may have left half-done. */
  readonly cleanUp: () => Promise<void>;
  /**
   * The engine ended without having been asked. `engine-restarted`: a new one is already running, the page asks
   * for a line to it and opens its photo again. `internal`: it keeps crashing and is down until the page asks for
   * a line, which it should do only when the person tries again.
   */
  readonly onExit: (code: ErrorCode, detail: string) => void;
  /** Milliseconds; monotonic. */
  readonly now: () => number;
}

export interface Supervisor<EnginePort> {
  start(): void;
  grant(grant: Grant): void;
  /**
   * Gives the engine its end of a fresh line to the page, reviving an engine that was given up. Throws `internal`
   * when that has only just happened: a page that asks at once, not the person, would go round for ever.
   */
  connect(port: EnginePort): void;
  /** Ends the engine for good; resolves when its process is gone and cleaned up after. */
  stop(): Promise<void>;
}

const crashLimit = 3;
/** Long enough for an engine that dies of a photo only after it has worked on it for a while. */
const crashWindowMilliseconds = 5 * 60_000;
/** Less than it takes a person to read a message and answer it. */
const restMilliseconds = 250;

export function createSupervisor<EnginePort>(
  options: SupervisorOptions<EnginePort>,
): Supervisor<EnginePort> {
  let running: EngineProcess<EnginePort> | undefined;
  let stopped = false;
  let onStopped: (() => void) | undefined;
  let crashes: number[] = [];

  function start(): EngineProcess<EnginePort> {
    const engine = options.fork();
    running = engine;
    engine.onExit((exitCode) => exited(engine, exitCode));
    answerQuestions(engine);
    engine.post({ kind: 'start', ...options.directories });
    for (const grant of options.grants()) engine.post(grantMessage(grant));
    return engine;
  }

  function exited(engine: EngineProcess<EnginePort>, exitCode: number): void {
    if (engine !== running) return;
    running = undefined;
    const cleaned = options.cleanUp();
    if (stopped) return void cleaned.then(onStopped);
    const now = options.now();
    crashes = [...crashes.filter((time) => now - time < crashWindowMilliseconds), now];
    const detail = `engine exit code ${exitCode}`;
    if (crashes.length < crashLimit) {
      start();
      options.onExit('engine-restarted', detail);
    } else {
      options.onExit('internal', `${detail}, ${crashes.length} times in a row`);
    }
  }

  return {
    start() {
      if (!running && !stopped) start();
    },
    grant(grant) {
      running?.post(grantMessage(grant));
    },
    connect(port) {
      if (stopped) return;
      if (!running) {
        const sinceCrash = options.now() - (crashes.at(-1) ?? -Infinity);
        if (sinceCrash < restMilliseconds)
          throw new AppError('internal', 'the engine keeps ending');
        crashes = [];
      }
      (running ?? start()).post({ kind: 'connect' }, [port]);
    },
    stop() {
      stopped = true;
      return new Promise((resolve) => {
        if (!running) return resolve();
        onStopped = resolve;
        running.kill();
      });
    },
  };
}

/** Grants are posted when they are issued, so that this answer comes behind the one that is asked after. */
function answerQuestions(engine: EngineProcess<unknown>): void {
  engine.onMessage((message) => {
    const report = engineReportSchema.safeParse(message);
    if (report.success) engine.post({ kind: 'answered', id: report.data.id });
  });
}

function grantMessage(grant: Grant): EngineMessage {
  return { kind: 'grant', ...grant };
}
