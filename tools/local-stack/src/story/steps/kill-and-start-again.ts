import { waitFor } from '@mdm-gate/testing';
import { expectBothChecks } from '../checks.ts';
import { untilStoredEverywhere } from '../deliveries.ts';
import { expectEqual } from '../expect.ts';
import { narrator } from '../narrator.ts';
import { organizationId } from '../../stack/organization-id.ts';
import { known, type StoryContext } from '../story-context.ts';
import type { StoryStep } from '../story-step.ts';

export const killAndStartAgain: StoryStep = {
  title: 'Everything is killed with SIGKILL and started again: the answers are the same',
  run: async (context) => {
    const { stack, tokens } = context;
    narrator.observed(`killed: ${await stack.killEverything()}`);
    await stack.startAgain();
    await untilChecksAreDecided(context);
    const answers = [
      [known(tokens.third).value, 'proceed', 'token-active', 'the new token'],
      [known(tokens.second).value, 'halt', 'token-revoked', 'the token that was rotated'],
      [known(tokens.first).value, 'halt', 'token-revoked', 'the old token'],
      [null, 'halt', 'token-missing', 'no token'],
      ['a-guess-that-is-wrong', 'halt', 'token-unknown', 'a wrong token'],
    ] as const;
    for (const [mdmToken, decision, reason, what] of answers) {
      const deviceId = `after-restart, ${what}`;
      await expectBothChecks(context, what, { deviceId, platform: 'ios', mdmToken }, { decision, reason });
      narrator.observed(`${what}: ${decision}, ${reason}`);
    }
    const deliveries = await untilStoredEverywhere(context, known(tokens.third).tokenId);
    narrator.observed(`${deliveries} deliveries are still stored`);
  },
};

/** Until Redis is filled again from the stream, every check is halted as `unavailable`, and never decided wrongly. */
const untilChecksAreDecided = async ({ verifier, tokens }: StoryContext): Promise<void> => {
  const mdmToken = known(tokens.first).value;
  const check = { organizationId, deviceId: 'while-refilling', platform: 'ios', mdmToken } as const;
  const { decision } = await waitFor(
    async () => {
      const reply = await verifier.checkAuthentication(check);
      return reply.reason === 'unavailable' ? null : reply;
    },
    { timeoutMs: 30_000, describe: 'the verifier decides again' },
  );
  expectEqual('the first decision on the revoked token', decision, 'halt');
};
