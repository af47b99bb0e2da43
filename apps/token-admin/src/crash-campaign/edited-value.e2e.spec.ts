import { waitFor } from '@mdm-gate/testing';
import { startPair, type RunningPair } from '../fixtures/running-pair.ts';
import { Creation } from './intentions.ts';

const timeoutMs = 60_000;

describe('token-admin killed between an edited value and its effect', () => {
  let pair: RunningPair;
  beforeAll(async () => {
    pair = await startPair();
  });
  afterAll(() => pair.stop());

  const states = (action: string): Promise<{ state: string }[]> =>
    pair.database.query('SELECT state FROM token_admin.operations WHERE action = $1', [action]);
  const untilIs = (value: string, reason: string) =>
    waitFor(async () => (await pair.check(value)).reason === reason, {
      timeoutMs,
      describe: `a check to be ${reason}`,
    });

  it('leaves an operation that goes on by itself, until every check is decided by the new value', async () => {
    const { administrator, path } = pair.organization;
    const creation = new Creation(path);
    await creation.attempt(administrator);
    const { tokenId, value } = creation.created ?? { tokenId: '', value: '' };
    await untilIs(value, 'token-active');

    pair.verifier.signal('SIGSTOP');
    const edited = { value: 'entered-by-hand-instead' };
    const editing = administrator
      .patch(`${path}/mdm-tokens/${tokenId}`, edited, { ifMatch: '"1"' })
      .catch(() => null);
    await waitFor(async () => (await states('editToken')).length === 1, { timeoutMs });
    await pair.tokenAdmin.kill();
    expect(await editing).toBeNull();
    expect(await states('editToken')).toEqual([{ state: 'under-way' }]);
    pair.verifier.signal('SIGCONT');

    await pair.tokenAdmin.start();
    await pair.database.query('UPDATE token_admin.operations SET next_attempt_at = now()');
    await waitFor(async () => (await states('editToken'))[0]?.state === 'effective', {
      timeoutMs,
      describe: 'the edit to be in effect',
    });
    expect((await pair.check(value)).reason).toBe('token-revoked');
    expect((await pair.check(edited.value)).reason).toBe('token-active');
  });
});
