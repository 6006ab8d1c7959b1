import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { loadParsingModel } from '../../src/main/engine/models';
import { bisenetResNet18 } from './bisenet-model';

const modelsDirectory = resolve(import.meta.dirname, '../../resources/models');
const rounds = 25;
const warmUps = 3;

interface Contestant {
  readonly name: string;
  readonly session: InferenceSession;
  readonly milliseconds: number[];
}

/**
 * `npm run bench -- network [threads]`: a face with the shipped network against BiSeNet with a ResNet-18, both in this
 * project's ONNX Runtime on the processor, with as many threads, taking turns.
 */
export async function main([wanted]: readonly string[]): Promise<void> {
  const { manifest, bytes } = await loadParsingModel(modelsDirectory);
  const side = manifest.input.width;
  const published = bisenetResNet18(side);
  const threads = Number(wanted ?? Math.min(4, cpus().length));
  const contestants = [
    await contestant('ours', bytes, threads),
    await contestant('BiSeNet, ResNet-18', published.bytes, threads),
  ];
  const image = new Tensor('float32', pattern(3 * side * side), [1, 3, side, side]);
  for (let round = -warmUps; round < rounds; round++) {
    for (const { session, milliseconds } of contestants) {
      const startedAt = performance.now();
      await session.run({ image });
      if (round >= 0) milliseconds.push(performance.now() - startedAt);
    }
  }
  report(contestants, `${side} px, ${threads} threads, ${cpus()[0]?.model.trim() ?? '?'}`);
  const sizes = [bytes, published.bytes].map(({ length }) => `${(length / 1e6).toFixed(1)} MB`);
  print(`${sizes.join(' and ')}; BiSeNet has ${(published.parameters / 1e6).toFixed(1)} M weights`);
  for (const { session } of contestants) await session.release();
}

/** As the engine creates its session. */
async function contestant(name: string, bytes: Uint8Array, threads: number): Promise<Contestant> {
  const session = await InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return { name, session, milliseconds: [] };
}

/** Numbers such as a normalised photo has. */
function pattern(length: number): Float32Array {
  return Float32Array.from({ length }, (_, at) => 2 * Math.sin(at * 0.37));
}

function report(contestants: readonly Contestant[], title: string): void {
  print(`| ${title} | median | fastest | against ours |`);
  print('| --- | --- | --- | --- |');
  const own = quantile(contestants[0]?.milliseconds ?? [], 0.5);
  for (const { name, milliseconds } of contestants) {
    const median = quantile(milliseconds, 0.5);
    const cells = [name, ms(median), ms(quantile(milliseconds, 0)), `${(median / own).toFixed(1)}`];
    print(`| ${cells.join(' | ')} |`);
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
