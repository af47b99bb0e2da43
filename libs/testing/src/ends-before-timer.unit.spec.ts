import { setTimeout as delay } from 'node:timers/promises';
import { endsBeforeTimer } from './ends-before-timer.ts';

const blockFor = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

describe('endsBeforeTimer', () => {
  it('is true for what ends sooner, well or not', async () => {
    await expect(endsBeforeTimer(Promise.resolve('done'), 1_000)).resolves.toBe(true);
    await expect(endsBeforeTimer(Promise.reject(new Error('refused')), 1_000)).resolves.toBe(true);
  });

  it('is false for what takes longer', async () => {
    await expect(endsBeforeTimer(new Promise(() => undefined), 20)).resolves.toBe(false);
  });

  it('is true for what keeps its limit while the process is held up for longer', async () => {
    const asked = endsBeforeTimer(delay(20), 40);
    blockFor(100);
    await expect(asked).resolves.toBe(true);
  });
});
