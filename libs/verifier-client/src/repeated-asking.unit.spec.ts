import { askRepeatedly, RepetitionBudget } from './repeated-asking.ts';

const lost = <Value>(): Promise<Value> => new Promise(() => undefined);
const timedOut = (timeoutMs: number): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => {
      reject(new Error('timeout'));
    }, timeoutMs);
  });

/** Each question is handled by the next of these, the last one again and again. */
const asking = (...answers: ((timeoutMs: number) => Promise<string>)[]) => {
  const asked: number[] = [];
  const ask = (timeoutMs: number): Promise<string> => {
    asked.push(timeoutMs);
    return (answers[asked.length - 1] ?? answers.at(-1) ?? lost)(timeoutMs);
  };
  return { asked, ask };
};

describe('a check that is asked again', () => {
  it('is not when the answer comes in time', async () => {
    const { asked, ask } = asking(() => Promise.resolve('yes'));
    expect(await askRepeatedly(ask, 50, new RepetitionBudget())).toBe('yes');
    expect(asked).toEqual([50]);
  });

  it('takes the first answer that comes, within the limit of the first question', async () => {
    const { asked, ask } = asking(lost, lost, () => Promise.resolve('yes'));
    expect(await askRepeatedly(ask, 50, new RepetitionBudget())).toBe('yes');
    expect(asked).toEqual([50, 35, 20]);
  });

  it('takes no refusal of a repetition, and fails as the first question does', async () => {
    const { ask } = asking(timedOut, () => Promise.reject(new Error('another')));
    await expect(askRepeatedly(ask, 50, new RepetitionBudget())).rejects.toThrow('timeout');
  });

  it('does not repeat what was refused', async () => {
    const { asked, ask } = asking(() => Promise.reject(new Error('refused')));
    await expect(askRepeatedly(ask, 50, new RepetitionBudget())).rejects.toThrow('refused');
    expect(asked).toHaveLength(1);
  });

  it('is asked no more than half as often again when nobody answers', async () => {
    const budget = new RepetitionBudget();
    const { asked, ask } = asking(timedOut);
    const checks = 400;
    await Promise.allSettled(Array.from({ length: checks }, () => askRepeatedly(ask, 50, budget)));
    expect(asked.length).toBeGreaterThan(checks);
    expect(asked.length).toBeLessThanOrEqual(checks * 1.5 + 20);
  });
});
