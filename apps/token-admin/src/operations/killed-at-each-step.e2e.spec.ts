import type { AuditEvent, Operation } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { ApiClient } from '../fixtures/api-client.ts';
import { eachAct, type ActOfTest } from '../fixtures/each-act.ts';
import { lockedRow, type LockedRow } from '../fixtures/locked-row.ts';
import type { Held } from '../fixtures/script.ts';
import { startTokenAdminAlone, type TokenAdminAlone } from '../fixtures/token-admin-alone.ts';

const organizationRow = 'SELECT 1 FROM token_admin.organizations WHERE organization_id = $1 FOR UPDATE';
const answerRow = 'SELECT 1 FROM token_admin.idempotent_answers WHERE key = $1 FOR UPDATE';
const timeoutMs = 90_000;

/** Every kind of act at once, each in an organization of its own: one kill meets all of them at the same step. */
describe('token-admin killed amid acts of other services', () => {
  let alone: TokenAdminAlone;
  let acts: readonly ActOfTest[];

  beforeAll(async () => {
    alone = await startTokenAdminAlone();
  });
  beforeEach(async () => {
    acts = await eachAct(new ApiClient(alone.tokenAdmin.url, await alone.token()));
    alone.neighbours.script.reset();
  });
  afterAll(() => alone.stop());

  const count = async (what: string): Promise<number> => {
    const [row] = await alone.database.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM ${what}`,
    );
    return row?.count ?? 0;
  };
  const untilLockedOut = (sessions: number) =>
    waitFor(
      async () =>
        (await count(`pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)) >=
        sessions,
      { timeoutMs, describe: `${sessions} calls to wait for their rows` },
    );
  const lockOrganizations = (): Promise<readonly LockedRow[]> =>
    Promise.all(
      acts.map(({ organization }) => lockedRow(alone.database, organizationRow, organization.organizationId)),
    );
  const releaseAll = (locks: readonly LockedRow[]) => Promise.all(locks.map((lock) => lock.release()));
  const hold = (when: 'before' | 'after'): readonly Held[] =>
    acts.map(({ action }) => alone.neighbours.script.hold(action, when));
  const reached = (holds: readonly Held[]) => Promise.all(holds.map((each) => each.reached));
  const letGo = (holds: readonly Held[]) => {
    for (const each of holds) each.release();
  };
  /** Nobody hears anything of what was asked. */
  const killAndStart = async (calls: readonly Promise<unknown>[], locks: readonly LockedRow[] = []) => {
    await alone.tokenAdmin.kill();
    await releaseAll(locks);
    expect(await Promise.all(calls)).toEqual(calls.map(() => null));
    await alone.tokenAdmin.start();
  };
  /** As if the time were over within which nobody else takes over. */
  const passLeases = () => alone.database.query('UPDATE token_admin.operations SET next_attempt_at = now()');

  const newestOf = async ({ action, organization }: ActOfTest): Promise<Operation | undefined> => {
    const { body } = await organization.administrator.get(`${organization.path}/operations?limit=50`);
    return (body as { items: Operation[] }).items
      .filter((operation) => operation.action === action)
      .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0];
  };
  /** Newest first; what setting the scene has left is not counted. */
  const trailOf = async ({ action, organization }: ActOfTest): Promise<readonly string[]> => {
    const query = `?action=${action}&limit=50`;
    const { body } = await organization.administrator.get(`${organization.path}/audit-events${query}`);
    const outcomes = (body as { items: AuditEvent[] }).items.map(({ outcome }) => outcome);
    return action === 'addMdmConnection' ? outcomes.slice(0, -2) : outcomes;
  };
  const expectIntact = async ({ organization }: ActOfTest) => {
    const { body } = await organization.administrator.get(`${organization.path}/audit-events/verification`);
    expect(body).toMatchObject({ intact: true });
  };

  /** Whoever takes over has finished it, once, or says that nobody knows; and the trail says the same. */
  const expectTakenOver = async (act: ActOfTest): Promise<void> => {
    const ended = await waitFor(
      async () => {
        const operation = await newestOf(act);
        return operation !== undefined && operation.state !== 'under-way' && operation;
      },
      { timeoutMs, describe: `${act.action} to end` },
    );
    const [state, outcome] = act.isRepeated ? ['done', 'allowed'] : ['failed', 'failed'];
    expect([act.action, ended.state]).toEqual([act.action, state]);
    expect(ended.failure?.code ?? null).toBe(act.isRepeated ? null : 'outcome-unknown');
    expect([act.action, await trailOf(act)]).toEqual([act.action, [outcome, 'intended']]);
    await expectIntact(act);
  };
  const expectAllTakenOver = async (): Promise<void> => {
    await passLeases();
    for (const act of acts) await expectTakenOver(act);
  };
  /** What can be done twice without harm may be; nothing else is. */
  const expectDoneOnce = (): void => {
    for (const { action, isRepeated } of acts)
      if (isRepeated && action !== 'pushNow')
        expect([action, alone.neighbours.script.done(action)]).toEqual([action, 1]);
  };

  it('before the intent is committed: nothing was done, nothing is on record, and the next try does it', async () => {
    const locks = await lockOrganizations();
    const calls = acts.map((act) => act.send());
    await untilLockedOut(acts.length);
    await killAndStart(calls, locks);
    for (const act of acts) {
      expect([act.action, await trailOf(act)]).toEqual([act.action, []]);
      expect(alone.neighbours.script.done(act.action)).toBe(0);
    }
    for (const act of acts) {
      const { status } = (await act.send()) ?? { status: 0 };
      expect([act.action, status < 300]).toEqual([act.action, true]);
    }
  });

  it('between intent and act: it is done by whoever takes over, or told as unknown', async () => {
    const holds = hold('before');
    const calls = acts.map((act) => act.send());
    await reached(holds);
    await killAndStart(calls);
    await expectAllTakenOver();
    letGo(holds);
    expectDoneOnce();
  });

  it('between act and outcome: it is not done twice, and its outcome gets on record, or that it is unknown', async () => {
    const holds = hold('after');
    const calls = acts.map((act) => act.send());
    await reached(holds);
    await killAndStart(calls);
    letGo(holds);
    await expectAllTakenOver();
    expectDoneOnce();
  });

  it('while the outcome is put on record: the same', async () => {
    const holds = hold('after');
    const calls = acts.map((act) => act.send());
    await reached(holds);
    const locks = await lockOrganizations();
    letGo(holds);
    await untilLockedOut(acts.length);
    await killAndStart(calls, locks);
    await expectAllTakenOver();
    expectDoneOnce();
  });

  it('between outcome and answer: whoever asks again under the same key is answered with what was done', async () => {
    const keyed = acts.filter(({ key }) => key !== null);
    const holds = keyed.map(({ action }) => alone.neighbours.script.hold(action, 'after'));
    const calls = keyed.map((act) => act.send());
    await reached(holds);
    const locks = await Promise.all(keyed.map(({ key }) => lockedRow(alone.database, answerRow, key ?? '')));
    letGo(holds);
    for (const act of keyed)
      await waitFor(async () => (await newestOf(act))?.state === 'done', { timeoutMs });
    await killAndStart(calls, locks);
    for (const act of keyed) {
      const { status } = (await act.send()) ?? { status: 0 };
      expect([act.action, status < 300 && status !== 202]).toEqual([act.action, true]);
      expect([act.action, alone.neighbours.script.done(act.action)]).toEqual([act.action, 1]);
      expect(await trailOf(act)).toEqual(['allowed', 'intended']);
      await expectIntact(act);
    }
  });
});
