import { checkReasons, type CheckReply } from '@mdm-gate/contracts';
import { proceedReasons } from './check.ts';
import { resultOf } from './check-result.ts';

const reply = (
  decision: 'proceed' | 'halt',
  reason: CheckReply['reason'],
  enforced: boolean,
): CheckReply => ({
  decision,
  reason,
  enforced,
  tokenId: null,
  activeSetVersion: 7,
});
const haltReasons = checkReasons.filter((reason) => !proceedReasons.some((other) => other === reason));

describe('what a reply comes to', () => {
  it.each(proceedReasons)('%s proceeds, and is not believed as a halt', (reason) => {
    for (const enforced of [true, false]) {
      expect(resultOf(reply('proceed', reason, enforced))).toEqual(reply('proceed', reason, enforced));
      expect(resultOf(reply('halt', reason, enforced))).toMatchObject({
        decision: 'halt',
        reason: 'unavailable',
        error: { code: 'internal-error' },
      });
    }
  });

  it.each(haltReasons)('%s halts when it is enforced, whatever the reply decides', (reason) => {
    expect(resultOf(reply('halt', reason, true))).toEqual(reply('halt', reason, true));
    expect(resultOf(reply('proceed', reason, true)).decision).toBe('halt');
    expect(resultOf(reply('halt', reason, false)).decision).toBe('halt');
  });

  it('a reason to halt proceeds only where it is monitored, and unavailable never', () => {
    for (const reason of haltReasons)
      expect(resultOf(reply('proceed', reason, false)).decision).toBe(
        reason === 'unavailable' ? 'halt' : 'proceed',
      );
  });
});
