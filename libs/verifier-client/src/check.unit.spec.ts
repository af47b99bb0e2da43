import type * as contract from '@mdm-gate/contracts';
import { checkReplySchema, checkRequestSchema, type CheckReply } from '@mdm-gate/contracts';
import type { CheckReason, CheckRequest, CheckResult } from './check.ts';

type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;

/** Does not compile unless the words of the client are those of the contract. */
const sameWords: [
  Same<CheckReason, contract.CheckReason>,
  Same<CheckRequest, Readonly<contract.CheckRequest>>,
  Same<CheckResult['decision'], CheckReply['decision']>,
  Same<Required<CheckResult>['activeSetVersion'], CheckReply['activeSetVersion']>,
  Same<CheckResult['tokenId'], CheckReply['tokenId']>,
] = [true, true, true, true, true];

describe("the client's types", () => {
  it('are those of the contract, field for field', () => {
    expect(sameWords).not.toContain(false);
    expect(Object.keys(checkRequestSchema.shape).sort()).toEqual(
      ['organizationId', 'deviceId', 'platform', 'mdmToken'].sort(),
    );
    expect(Object.keys(checkReplySchema.shape).sort()).toEqual(
      ['decision', 'reason', 'enforced', 'tokenId', 'activeSetVersion'].sort(),
    );
  });
});
