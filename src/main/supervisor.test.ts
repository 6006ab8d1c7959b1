import { describe, expect, it } from 'vitest';
import type { EngineMessage } from './engine/messages';
import { createSupervisor, type EngineProcess } from './supervisor';
import { createTickets } from './tickets';

class FakeEngine implements EngineProcess<string> {
  readonly messages: EngineMessage[] = [];
  readonly ports: string[] = [];
  killed = false;
  /** As the engine process does. */
  report: (message: unknown) => void = () => undefined;
  #exit: ((exitCode: number) => void) | undefined;

  post(message: EngineMessage, ports: readonly string[] = []): void {
    this.messages.push(message);
    this.ports.push(...ports);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.report = listener;
  }
  onExit(listener: (exitCode: number) => void): void {
    this.#exit = listener;
  }
  kill(): void {
    this.killed = true;
  }
  exit(exitCode = 9): void {
    this.#exit?.(exitCode);
  }
  get kinds(): string[] {
    return this.messages.map(({ kind }) => kind);
  }
}

function setUp() {
  const engines: FakeEngine[] = [];
  const exits: [string, number][] = [];
  const clock = { now: 0 };
  let cleanUps = 0;
  const tickets = createTickets((grant) => supervisor.grant(grant));
  const supervisor = createSupervisor<string>({
    fork() {
      const engine = new FakeEngine();
      engines.push(engine);
      return engine;
    },
    directories: { modelsDirectory: '/models', stateDirectory: '/state' },
    grants: () => tickets.all(),
    cleanUp: () => Promise.resolve(void cleanUps++),
    onExit: (code) => exits.push([code, engines.length]),
    now: () => clock.now,
  });
  const last = () => engines.at(-1)!;
  return { engines, exits, clock, tickets, supervisor, last, cleanUps: () => cleanUps };
}

describe('the engine supervisor', () => {
  it('answers a question after a ticket behind its grant, and nothing else', () => {
    const { supervisor, tickets, last } = setUp();
    supervisor.start();
    const { id } = tickets.issue('/a.jpg', 'read');
    last().report({ kind: 'asked', id });
    last().report({ kind: 'nonsense' });
    expect(last().kinds).toEqual(['start', 'grant', 'answered']);
  });

  it('starts one engine and tells it where things are, first of all', () => {
    const { supervisor, engines, last } = setUp();
    supervisor.start();
    supervisor.start();
    expect(engines).toHaveLength(1);
    expect(last().messages).toEqual([
      { kind: 'start', modelsDirectory: '/models', stateDirectory: '/state' },
    ]);
  });

  it('grants tickets as they are issued, before the line that names them', () => {
    const { supervisor, tickets, last } = setUp();
    tickets.issue('/before-the-start.jpg', 'read');
    supervisor.start();
    tickets.issue('/a.jpg', 'read');
    supervisor.connect('line');
    tickets.issue('/b.jpg', 'write');
    expect(last().kinds).toEqual(['start', 'grant', 'grant', 'connect', 'grant']);
    expect(last().ports).toEqual(['line']);
  });

  it('starts a crashed engine again, grants everything again, and only then tells the page', () => {
    const { supervisor, tickets, engines, exits, last } = setUp();
    supervisor.start();
    const photo = tickets.issue('/a.jpg', 'read');
    engines[0]!.exit(11);
    expect(exits).toEqual([['engine-restarted', 2]]);
    supervisor.connect('second line');
    expect(last().messages.slice(1)).toEqual([
      { kind: 'grant', id: photo.id, path: '/a.jpg', access: 'read' },
      { kind: 'connect' },
    ]);
    expect(engines[0]!.ports).toEqual([]);
  });

  it('cleans up after a crashed engine', () => {
    const { supervisor, last, cleanUps } = setUp();
    supervisor.start();
    expect(cleanUps()).toBe(0);
    last().exit();
    expect(cleanUps()).toBe(1);
  });

  it('gives up at the third crash in a row, until the page asks for a line', () => {
    const { supervisor, engines, exits, clock, last } = setUp();
    supervisor.start();
    for (const time of [0, 100_000, 200_000]) {
      clock.now = time;
      last().exit();
    }
    expect(exits.map(([code]) => code)).toEqual([
      'engine-restarted',
      'engine-restarted',
      'internal',
    ]);
    expect(engines).toHaveLength(3);

    clock.now += 5000;
    supervisor.connect('third line');
    expect(engines).toHaveLength(4);
    expect(last().kinds).toEqual(['start', 'connect']);
    last().exit();
    expect(exits.at(-1)).toEqual(['engine-restarted', 5]);
  });

  it('does not go round for ever with a page that asks for a line at every exit', () => {
    const { supervisor, engines, last } = setUp();
    supervisor.start();
    const refusals: unknown[] = [];
    for (let round = 0; round < 10; round++) {
      last().exit();
      try {
        supervisor.connect(`line ${round}`);
      } catch (error) {
        refusals.push(error);
      }
    }
    expect(engines).toHaveLength(3);
    expect(refusals).toHaveLength(8);
    expect(refusals[0]).toMatchObject({ code: 'internal' });
  });

  it('forgets crashes after five minutes', () => {
    const { supervisor, exits, clock, last } = setUp();
    supervisor.start();
    for (const minutes of [0, 2.5, 5, 7.5, 10]) {
      clock.now = minutes * 60_000;
      last().exit();
    }
    expect(exits.every(([code]) => code === 'engine-restarted')).toBe(true);
  });

  it('kills the engine when the program ends, waits for its end and starts no other', async () => {
    const { supervisor, engines, exits, last, cleanUps } = setUp();
    supervisor.start();
    let ended = false;
    const stopped = supervisor.stop().then(() => (ended = true));
    expect(last().killed).toBe(true);
    await Promise.resolve();
    expect([ended, cleanUps()]).toEqual([false, 0]);
    last().exit(15);
    await stopped;
    expect(cleanUps()).toBe(1);
    supervisor.start();
    supervisor.connect('line');
    expect(engines).toHaveLength(1);
    expect(exits).toEqual([]);
    await supervisor.stop();
  });

  it('is not confused by the late end of an engine that was replaced', () => {
    const { supervisor, engines, exits } = setUp();
    supervisor.start();
    engines[0]!.exit();
    engines[0]!.exit();
    expect(engines).toHaveLength(2);
    expect(exits).toHaveLength(1);
  });
});
