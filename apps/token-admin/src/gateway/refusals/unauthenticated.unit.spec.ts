import { createLogger, Loops } from '@mdm-gate/service-kit';
import { Unauthenticated } from './unauthenticated.ts';

interface Line {
  readonly msg: string;
  readonly sourceAddress: string;
  readonly correlationId?: string;
  readonly repeated?: number;
}

describe('requests that nobody vouches for', () => {
  let lines: Line[];
  let unauthenticated: Unauthenticated;
  beforeEach(() => {
    lines = [];
    const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Line) };
    unauthenticated = new Unauthenticated(new Loops(createLogger('test', { destination })));
  });

  it('are told with the address that they come from: the first at once, the others counted', async () => {
    for (let times = 0; times < 500; times += 1) unauthenticated.note('192.0.2.1', `c${times}`);
    unauthenticated.note('192.0.2.2', 'another');
    expect(lines.map(({ sourceAddress, correlationId }) => [sourceAddress, correlationId])).toEqual([
      ['192.0.2.1', 'c0'],
      ['192.0.2.2', 'another'],
    ]);
    await unauthenticated.beforeApplicationShutdown();
    expect(lines.slice(2)).toMatchObject([{ sourceAddress: '192.0.2.1', repeated: 499 }]);
  });

  it('are told of a thousand addresses, and of all others together', async () => {
    for (let number = 0; number < 5_000; number += 1) unauthenticated.note(`address ${number}`, 'c');
    expect(lines).toHaveLength(1_001);
    expect(lines.at(-1)?.sourceAddress).toBe('others');
    await unauthenticated.beforeApplicationShutdown();
    expect(lines.at(-1)).toMatchObject({ sourceAddress: 'others', repeated: 3_999 });
  });
});
