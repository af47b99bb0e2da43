import { RateBudget, type BudgetClock } from './rate-budget.ts';
import { RateBudgets } from './rate-budgets.ts';

const never = new AbortController().signal;

/** Time passes only by waiting. */
const steppedClock = (): BudgetClock => {
  let now = 0;
  return {
    now: () => now,
    wait: (forMs) => {
      now += forMs;
      return Promise.resolve();
    },
  };
};

describe('a budget of requests', () => {
  it('lets no more through in any window than are allowed, also when many ask at once', async () => {
    const limit = { requests: 5, windowMs: 200 };
    const clock = steppedClock();
    const budget = new RateBudget(limit, clock);
    const sentAt: number[] = [];
    await Promise.all(
      Array.from({ length: 17 }, async () => {
        await budget.take(never);
        sentAt.push(clock.now());
      }),
    );
    const tooClose = sentAt.filter((at, index) => {
      const sixth = sentAt[index + limit.requests];
      return sixth !== undefined && sixth - at < limit.windowMs;
    });
    expect(tooClose).toEqual([]);
    expect(sentAt).toHaveLength(17);
    expect(sentAt.at(-1)).toBeGreaterThanOrEqual(3 * limit.windowMs);
  });

  it('does not hold a turn for longer than it is worth', async () => {
    const budget = new RateBudget({ requests: 1, windowMs: 600_000 });
    await budget.take(never);
    expect(budget.hasRoom).toBe(false);
    await expect(budget.take(never)).rejects.toMatchObject({
      code: 'vendor-throttled',
      retryAfterMs: expect.any(Number) as number,
    });
  });

  it('stops waiting with the turn', async () => {
    const budget = new RateBudget({ requests: 1, windowMs: 500 });
    await budget.take(never);
    await expect(budget.take(AbortSignal.timeout(20))).rejects.toThrow();
    const stopped = new AbortController();
    const behind = [budget.take(never).catch(() => 'throttled'), budget.take(stopped.signal)];
    stopped.abort(new Error('stopped'));
    await expect(behind[1]).rejects.toThrow('stopped');
  });

  it('is shared by the connections to one tenant, and by no others', () => {
    const budgets = new RateBudgets({ list: { requests: 1, windowMs: 1_000 } });
    expect(budgets.of('one')).toBe(budgets.of('one'));
    expect(budgets.of('one').list).not.toBe(budgets.of('other').list);
  });
});
