/** Bits of the weights down the rows and then along them, and of what is kept between both: 32 hold every sum. */
const downBits = 14;
const acrossBits = 12;
export const droppedBits = 12;
export const resultBits = acrossBits + downBits - droppedBits;
/** What a sum begins with, so that it is rounded when it is cut off. */
export const half = 1 << (resultBits - 1);

/** Keys' cubic kernel with a = -1/2 (1981), for the pixels from one before to two after a place, by phases. */
export const phaseBits = 9;
export const phases = 2 ** phaseBits;

function kernelOf(bits: number): Int32Array {
  const kernel = new Int32Array(phases * 4);
  const whole = 1 << bits;
  for (let phase = 0; phase < phases; phase++) {
    const t = phase / phases;
    const rest = 1 - t;
    const before = Math.round(-0.5 * t * rest * rest * whole);
    const own = Math.round(((1.5 * t - 2.5) * t * t + 1) * whole);
    const after = Math.round(-0.5 * rest * t * t * whole);
    kernel.set([before, own, whole - before - own - after, after], phase * 4);
  }
  return kernel;
}

export const acrossKernel = kernelOf(acrossBits);
export const downKernel = kernelOf(downBits);
