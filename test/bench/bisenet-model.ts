import { model, node, tensor, value, type Attribute } from '../../src/main/engine/onnx-bytes';

/** Of face parsing. */
const classes = 19;

export interface BenchModel {
  readonly bytes: Uint8Array;
  readonly parameters: number;
}

/** A tensor inside the graph. */
interface Feature {
  readonly name: string;
  readonly channels: number;
}

/**
 * BiSeNet as published (Yu et al., ECCV 2018) with a ResNet-18 (He et al., CVPR 2016) as its context path: the
 * network of training/maquette_parsing/model/published.py, batch normalisation folded in, with random weights. Its
 * speed does not depend on them, so no Python and no download is needed to measure it.
 *
 * Input `image` [1, 3, side, side], output `logits` [1, 19, side / 8, side / 8]: as raw as ours.
 */
export function bisenetResNet18(side: number): BenchModel {
  const graph = new GraphWriter();
  const image = { name: 'image', channels: 3 };
  const [stride16, stride32] = resNet18(graph, image);
  const context = contextPath(graph, stride16, stride32);
  const spatial = spatialPath(graph, image);
  const fused = fuse(graph, graph.concat(spatial, context));
  const head = graph.convX(fused, 256);
  graph.conv(head, classes, { kernel: 1, output: 'logits' });
  return {
    bytes: model({
      nodes: graph.nodes,
      tensors: graph.tensors,
      inputs: [value('image', [1, 3, side, side])],
      outputs: [value('logits', [1, classes, side / 8, side / 8])],
    }),
    parameters: graph.parameters,
  };
}

function resNet18(graph: GraphWriter, image: Feature): [stride16: Feature, stride32: Feature] {
  const stem = graph.convX(image, 64, { kernel: 7, stride: 2 });
  const window = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] };
  const pooled = graph.add('MaxPool', [stem], stem.channels, window);
  const stage = (from: Feature, channels: number, stride: number): Feature =>
    basicBlock(graph, basicBlock(graph, from, channels, stride), channels, 1);
  const stride4 = stage(pooled, 64, 1);
  const stride8 = stage(stride4, 128, 2);
  const stride16 = stage(stride8, 256, 2);
  return [stride16, stage(stride16, 512, 2)];
}

function basicBlock(graph: GraphWriter, from: Feature, channels: number, stride: number): Feature {
  const inner = graph.conv(graph.convX(from, channels, { stride }), channels);
  const shortcut = stride === 1 ? from : graph.conv(from, channels, { kernel: 1, stride });
  return graph.relu(graph.add('Add', [inner, shortcut], channels));
}

function spatialPath(graph: GraphWriter, image: Feature): Feature {
  const half = graph.convX(image, 64, { kernel: 7, stride: 2 });
  const quarter = graph.convX(half, 64, { stride: 2 });
  return graph.convX(graph.convX(quarter, 64, { stride: 2 }), contextChannels, { kernel: 1 });
}

const contextChannels = 128;

function contextPath(graph: GraphWriter, stride16: Feature, stride32: Feature): Feature {
  const average = graph.add('GlobalAveragePool', [stride32], stride32.channels);
  const tail = graph.relu(graph.conv(average, contextChannels, { kernel: 1 }));
  const deep = graph.add('Add', [refine(graph, stride32), tail], contextChannels);
  const at16 = graph.convX(graph.doubled(deep), contextChannels);
  const shallow = graph.add('Add', [refine(graph, stride16), at16], contextChannels);
  return graph.convX(graph.doubled(shallow), contextChannels);
}

/** Attention refinement. */
function refine(graph: GraphWriter, from: Feature): Feature {
  const own = graph.convX(from, contextChannels);
  const average = graph.add('GlobalAveragePool', [own], contextChannels);
  const weights = graph.conv(average, contextChannels, { kernel: 1 });
  const attention = graph.add('Sigmoid', [weights], contextChannels);
  return graph.add('Mul', [own, attention], contextChannels);
}

/** Feature fusion. */
function fuse(graph: GraphWriter, both: Feature): Feature {
  const channels = 256;
  const fused = graph.convX(both, channels, { kernel: 1 });
  const average = graph.add('GlobalAveragePool', [fused], channels);
  const hidden = graph.relu(graph.conv(average, channels / 4, { kernel: 1 }));
  const attention = graph.add('Sigmoid', [graph.conv(hidden, channels, { kernel: 1 })], channels);
  return graph.add('Add', [fused, graph.add('Mul', [fused, attention], channels)], channels);
}

interface Convolution {
  readonly kernel?: number;
  readonly stride?: number;
  /** The name of the result, for a graph's output. */
  readonly output?: string;
}

class GraphWriter {
  readonly nodes: Buffer[] = [];
  readonly tensors: Buffer[] = [];
  parameters = 0;
  readonly #random = uniform(1);

  add(
    operator: string,
    inputs: readonly Feature[],
    channels: number,
    attributes: Readonly<Record<string, Attribute>> = {},
    output = `${operator}${this.nodes.length}`,
  ): Feature {
    const names = inputs.map(({ name }) => name);
    this.nodes.push(node(operator, names, output, attributes));
    return { name: output, channels };
  }

  /** With a bias, into which batch normalisation would be folded. */
  conv(from: Feature, channels: number, options: Convolution = {}): Feature {
    const { kernel = 3, stride = 1, output } = options;
    const weights = this.#weights([channels, from.channels, kernel, kernel]);
    const bias = this.#weights([channels]);
    const pad = kernel >> 1;
    const attributes = {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    };
    return this.add('Conv', [from, weights, bias], channels, attributes, output);
  }

  convX(from: Feature, channels: number, options: Convolution = {}): Feature {
    return this.relu(this.conv(from, channels, options));
  }

  relu(from: Feature): Feature {
    return this.add('Relu', [from], from.channels);
  }

  concat(...parts: readonly Feature[]): Feature {
    const channels = parts.reduce((sum, part) => sum + part.channels, 0);
    return this.add('Concat', parts, channels, { axis: 1 });
  }

  /** To the next finer stride, by the nearest neighbour. */
  doubled(from: Feature): Feature {
    const scales = { name: `scales${this.tensors.length}`, channels: 0 };
    this.tensors.push(tensor(scales.name, [4], Float32Array.of(1, 1, 2, 2)));
    const none = { name: '', channels: 0 };
    const attributes = {
      mode: 'nearest',
      nearest_mode: 'floor',
      coordinate_transformation_mode: 'asymmetric',
    };
    return this.add('Resize', [from, none, scales], from.channels, attributes);
  }

  /** Of He's scale, so that features neither vanish nor grow: numbers near zero would be slow. */
  #weights(shape: readonly number[]): Feature {
    const [, ...inputs] = shape;
    const count = shape.reduce((a, b) => a * b, 1);
    const bound = Math.sqrt(6 / inputs.reduce((a, b) => a * b, 1)) / (inputs.length > 0 ? 1 : 100);
    const values = Float32Array.from({ length: count }, () => bound * (2 * this.#random() - 1));
    const name = `w${this.tensors.length}`;
    this.tensors.push(tensor(name, shape, values));
    this.parameters += count;
    return { name, channels: 0 };
  }
}

/** Numbers of 0-1 that are the same for the same seed (Park and Miller 1988). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
