import { deepStrictEqual, ok } from 'node:assert/strict';
import type { Rotation } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { agreedSet, announcedVersions, reasons } from '../fixtures/agreement.ts';
import type { RunningPair } from '../fixtures/running-pair.ts';
import type { Ended, Lane } from './lane.ts';

/** Throws where what is to hold once all rotations have ended does not. */
export const requireKeptPromises = async (pair: RunningPair, lanes: readonly Lane[]): Promise<void> => {
  const ended = lanes.flatMap((lane) => lane.ended);
  ok(ended.length >= lanes.length, 'lanes that have ended no rotation');
  const other = ended.filter(({ plan, state }) => state !== endOf(plan));
  deepStrictEqual(other, [], 'rotations that ended in another way than planned');
  await requireEachStepOnce(pair, ended);
  await requireTokensAsTheyShouldBe(pair, lanes, ended);
};

const endOf = (plan: Ended['plan']): Ended['state'] =>
  plan === 'by-itself' || plan === 'acknowledged' ? 'completed' : 'cancelled';

/** Each version of a rotation has one event and one audit row. */
const requireEachStepOnce = async (pair: RunningPair, ended: readonly Ended[]): Promise<void> => {
  const { organizationId, administrator, path } = pair.organization;
  const steps = await pair.database.query<Steps[]>(stepsStatement, [organizationId]);
  deepStrictEqual(steps.length, ended.length);
  const wrong = steps.filter(({ events, rows, version }) => events !== version || rows !== version);
  deepStrictEqual(wrong, [], 'rotations whose steps were not told once each');
  const { body } = await administrator.get(`${path}/audit-events/verification`);
  deepStrictEqual((body as { intact: boolean }).intact, true);
};

const requireTokensAsTheyShouldBe = async (
  pair: RunningPair,
  lanes: readonly Lane[],
  ended: readonly Ended[],
): Promise<void> => {
  const set = await agreedSet(pair);
  const versions = Array.from({ length: set.version }, (_, index) => index + 1);
  deepStrictEqual(await announcedVersions(pair), versions);
  const current = lanes.flatMap(({ devices }) => [...devices.values()]);
  const gone = ended.map(goneOf).slice(-10);
  deepStrictEqual(new Set(await reasons(pair, set.version, current)), new Set(['token-active']));
  deepStrictEqual(new Set(await reasons(pair, set.version, gone)), new Set(['token-revoked']));
  await waitFor(() => areAllEffective(pair), { timeoutMs: 60_000, describe: 'all of them to be effective' });
};

const areAllEffective = async ({ organization }: RunningPair): Promise<boolean> => {
  const { administrator, path } = organization;
  const { body } = await administrator.get(`${path}/rotations?limit=200`);
  return (body as { items: Rotation[] }).items.every(({ effective }) => effective);
};

const goneOf = ({ state, fresh, former }: Ended) => (state === 'completed' ? former : fresh);

interface Steps {
  readonly rotation: string;
  readonly version: number;
  readonly events: number;
  readonly rows: number;
}

const stepsStatement = `
  SELECT rotation_id AS rotation, version,
    (SELECT count(*)::int FROM token_admin.outbox WHERE event->>'rotationId' = rotation_id::text) AS events,
    (SELECT count(*)::int FROM token_admin.audit_events AS audit WHERE audit.organization_id = $1
       AND subject_id = rotation_id::text AND action LIKE 'Rotation%' AND outcome = 'allowed') AS rows
  FROM token_admin.rotations WHERE organization_id = $1`;
