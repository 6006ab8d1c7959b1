import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import type * as OnnxRuntime from 'onnxruntime-node';
import { z } from 'zod';
import type { EngineDirectories } from './core';
import { loadParsingModel, type ParsingManifest } from './models';
import { createProviderMemory } from './provider-memory';
import { Providers, type InferenceLibrary } from './providers';

export type Value = OnnxRuntime.Tensor;

export interface ParsingNetwork {
  readonly manifest: ParsingManifest;
  readonly runner: Providers<Value>;
  readonly tensor: (data: Float32Array, shape: readonly number[]) => Value;
}

/** Loads ONNX Runtime and the network; the session itself is created by the first use. Throws `model-missing`. */
export async function loadParsingNetwork({
  modelsDirectory,
  stateDirectory,
}: EngineDirectories): Promise<ParsingNetwork> {
  const model = await loadParsingModel(modelsDirectory);
  const resolver = createRequire(import.meta.url);
  // Required late: loading its library takes a tenth of a second that nothing needs at the start.
  const runtime = resolver('onnxruntime-node') as typeof OnnxRuntime;
  const { version } = z
    .object({ version: z.string() })
    .parse(resolver('onnxruntime-node/package.json'));
  const processors = cpus();
  const machine = [process.platform, process.arch, processors[0]?.model, processors.length];
  const key = [`onnxruntime ${version}`, model.manifest.sha256, ...machine].join(', ');
  // Its own log: every failure is thrown as well.
  runtime.env.logLevel = 'fatal';
  const tensor = (data: Float32Array, shape: readonly number[]): Value =>
    new runtime.Tensor('float32', data, shape);
  const library: InferenceLibrary<Value> = {
    create: (bytes, options) => runtime.InferenceSession.create(bytes, options),
    zeros: (shape) => tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape),
  };
  const runner = new Providers({
    library,
    model,
    memory: createProviderMemory(stateDirectory, key),
    platform: process.platform,
    processors: processors.length,
    now: () => performance.now(),
  });
  return { manifest: model.manifest, runner, tensor };
}
