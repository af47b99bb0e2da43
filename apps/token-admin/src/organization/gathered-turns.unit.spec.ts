import { GatheredTurns } from './gathered-turns.ts';

/** Work that is written down, each piece of which ends when it is let go. */
const gathering = ({ failing = '', isOfAll = false } = {}) => {
  const pieces: { readonly items: readonly string[]; readonly letGo: (value: undefined) => void }[] = [];
  const turns = new GatheredTurns<string>({
    atOnceMax: 2,
    togetherMax: 3,
    work: async (_, items) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      pieces.push({ items, letGo: resolve });
      await promise;
      if (items.includes(failing)) throw new Error(`failed: ${items.join()}`);
    },
    isOfAll: () => isOfAll,
  });
  const letAllGo = async (): Promise<void> => {
    for (let next = 0; next < pieces.length; next += 1) {
      pieces[next]?.letGo(undefined);
      await new Promise(setImmediate);
    }
  };
  return { pieces, letAllGo, take: (owner: string, item: string) => turns.take(owner, item) };
};

const started = () => new Promise(setImmediate);
const worded = (results: readonly PromiseSettledResult<void>[]): readonly string[] =>
  results.map((result) => (result.status === 'fulfilled' ? 'done' : String(result.reason)));

describe('what comes for one owner while its turn is on', () => {
  it('is done together in the next ones, in order, and so many at a time at most', async () => {
    const { pieces, letAllGo, take } = gathering();
    const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map((item) => take('acme', item)));
    await started();
    await letAllGo();
    await all;
    expect(pieces.map(({ items }) => items.join(''))).toEqual(['abc', 'de']);
  });

  it('does not wait for the turn of another owner', async () => {
    const { pieces, letAllGo, take } = gathering();
    const all = [take('acme', 'a'), take('other', 'b')];
    await started();
    expect(pieces.map(({ items }) => items)).toEqual([['a'], ['b']]);
    await letAllGo();
    await Promise.all(all);
  });

  it('is done one by one when it fails together, so that only what fails by itself has failed', async () => {
    const { pieces, letAllGo, take } = gathering({ failing: 'b' });
    const all = Promise.allSettled(['a', 'b', 'c'].map((item) => take('acme', item)));
    await started();
    await letAllGo();
    expect(worded(await all)).toEqual(['done', 'Error: failed: b', 'done']);
    expect(pieces.map(({ items }) => items.join(''))).toEqual(['abc', 'a', 'b', 'c']);
  });

  it('fails together by what would befall each of them', async () => {
    const { pieces, letAllGo, take } = gathering({ failing: 'b', isOfAll: true });
    const all = Promise.allSettled(['a', 'b'].map((item) => take('acme', item)));
    await started();
    await letAllGo();
    expect(worded(await all)).toEqual(['Error: failed: a,b', 'Error: failed: a,b']);
    expect(pieces).toHaveLength(1);
  });

  it('is taken in turns again after a failure', async () => {
    const { letAllGo, take } = gathering({ failing: 'a' });
    const first = take('acme', 'a').catch(String);
    await started();
    await letAllGo();
    expect(await first).toBe('Error: failed: a');
    const next = take('acme', 'b');
    await started();
    await letAllGo();
    await expect(next).resolves.toBeUndefined();
  });
});
