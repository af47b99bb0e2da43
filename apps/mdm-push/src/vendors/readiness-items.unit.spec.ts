import { DeliveryProblem } from './delivery-problem.ts';
import { certificate, clock, ok, probe } from './readiness-items.ts';

const key = { item: 'apple-push-certificate' } as const;
const now = new Date('2026-11-24T12:00:00.000Z');
const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

describe('a certificate', () => {
  it.each([
    [31, 'ok', null],
    [30, 'ok', 30],
    [11, 'ok', 30],
    [10, 'ok', 10],
    [2, 'ok', 10],
    [1, 'ok', 1],
    [0.01, 'ok', 1],
    [0, 'failing', 0],
    [-5, 'failing', 0],
  ] as const)('that ends in %s days is %s, with the warning of %s days', (days, state, within) => {
    expect(certificate(key, inDays(days), now)).toMatchObject({ state, expiresWithinDays: within });
  });
});

describe('the clock', () => {
  it('may differ by minutes, not by more', () => {
    expect(clock(-299_000).state).toBe('ok');
    expect(clock(301_000).state).toBe('failing');
    expect(clock(undefined).state).toBe('unknown');
  });
});

describe('what stands in the way of a look', () => {
  it('is what the administrator has to mend', async () => {
    const item = await probe(key, () =>
      Promise.reject(new DeliveryProblem('permission-missing', 'grant it')),
    );
    expect(item).toMatchObject({ state: 'failing', detail: 'grant it' });
  });

  it('is unknown when time mends it', async () => {
    const item = await probe(key, () => Promise.reject(new DeliveryProblem('vendor-timeout')));
    expect(item.state).toBe('unknown');
  });

  it('is nothing when the look succeeds', async () => {
    await expect(probe(key, () => Promise.resolve(ok(key, 'fine')))).resolves.toMatchObject({ state: 'ok' });
  });
});
