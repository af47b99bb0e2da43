import { TakenIn } from './taken-in.ts';

/** A stream, and how far of it was handled. */
const streamAt = (lastSequence: number, handled: number) => {
  const stream = { lastSequence, handled };
  const state = {
    firstSequence: 1,
    lastStoredAtMs: 0,
    messages: 0,
    subjects: 0,
    created: new Date('2026-11-24T12:00:00.000Z'),
  };
  const takenIn = new TakenIn({
    state: () => Promise.resolve({ ...state, lastSequence: stream.lastSequence }),
    handledUpTo: () => Promise.resolve(stream.handled),
  });
  return { stream, takenIn };
};

describe('a step that is due', () => {
  it('waits for what was said until then, and not for what is said later', async () => {
    const { stream, takenIn } = streamAt(10, 8);
    expect(await takenIn.isBehind('a')).toBe(true);
    Object.assign(stream, { lastSequence: 50, handled: 10 });
    expect(await takenIn.isBehind('a')).toBe(false);
  });

  it('waits anew when it was not due in between', async () => {
    const { stream, takenIn } = streamAt(10, 8);
    expect(await takenIn.isBehind('a')).toBe(true);
    takenIn.forget('a');
    Object.assign(stream, { lastSequence: 50, handled: 10 });
    expect(await takenIn.isBehind('a')).toBe(true);
  });

  it('does not wait for what a stream that was made anew will never have', async () => {
    const { stream, takenIn } = streamAt(1_000, 8);
    expect(await takenIn.isBehind('a')).toBe(true);
    Object.assign(stream, { lastSequence: 3, handled: 3 });
    expect(await takenIn.isBehind('a')).toBe(false);
  });
});
