import { randomUUID } from 'node:crypto';
import { waitFor } from '@mdm-gate/testing';
import { agreedSet, announcedVersions, reasons, tokenRows } from '../fixtures/agreement.ts';
import { startPair, type RunningPair } from '../fixtures/running-pair.ts';
import { lockedRow } from '../fixtures/locked-row.ts';
import { Creation, Revocation, type CreatedToken, type Intention } from './intentions.ts';

const organizationRow = 'SELECT 1 FROM token_admin.organizations WHERE organization_id = $1 FOR UPDATE';
/**
 * Written when the call begins, and again when its answer is known: who holds it in between holds back the answer. Not
 * that of a create, which holds a value and is kept nowhere: such an answer is lost on its way to the caller.
 */
const answerRow = 'SELECT 1 FROM token_admin.idempotent_answers WHERE key = $1 FOR UPDATE';
const recorded = `token_admin.audit_events WHERE outcome = 'allowed' AND action = $1 AND subject_id = $2`;

describe.each(['create', 'revoke'] as const)('token-admin killed in the middle of a %s', (kind) => {
  let pair: RunningPair;
  let intention: Creation | Revocation;
  let token: () => CreatedToken | undefined;

  beforeAll(async () => {
    pair = await startPair();
  });
  afterAll(() => pair.stop());
  beforeEach(async () => {
    const creation = new Creation(pair.organization.path);
    token = () => creation.created;
    intention = creation;
    if (kind === 'create') return;
    await attempt(creation);
    const created = creation.created ?? { tokenId: '', value: '' };
    intention = new Revocation(pair.organization.path, created);
    await waitFor(async () => (await unpublished()) === 0, { describe: 'the creation to be published' });
  });

  const attempt = (it: Intention) => it.attempt(pair.organization.administrator);
  const attemptUnheard = (it: Intention) => it.attemptUnheard(pair.organization.administrator);

  const count = async (statement: string, parameters: readonly unknown[] = []): Promise<number> => {
    const [row] = await pair.database.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM ${statement}`,
      [...parameters],
    );
    return row?.count ?? 0;
  };
  const unpublished = () => count('token_admin.outbox WHERE published_at IS NULL');
  const events = () => count('token_admin.outbox');
  const waitingForLocks = () =>
    count(`pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);

  /** Resolves when the call has begun and waits for the organization. */
  const callUpToCommit = async (call = attempt) => {
    const organization = await lockedRow(pair.database, organizationRow, pair.organization.organizationId);
    const answered = call(intention);
    await waitFor(async () => (await waitingForLocks()) > 0, { describe: 'the call to wait' });
    return { organization, answered };
  };

  /** Resolves when the change is committed; its answer is held back until `answer` is released, or lost. */
  const callUpToAnswer = async () => {
    const before = await events();
    const { organization, answered } = await callUpToCommit(kind === 'create' ? attemptUnheard : attempt);
    const answer = await lockedRow(pair.database, answerRow, intention.key);
    await organization.release();
    await waitFor(async () => (await events()) === before + 1, { describe: 'the commit' });
    return { answer, answered };
  };

  /** `disclosedAgain`: how often a later try was told the value that an earlier one had created. */
  const expectDoneOnce = async (disclosedAgain = kind === 'create' ? 1 : 0): Promise<void> => {
    const { tokenId, value } = token() ?? { tokenId: 'none', value: '' };
    const state = kind === 'create' ? 'active' : 'revoked';
    // 202: done, but a service that has just started cannot promise yet that no older set decides.
    expect(kind === 'create' ? [201] : [200, 202]).toContain(intention.answer?.status);
    const rows = await tokenRows(pair);
    expect(rows.filter((row) => row.tokenId === tokenId)).toMatchObject([{ state }]);
    expect(rows.length).toBe(new Set(rows.map(({ label }) => label)).size);
    const act = kind === 'create' ? 'createToken' : 'revokeToken';
    expect(await count(`${recorded} AND after->>'disclosed' IS NULL`, [act, tokenId])).toBe(1);
    expect(await count(`${recorded} AND after->>'disclosed' = 'again'`, [act, tokenId])).toBe(disclosedAgain);

    const set = await agreedSet(pair);
    expect(set.tokens.filter((each) => each.tokenId === tokenId)).toMatchObject([{ state }]);
    expect(await announcedVersions(pair)).toEqual(
      Array.from({ length: set.version }, (_, index) => index + 1),
    );
    expect(await reasons(pair, set.version, [{ tokenId, value }])).toEqual([`token-${state}`]);
    const verdict = await pair.organization.administrator.get(
      `${pair.organization.path}/audit-events/verification`,
    );
    expect(verdict.body).toMatchObject({ intact: true });
  };

  it('before the commit has done nothing, and the next try does it', async () => {
    const before = await events();
    const { organization, answered } = await callUpToCommit();
    await pair.tokenAdmin.kill();
    await organization.release();
    expect(await answered).toBe(false);
    await waitFor(async () => (await waitingForLocks()) === 0);
    expect(await events()).toBe(before);

    await pair.tokenAdmin.start();
    expect(await attempt(intention)).toBe(true);
    await expectDoneOnce(0);
  });

  it('between commit and publication has done it, publishes it afterwards, and the next try is told so', async () => {
    await pair.nats.kill();
    const { answer, answered } = await callUpToAnswer();
    await pair.tokenAdmin.kill();
    await answer.release();
    expect(await answered).toBe(false);
    expect(await unpublished()).toBe(1);

    await pair.nats.restart();
    await pair.tokenAdmin.start();
    await waitFor(async () => (await unpublished()) === 0, { describe: 'the publication' });
    expect(await attempt(intention)).toBe(true);
    await expectDoneOnce();
  });

  it('between publication and the verifier has done it, and verifier and next try learn of it', async () => {
    pair.verifier.signal('SIGSTOP');
    const { answer, answered } = await callUpToAnswer();
    await waitFor(async () => (await unpublished()) === 0, { describe: 'the publication' });
    await pair.tokenAdmin.kill();
    pair.verifier.signal('SIGCONT');
    await answer.release();
    expect(await answered).toBe(false);

    await pair.tokenAdmin.start();
    expect(await attempt(intention)).toBe(true);
    await expectDoneOnce();
  });

  it('between the verifier and the answer has done it, and the next try is told so', async () => {
    const { answer, answered } = await callUpToAnswer();
    const { version } = await agreedSet(pair);
    await reasons(pair, version, []);
    await pair.tokenAdmin.kill();
    await answer.release();
    expect(await answered).toBe(false);

    await pair.tokenAdmin.start();
    expect(await attempt(intention)).toBe(true);
    await expectDoneOnce();
  });

  it('after the answer keeps what it answered, and answers the same again', async () => {
    expect(await attempt(intention)).toBe(true);
    const { text } = intention.answer ?? { text: randomUUID() };
    await pair.tokenAdmin.kill();

    await pair.tokenAdmin.start();
    expect(await attempt(intention)).toBe(true);
    expect(intention.answer?.text).toBe(text);
    await expectDoneOnce();
  });
});
