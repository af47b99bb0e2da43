import { checkFlows, policyModes, tokenStates, type CheckFlow, type CheckReason } from '@mdm-gate/contracts';
import type { Finding, KnownDevice, KnownPolicy, KnownToken } from '../active-set/active-set-store.ts';
import { connectionToBind, decide, failuresMax, type Circumstances } from './decision.ts';

const nowMs = Date.parse('2026-11-24T12:00:00.000Z');
const [connectionA, connectionB] = ['a', 'b'];

const enforcing: KnownPolicy = { mode: 'enforce', effectiveFromMs: null, mdmIntegrated: true };
const activeToken: KnownToken = { tokenId: 't', state: 'active', connectionId: null, notAfterMs: null };

const organization = (
  policy: Partial<KnownPolicy>,
  token: KnownToken | null,
  device: Partial<KnownDevice> = {},
): Finding => ({
  known: 'organization',
  version: 7,
  policy: { ...enforcing, ...policy },
  token,
  device: { boundConnectionId: null, failures: 0, ...device },
});

const circumstances = (given: Partial<Circumstances>): Circumstances => ({
  finding: organization({}, activeToken),
  flow: 'authentication',
  presented: true,
  nowMs,
  ...given,
});

const withToken = (token: Partial<KnownToken>) =>
  circumstances({ finding: organization({}, { ...activeToken, ...token }) });

describe('the decision', () => {
  it.each<[string, Circumstances, CheckReason, 'proceed' | 'halt']>([
    ['an active token', circumstances({}), 'token-active', 'proceed'],
    ['a token in its grace time', withToken({ state: 'retiring' }), 'token-retiring', 'proceed'],
    ['a revoked token', withToken({ state: 'revoked' }), 'token-revoked', 'halt'],
    [
      'a token one millisecond before its expiry',
      withToken({ notAfterMs: nowMs + 1 }),
      'token-active',
      'proceed',
    ],
    ['a token at the instant of its expiry', withToken({ notAfterMs: nowMs }), 'token-expired', 'halt'],
    [
      'a revoked token that is also expired',
      withToken({ state: 'revoked', notAfterMs: 0 }),
      'token-revoked',
      'halt',
    ],
    [
      'a value that matches nothing',
      circumstances({ finding: organization({}, null) }),
      'token-unknown',
      'halt',
    ],
    [
      'no value',
      circumstances({ finding: organization({}, null), presented: false }),
      'token-missing',
      'halt',
    ],
    [
      'a device with too many failures, even with the right token',
      circumstances({ finding: organization({}, activeToken, { failures: failuresMax }) }),
      'too-many-failures',
      'halt',
    ],
    [
      'an organization without an MDM connection',
      circumstances({ finding: organization({ mdmIntegrated: false }, null) }),
      'mdm-not-required',
      'proceed',
    ],
  ])('%s', (_, given, reason, decision) => {
    expect(decide(given)).toMatchObject({ reason, decision, enforced: true, activeSetVersion: 7 });
  });

  it('lets an organization go on whose policy is off', () => {
    expect(decide(circumstances({ finding: organization({ mode: 'off' }, null) }))).toEqual({
      decision: 'proceed',
      reason: 'mdm-not-required',
      enforced: false,
      tokenId: null,
      activeSetVersion: 7,
    });
  });

  it('halts an unknown organization, and everything when nothing can be proven, whatever a policy may say', () => {
    const unknown = { decision: 'halt', enforced: true, tokenId: null, activeSetVersion: 0 };
    expect(decide(circumstances({ finding: { known: 'no-organization' } }))).toEqual({
      ...unknown,
      reason: 'organization-unknown',
    });
    expect(decide(circumstances({ finding: { known: 'nothing' } }))).toEqual({
      ...unknown,
      reason: 'unavailable',
    });
  });

  it('tells the true reason but lets go on in monitor mode, and until the policy takes effect', () => {
    const expected = { decision: 'proceed', reason: 'token-unknown', enforced: false };
    for (const policy of [{ mode: 'monitor' }, { effectiveFromMs: nowMs + 1 }] as const) {
      expect(decide(circumstances({ finding: organization(policy, null) }))).toMatchObject(expected);
    }
    const inEffect = organization({ effectiveFromMs: nowMs }, null);
    expect(decide(circumstances({ finding: inEffect }))).toMatchObject({ decision: 'halt', enforced: true });
  });

  it('takes a token of another connection than the one that the device paired with for a second MDM', () => {
    const boundTo = (boundConnectionId: string | null, connectionId: string | null) =>
      decide(
        circumstances({
          finding: organization({}, { ...activeToken, connectionId }, { boundConnectionId }),
        }),
      ).reason;
    expect(boundTo(connectionA, connectionB)).toBe('managed-by-another-mdm');
    expect(boundTo(connectionA, connectionA)).toBe('token-active');
    expect(boundTo(null, connectionB)).toBe('token-active');
    expect(boundTo(connectionA, null)).toBe('token-active');
  });
});

/** The table of reasons, written a second time as rules of which the first that holds is the answer. */
interface Circumstance {
  readonly given: Circumstances;
  readonly policy: KnownPolicy;
  readonly token: KnownToken | null;
  readonly device: KnownDevice;
}
type Rule = readonly [CheckReason, (circumstance: Circumstance) => boolean];
const table: readonly Rule[] = [
  ['mdm-not-required', ({ policy }) => policy.mode === 'off' || !policy.mdmIntegrated],
  ['too-many-failures', ({ device }) => device.failures >= failuresMax],
  ['token-missing', ({ given }) => !given.presented],
  ['token-unknown', ({ token }) => token === null],
  ['token-revoked', ({ token }) => token?.state === 'revoked'],
  ['token-expired', ({ token }) => (token?.notAfterMs ?? Infinity) <= nowMs],
  [
    'managed-by-another-mdm',
    ({ token, device }) => {
      const connections = new Set([token?.connectionId ?? null, device.boundConnectionId]);
      return !connections.has(null) && connections.size === 2;
    },
  ],
  ['token-retiring', ({ token }) => token?.state === 'retiring'],
  ['token-active', () => true],
];

const reasonInTable = (circumstance: Circumstance): CheckReason =>
  table.find(([, holds]) => holds(circumstance))?.[0] ?? 'unavailable';

const isInForce = ({ mode, effectiveFromMs }: KnownPolicy, flow: CheckFlow): boolean =>
  (mode === 'enforce' || (mode === 'enforce-pairing' && flow === 'pairing')) &&
  (effectiveFromMs ?? 0) <= nowMs;

function* everyToken(): Iterable<KnownToken | null> {
  yield null;
  for (const state of tokenStates)
    for (const connectionId of [null, connectionA, connectionB])
      for (const notAfterMs of [null, nowMs - 1, nowMs, nowMs + 1])
        yield { tokenId: 't', state, connectionId, notAfterMs };
}

function* everyPolicy(): Iterable<KnownPolicy> {
  for (const mode of policyModes)
    for (const effectiveFromMs of [null, nowMs - 1, nowMs, nowMs + 1])
      for (const mdmIntegrated of [true, false]) yield { mode, effectiveFromMs, mdmIntegrated };
}

function* everyDevice(): Iterable<KnownDevice> {
  for (const boundConnectionId of [null, connectionA])
    for (const failures of [failuresMax - 1, failuresMax]) yield { boundConnectionId, failures };
}

function* everyCircumstance(): Iterable<Circumstance> {
  for (const policy of everyPolicy())
    for (const token of everyToken())
      for (const device of everyDevice())
        for (const presented of token === null ? [true, false] : [true])
          for (const flow of checkFlows)
            yield {
              policy,
              token,
              device,
              given: circumstances({ finding: organization(policy, token, device), presented, flow }),
            };
}

describe('the decision in every possible circumstance', () => {
  it('follows the table, and halts exactly when an enforced policy meets a reason to', () => {
    let circumstancesSeen = 0;
    for (const circumstance of everyCircumstance()) {
      const { given, policy, token } = circumstance;
      const reason = reasonInTable(circumstance);
      const enforced = isInForce(policy, given.flow);
      const halts = enforced && !/^(token-active|token-retiring|mdm-not-required)$/.test(reason);
      expect(decide(given)).toEqual({
        reason,
        decision: halts ? 'halt' : 'proceed',
        enforced,
        tokenId: reason === 'mdm-not-required' ? null : (token?.tokenId ?? null),
        activeSetVersion: 7,
      });
      circumstancesSeen += 1;
    }
    expect(circumstancesSeen).toBe(32 * (36 + 2) * 4 * 2);
  });
});

describe('what pairing binds a device to', () => {
  const binding = (
    token: KnownToken | null,
    device: Partial<KnownDevice> = {},
    policy: Partial<KnownPolicy> = {},
  ) => {
    const finding = organization(policy, token, device);
    return connectionToBind(finding, decide(circumstances({ finding })));
  };
  const ofA: KnownToken = { ...activeToken, connectionId: connectionA };

  it('is the connection of a token that matches', () => {
    expect(binding(ofA)).toBe(connectionA);
    expect(binding({ ...ofA, state: 'retiring' })).toBe(connectionA);
    expect(binding(ofA, {}, { mode: 'monitor' })).toBe(connectionA);
  });

  it.each<[string, string | null]>([
    ['nothing, with a token for all connections', binding(activeToken)],
    ['nothing, with no token', binding(null)],
    ['nothing, with a revoked token', binding({ ...ofA, state: 'revoked' })],
    ['nothing, when it is bound already', binding(ofA, { boundConnectionId: connectionA })],
    ['nothing, when it must wait', binding(ofA, { failures: failuresMax })],
    ['nothing, when the policy is off', binding(ofA, {}, { mode: 'off' })],
    [
      'nothing, when nothing is known',
      connectionToBind({ known: 'nothing' }, decide(circumstances({ finding: { known: 'nothing' } }))),
    ],
  ])('is %s', (_, connectionId) => {
    expect(connectionId).toBeNull();
  });
});
