import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPermissionsFile, streams } from '@mdm-gate/contracts';
import { readEventFlow } from '../event-flow/event-flow.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkFollowers } from './check-followers.ts';

describe('the permissions of NATS', () => {
  const flow = readEventFlow(workspaceRoot);

  it('stand in deploy/nats/permissions.conf as the catalogues have them: if not, run `npm run nats:permissions`', () => {
    expect(readFileSync(join(workspaceRoot, 'deploy/nats/permissions.conf'), 'utf8')).toBe(
      renderPermissionsFile(),
    );
  });

  it('let those follow a stream who react to its events', () => {
    expect(checkFollowers(flow)).toEqual([]);
  });

  it('are found wrong when somebody may follow a stream without need, or may not although he reacts', () => {
    const declared = { ...streams, tokens: { followedBy: ['verifier' as const, 'token-admin' as const] } };
    expect(checkFollowers(flow, declared)).toEqual([
      'tokens: followedBy is token-admin,verifier, but mdm-push,verifier react to its events',
    ]);
  });
});
