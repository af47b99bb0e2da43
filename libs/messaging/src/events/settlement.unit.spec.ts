import { retriesMax, settle, type Outcome } from './settlement.ts';

const chance = (deliveries: number, random = 0.5) => ({ deliveries, random });
const failed = (retryable: boolean): Outcome => ({
  kind: 'failed',
  code: retryable ? 'dependency-unavailable' : 'internal-error',
  detail: 'it did not work',
  retryable,
});

describe('settling a delivery', () => {
  it('acknowledges what was handled and what is of no interest', () => {
    expect(settle({ kind: 'handled' }, chance(1))).toEqual({ kind: 'ack' });
    expect(settle({ kind: 'of-no-interest' }, chance(9))).toEqual({ kind: 'ack' });
  });

  it('parks at once what will never be valid', () => {
    expect(settle({ kind: 'invalid', detail: 'not JSON' }, chance(1))).toEqual({
      kind: 'park',
      code: 'invalid-request',
      detail: 'not JSON',
    });
  });

  it('retries for ever what time may mend', () => {
    expect(settle(failed(true), chance(100_000))).toMatchObject({ kind: 'retry' });
  });

  it('retries anything else five times, then parks it with its code', () => {
    for (let deliveries = 1; deliveries <= retriesMax; deliveries += 1)
      expect(settle(failed(false), chance(deliveries))).toMatchObject({ kind: 'retry' });
    expect(settle(failed(false), chance(retriesMax + 1))).toEqual({
      kind: 'park',
      code: 'internal-error',
      detail: 'it did not work',
    });
  });

  it('doubles the delay with each delivery, up to five seconds', () => {
    const delayAt = (deliveries: number, random: number) => {
      const settlement = settle(failed(true), chance(deliveries, random));
      return settlement.kind === 'retry' ? settlement.delayMs : undefined;
    };
    expect([1, 2, 3, 4].map((deliveries) => delayAt(deliveries, 1))).toEqual([250, 500, 1_000, 2_000]);
    expect(delayAt(1_000, 1)).toBe(5_000);
  });

  it('leaves half of the delay to chance', () => {
    expect(settle(failed(true), chance(3, 0))).toEqual({ kind: 'retry', delayMs: 500 });
    expect(settle(failed(true), chance(3, 1))).toEqual({ kind: 'retry', delayMs: 1_000 });
  });
});
