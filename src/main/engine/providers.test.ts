import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/pictures';
import type { ParsingModel } from './models';
import { probeModel } from './probe-model';
import { createProviderMemory } from './provider-memory';
import { Providers, providersOf, type InferenceLibrary } from './providers';

/** Milliseconds of the network and of the probe; without an entry a provider is not there. */
type Machine = Readonly<Record<string, { readonly network: number; readonly probe: number }>>;

const model: ParsingModel = {
  bytes: Uint8Array.of(1, 2, 3),
  manifest: {
    name: 'fake',
    version: '1',
    file: 'model.onnx',
    sha256: '',
    input: { name: 'image', width: 8, height: 8, mean: [0, 0, 0], standardDeviation: [1, 1, 1] },
    output: { name: 'logits', stride: 4, classes: [] },
    alignment: { leftEye: [0, 0], rightEye: [0, 0], mouth: [0, 0] },
  },
};

/** ONNX Runtime on a clock that only its runs move. */
function fakeRuntime(machine: Machine) {
  let time = 0;
  let alive = 0;
  const broken = new Set<string>();
  const runs: string[] = [];
  const library: InferenceLibrary<string> = {
    zeros: () => 'zeros',
    create(bytes, { executionProviders: [provider = ''] }) {
      const speed = machine[provider];
      if (!speed) return Promise.reject(new Error(`no ${provider} adapter`));
      const isProbe = bytes !== model.bytes;
      alive++;
      return Promise.resolve({
        run() {
          if (broken.has(provider)) return Promise.reject(new Error('device lost'));
          runs.push(isProbe ? `${provider} probe` : provider);
          time += isProbe ? speed.probe : speed.network;
          return Promise.resolve({ logits: provider });
        },
        release() {
          alive--;
          return Promise.resolve();
        },
      });
    },
  };
  return { library, broken, runs, now: () => time, alive: () => alive };
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

function start(machine: Machine, key = 'this machine') {
  const runtime = fakeRuntime(machine);
  const providers = new Providers({
    library: runtime.library,
    model,
    memory: createProviderMemory(join(folder.path, 'state'), key),
    platform: 'linux',
    processors: 2,
    now: runtime.now,
  });
  return { ...runtime, providers };
}

const cpu = { network: 60, probe: 1 };

describe('the choice of a provider', () => {
  it('begins with WebGPU everywhere', () => {
    expect(providersOf('darwin')).toEqual(['webgpu', 'coreml']);
    expect(providersOf('win32')).toEqual(['webgpu', 'dml']);
    expect(providersOf('linux')).toEqual(['webgpu', 'cuda']);
  });

  it('is the processor where nothing else is there', async () => {
    const { providers } = start({ cpu });
    await providers.choose();
    expect(await providers.run({})).toEqual({ logits: 'cpu' });
    expect(providers.provider).toBe('cpu');
  });

  it('is a GPU that is faster, and releases the processor session', async () => {
    const { providers, alive } = start({ cpu, webgpu: { network: 10, probe: 2 } });
    await providers.choose();
    await providers.run({});
    expect(providers.provider).toBe('webgpu');
    expect(alive()).toBe(1);
  });

  it('is not a GPU that is hardly faster', async () => {
    const { providers, alive } = start({ cpu, webgpu: { network: 55, probe: 2 } });
    await providers.choose();
    await providers.run({});
    expect(providers.provider).toBe('cpu');
    expect(alive()).toBe(1);
  });

  it('never runs the network on a software adapter', async () => {
    const { providers, runs } = start({ cpu, webgpu: { network: 60_000, probe: 900 } });
    await providers.choose();
    expect(runs).not.toContain('webgpu');
    await providers.run({});
    expect(providers.provider).toBe('cpu');
  });

  it('goes on to the next provider of the platform', async () => {
    const { providers } = start({
      cpu,
      webgpu: { network: 90, probe: 2 },
      cuda: { network: 9, probe: 2 },
    });
    await providers.choose();
    await providers.run({});
    expect(providers.provider).toBe('cuda');
  });

  it('uses the processor until there is a choice', async () => {
    const { providers } = start({ cpu, webgpu: { network: 10, probe: 2 } });
    await providers.run({});
    expect(providers.provider).toBe('cpu');
  });
});

describe('the memory of the choice', () => {
  const fast = { cpu, webgpu: { network: 10, probe: 2 } };

  it('is used without measuring again', async () => {
    await start(fast).providers.choose();
    const { providers, runs } = start(fast);
    await providers.choose();
    await providers.run({});
    expect(runs).toEqual(['webgpu']);
  });

  it('counts for the same machine, network and runtime only', async () => {
    await start(fast).providers.choose();
    const { providers, runs } = start(fast, 'another machine');
    await providers.choose();
    expect(runs).toContain('cpu');
  });

  it('gives way when the remembered provider is gone', async () => {
    await start(fast).providers.choose();
    const { providers } = start({ cpu });
    await providers.run({});
    expect(providers.provider).toBe('cpu');
  });

  it('passes over a provider whose trial ended the process', async () => {
    const memory = createProviderMemory(join(folder.path, 'state'), 'this machine');
    await memory.write({ trying: ['webgpu'] });
    const { providers, runs } = start(fast);
    await providers.choose();
    expect(runs).not.toContain('webgpu probe');
    expect(await memory.read()).toMatchObject({ provider: 'cpu' });
  });

  it('survives a broken file', async () => {
    await start(fast).providers.choose();
    const path = join(folder.path, 'state', 'providers.json');
    expect(await readFile(path, 'utf8')).toContain('webgpu');
    await writeFile(path, '{');
    const { providers } = start(fast);
    await providers.choose();
    await providers.run({});
    expect(providers.provider).toBe('webgpu');
  });
});

describe('failures', () => {
  it('falls back to the processor when a GPU is lost, for good', async () => {
    const { providers, broken, alive } = start({ cpu, webgpu: { network: 10, probe: 2 } });
    await providers.choose();
    broken.add('webgpu');
    expect(await providers.run({})).toEqual({ logits: 'cpu' });
    expect(providers.provider).toBe('cpu');
    expect(await providers.run({})).toEqual({ logits: 'cpu' });
    expect(alive()).toBe(1);
  });

  it('tells when not even the processor can run the network', async () => {
    const { providers } = start({});
    await providers.choose();
    await expect(providers.run({})).rejects.toMatchObject({ code: 'model-missing' });
  });

  it('frees the session', async () => {
    const { providers, alive } = start({ cpu });
    await providers.run({});
    await providers.close();
    expect(alive()).toBe(0);
  });
});

it('writes a probe that ONNX Runtime takes', async () => {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(probeModel());
  const x = new Tensor('float32', new Float32Array(16 * 64 * 64), [1, 16, 64, 64]);
  const { y } = await session.run({ x });
  expect(y?.dims).toEqual([1, 16, 64, 64]);
  await session.release();
});
