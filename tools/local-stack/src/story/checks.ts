import type { CheckReason, CheckRequest } from '@mdm-gate/contracts';
import { expectEqual } from './expect.ts';
import { organizationId } from '../stack/organization-id.ts';
import type { StoryContext } from './story-context.ts';

type Presented = Pick<CheckRequest, 'deviceId' | 'platform' | 'mdmToken'>;

interface Promised {
  readonly decision: 'proceed' | 'halt';
  readonly reason: CheckReason;
}

/** Asks as the pairing service and as the authentication service do, and expects the same answer from both. */
export const expectBothChecks = async (
  { verifier }: StoryContext,
  what: string,
  presented: Presented,
  promised: Promised,
): Promise<void> => {
  const request = { organizationId, ...presented };
  const pairing = await verifier.checkPairing(request);
  expectEqual(`pairing, ${what}`, { decision: pairing.decision, reason: pairing.reason }, promised);
  const authentication = await verifier.checkAuthentication(request);
  expectEqual(
    `authentication, ${what}`,
    { decision: authentication.decision, reason: authentication.reason },
    promised,
  );
};
