import { dryRunAnswerSchema, findTokenRoute, revokeTokenRoute } from '@mdm-gate/contracts';
import { expectBothChecks } from '../checks.ts';
import { expectEqual } from '../expect.ts';
import { narrator } from '../narrator.ts';
import { checksAnswered, expectRefusedByEveryReplica } from '../replicas.ts';
import { organizationId } from '../../stack/organization-id.ts';
import { known } from '../story-context.ts';
import type { StoryStep } from '../story-step.ts';

export const revokeFirstToken: StoryStep = {
  title: 'The old token is revoked: the very next check with it is halted, on every verifier replica',
  run: async (context) => {
    const { gateway, tokens } = context;
    const [old, current] = [known(tokens.first), known(tokens.second)];
    const path = `/organizations/${organizationId}/mdm-tokens/${old.tokenId}` as const;
    const { etag } = await gateway.call(`GET ${path}`, findTokenRoute.replies[200].schema);
    const answeredBefore = await checksAnswered(context);
    const told = await gateway.call(`POST ${path}/revoke?dryRun=true`, dryRunAnswerSchema, {
      body: { because: 'retired' },
    });
    const { activeDevices, halted } = told.body.impact;
    narrator.observed(`a dry run tells that this halts ${halted} of ${activeDevices} active devices`);
    const { status, body } = await gateway.call(`POST ${path}/revoke`, revokeTokenRoute.replies[202].schema, {
      body: { because: 'retired', acknowledgeHaltedDevices: halted },
      ifMatch: etag,
    });
    expectEqual('the answer', { status, effective: body.effective }, { status: 200, effective: true });
    narrator.observed(`revoked and effective, active set version ${body.activeSetVersion}`);
    await expectRefusedByEveryReplica(context, old.value, answeredBefore);
    await expectBothChecks(
      context,
      'the new token',
      { deviceId: 'story-probe', platform: 'ios', mdmToken: current.value },
      { decision: 'proceed', reason: 'token-active' },
    );
    narrator.observed('a device with the new one proceeds, token-active');
  },
};
