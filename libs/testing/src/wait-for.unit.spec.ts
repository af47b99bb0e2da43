import { untilDone, waitFor } from './wait-for.ts';

describe('waitFor', () => {
  it('returns the first truthy value', async () => {
    const answers = [undefined, 0, 'third'];
    await expect(waitFor(() => answers.shift())).resolves.toBe('third');
  });

  it('takes a condition that throws for one that is not met yet', async () => {
    let looks = 0;
    await waitFor(() => {
      looks += 1;
      if (looks < 3) throw new Error('too early');
      return true;
    });
    expect(looks).toBe(3);
  });

  it('says what it waited for and what it saw last', async () => {
    const waiting = waitFor(() => ({ version: 3 }).version > 4, { describe: 'version 5', timeoutMs: 60 });
    await expect(waiting).rejects.toThrow('Waited 60 ms for version 5. Last seen: false');
  });

  it('says which error it saw last', async () => {
    const waiting = waitFor(() => Promise.reject(new Error('connection refused')), { timeoutMs: 60 });
    await expect(waiting).rejects.toThrow('connection refused');
  });

  it('does not hang with a condition that hangs', async () => {
    await expect(waitFor(() => new Promise<boolean>(() => undefined), { timeoutMs: 60 })).rejects.toThrow(
      'Waited 60 ms',
    );
  });
});

describe('untilDone', () => {
  it('returns what the first call gave that did not throw, whatever it is', async () => {
    let calls = 0;
    const call = (): Promise<null> => {
      calls += 1;
      return calls < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(null);
    };
    await expect(untilDone(call)).resolves.toBeNull();
    expect(calls).toBe(3);
  });
});
