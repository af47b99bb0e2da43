import type { AuditEvent } from '@mdm-gate/contracts';
import { actsIn } from './acts.ts';

const event = (sequence: number, operationId: string, outcome: AuditEvent['outcome']) =>
  ({ sequence, operationId, outcome }) as AuditEvent;

const told = (events: readonly AuditEvent[]) =>
  actsIn(events).map(({ event: { sequence }, begun }) => [sequence, begun?.sequence ?? null]);

describe('the lines of the trail', () => {
  it('are one for what was begun and done', () => {
    expect(told([event(3, 'b', 'allowed'), event(2, 'a', 'failed'), event(1, 'a', 'intended')])).toEqual([
      [3, null],
      [2, 1],
    ]);
  });

  it('keep what was begun and of whose end nothing is known', () => {
    expect(told([event(2, 'b', 'intended'), event(1, 'a', 'intended')])).toEqual([
      [2, null],
      [1, null],
    ]);
  });

  it('keep a refused try beside the one that was done', () => {
    expect(told([event(3, 'a', 'allowed'), event(2, 'a', 'intended'), event(1, 'a', 'refused')])).toEqual([
      [3, 2],
      [1, null],
    ]);
  });
});
