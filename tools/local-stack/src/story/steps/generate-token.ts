import { activeSetPolicySchema, createTokenRoute } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { untilStoredEverywhere } from '../deliveries.ts';
import { narrator } from '../narrator.ts';
import { organizationId } from '../../stack/organization-id.ts';
import type { StoryContext } from '../story-context.ts';
import type { StoryStep } from '../story-step.ts';

const policyPath = `/organizations/${organizationId}/policy` as const;

export const generateToken: StoryStep = {
  title: 'A token is generated, reaches the verifier and is written into all three MDMs',
  run: async (context) => {
    const { body } = await context.gateway.call(
      `POST /organizations/${organizationId}/mdm-tokens`,
      createTokenRoute.replies[201].schema,
      { body: { label: 'First token' } },
    );
    if (body.value === null) throw new Error('A token was created, and its value not shown');
    const token = { tokenId: body.token.tokenId, value: body.value };
    context.tokens.first = token;
    narrator.observed(
      `token ${token.tokenId}, fingerprint ${body.token.fingerprint}; its value is shown once`,
    );
    const deliveries = await untilStoredEverywhere(context, token.tokenId);
    narrator.observed(
      `${deliveries} deliveries stored: written and read back, iOS and Android, in all three MDMs`,
    );
    await enforce(context);
    await untilVerifierKnows(context, token.value);
    narrator.observed(
      'TokenCreated came through the outbox and JetStream: the verifier has it in its active set',
    );
  },
};

/** Only now, with the token in every MDM, nobody is locked out. */
const enforce = async ({ gateway }: StoryContext): Promise<void> => {
  const { etag } = await gateway.call(`GET ${policyPath}`, activeSetPolicySchema);
  await gateway.call(`PUT ${policyPath}`, activeSetPolicySchema, {
    body: { mode: 'enforce' },
    ifMatch: etag,
  });
  narrator.observed('the policy is set to enforce');
};

const untilVerifierKnows = async ({ verifier }: StoryContext, mdmToken: string): Promise<void> => {
  await waitFor(
    async () => {
      const check = { organizationId, deviceId: 'story-probe', platform: 'ios', mdmToken } as const;
      const { reason, enforced } = await verifier.checkAuthentication(check);
      if (reason === 'token-active' && enforced) return true;
      throw new Error(`the verifier answers ${reason}`);
    },
    { timeoutMs: 15_000, describe: 'the verifier knows the token' },
  );
};
