import { expectEqual } from './expect.ts';
import { narrator } from './narrator.ts';
import { organizationId } from '../stack/organization-id.ts';
import type { StoryContext } from './story-context.ts';

type AnsweredByReplica = Readonly<Record<string, number>>;

/** How many checks each verifier replica has answered, as its own metrics say. */
export const checksAnswered = async ({ stack }: StoryContext): Promise<AnsweredByReplica> => {
  const replicas = Object.entries(stack.description.healthUrls).filter(([name]) =>
    name.startsWith('verifier-'),
  );
  const counts = replicas.map(async ([name, url]) => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const samples = metrics.matchAll(/^messaging_requests_total\{subject="mdm\.check\.[a-z]+"\} (\d+)$/gm);
    return [name, [...samples].reduce((sum, [, count]) => sum + Number(count), 0)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
};

/** So many that each replica of the queue group gets its share; one is enough to prove a replica wrong. */
const checksAtOnce = 64;

/** Every one of the checks that follow a revoke must be halted, and every replica must have answered some of them. */
export const expectRefusedByEveryReplica = async (
  context: StoryContext,
  revokedValue: string,
  before: AnsweredByReplica,
): Promise<void> => {
  const checks = Array.from({ length: checksAtOnce }, (_, index) =>
    context.verifier.checkAuthentication({
      organizationId,
      deviceId: `after-revoke-${index}`,
      platform: 'ios',
      mdmToken: revokedValue,
    }),
  );
  for (const { decision, reason } of await Promise.all(checks)) {
    expectEqual(
      'a check after the revoke',
      { decision, reason },
      { decision: 'halt', reason: 'token-revoked' },
    );
  }
  const after = await checksAnswered(context);
  const answered = Object.keys(after).map(
    (name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const,
  );
  const idle = answered.filter(([, count]) => count === 0);
  expectEqual('replicas that answered none of the checks', idle, []);
  const shares = answered.map(([name, count]) => `${name} answered ${count}`).join(', ');
  narrator.observed(`the next ${checksAtOnce} checks with it are halted, token-revoked (${shares})`);
};
