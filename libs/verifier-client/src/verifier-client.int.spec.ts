import { fileURLToPath } from 'node:url';
import {
  endsBeforeTimer,
  freePort,
  startNats,
  startProcess,
  waitFor,
  type RunningProcess,
  type RunningServer,
} from '@mdm-gate/testing';
import { createLogger } from '@mdm-gate/service-kit';
import { programIn } from './fixtures/readme-programs.ts';
import { createVerifierClient, type CheckRequest, type VerifierClient } from './index.ts';

const logger = createLogger('verifier-client', { level: 'silent' });
const project = fileURLToPath(new URL('..', import.meta.url));
const tokenId = '0190b2f2-6c1e-7d3a-8b7e-1f2a3b4c5d6e';

const from = (deviceId: string): CheckRequest => ({
  organizationId: 'acme',
  deviceId,
  platform: 'ios',
  mdmToken: 'what-the-device-presents',
});
const startResponder = (url: string): Promise<RunningProcess> =>
  startProcess({
    command: process.execPath,
    args: [fileURLToPath(new URL('fixtures/raw-responder.mjs', import.meta.url)), url],
    readyWhen: /ready/,
  });

let nats: RunningServer;
let responder: RunningProcess;
let client: VerifierClient;

beforeAll(async () => {
  nats = await startNats({ jetstream: false });
  responder = await startResponder(nats.url);
  client = await createVerifierClient({ url: nats.url, logger });
});

afterAll(async () => {
  await client.close();
  await responder.stop();
  await nats.stop();
});

describe('an answer of the verifier', () => {
  it('is given on, at pairing and at authentication', async () => {
    const proceed = {
      decision: 'proceed',
      reason: 'token-active',
      enforced: true,
      tokenId,
      activeSetVersion: 42,
    };
    expect(await client.checkPairing(from('good'))).toEqual(proceed);
    expect(await client.checkAuthentication(from('good'))).toEqual(proceed);
    expect(await client.checkAuthentication(from('unknown'))).toEqual({
      ...proceed,
      decision: 'halt',
      reason: 'token-unknown',
      tokenId: null,
    });
  });

  it('proceeds with the true reason where the policy only monitors', async () => {
    expect(await client.checkPairing(from('monitored'))).toMatchObject({
      decision: 'proceed',
      reason: 'token-missing',
      enforced: false,
    });
  });

  it('may have fields that this client does not know yet', async () => {
    expect((await client.checkPairing(from('with-more'))).decision).toBe('proceed');
  });
});

describe('whatever is not an answer', () => {
  const notAnswers: [string, string][] = [
    ['empty', 'internal-error'],
    ['not-json', 'internal-error'],
    ['bare-word', 'internal-error'],
    ['a-list', 'internal-error'],
    ['wrong-decision', 'internal-error'],
    ['wrong-reason', 'internal-error'],
    ['missing-field', 'internal-error'],
    ['contradiction', 'internal-error'],
    ['proceed-unavailable', 'internal-error'],
    ['not-utf-8', 'internal-error'],
    ['error-headers', 'invalid-request'],
    ['error-headers-good-body', 'internal-error'],
    ['silence', 'timeout'],
  ];

  it.each(notAnswers)('%s halts, with the code of what happened', async (deviceId, code) => {
    for (const result of [
      await client.checkPairing(from(deviceId)),
      await client.checkAuthentication(from(deviceId)),
    ])
      expect(result).toMatchObject({
        decision: 'halt',
        reason: 'unavailable',
        enforced: true,
        tokenId: null,
        activeSetVersion: 0,
        error: { code },
      });
  });

  it('comes no later than the time limit', async () => {
    const impatient = await createVerifierClient({ url: nats.url, timeoutMs: 100 });
    const result = impatient.checkPairing(from('silence'));
    await expect(endsBeforeTimer(result, 400)).resolves.toBe(true);
    await expect(result).resolves.toMatchObject({ decision: 'halt', error: { code: 'timeout' } });
    await impatient.close();
  });

  it('comes no later than the time limit when that nobody answers was learnt late', async () => {
    const impatient = await createVerifierClient({ url: nats.url, timeoutMs: 600 });
    const result = impatient.checkPairing(from('nobody-after-a-while'));
    await expect(endsBeforeTimer(result, 800)).resolves.toBe(true);
    await expect(result).resolves.toMatchObject({ decision: 'halt', error: { code: 'timeout' } });
    await impatient.close();
  });

  it('a request that cannot be written down halts too', async () => {
    const circular: Record<string, unknown> = { ...from('good') };
    circular['self'] = circular;
    expect(await client.checkPairing(circular as unknown as CheckRequest)).toMatchObject({
      decision: 'halt',
      error: { code: 'internal-error' },
    });
  });
});

describe('a batch', () => {
  const batchOf = (...deviceIds: readonly string[]) => ({
    organizationId: 'acme',
    checks: deviceIds.map((deviceId) => ({
      check: 'pairing' as const,
      deviceId,
      platform: 'ios' as const,
      mdmToken: 'what-the-device-presents',
    })),
  });

  it('comes back in its order, a bad entry as a halt in its place', async () => {
    const results = await client.checkBatch(batchOf('good', 'refused-entry', 'unknown', 'contradiction'));
    expect(results.map(({ decision, reason }) => [decision, reason])).toEqual([
      ['proceed', 'token-active'],
      ['halt', 'unavailable'],
      ['halt', 'token-unknown'],
      ['halt', 'unavailable'],
    ]);
    expect(results[1]).toMatchObject({ error: { code: 'invalid-request' } });
  });

  it.each(['one-too-few', 'silence'])('halts in every place when the answer is %s', async (deviceId) => {
    const results = await client.checkBatch(batchOf('good', deviceId));
    expect(results.map(({ decision }) => decision)).toEqual(['halt', 'halt']);
  });
});

describe('an outage', () => {
  it('of the verifier halts with no-responders; one that comes back meanwhile is asked again', async () => {
    await responder.stop();
    expect(await client.checkPairing(from('good'))).toMatchObject({
      decision: 'halt',
      reason: 'unavailable',
      error: { code: 'no-responders' },
    });
    responder = await startResponder(nats.url);
    expect((await client.checkPairing(from('good'))).decision).toBe('proceed');
  });

  it('of NATS halts at once, and is over when NATS is back', async () => {
    await nats.kill();
    const result = await client.checkPairing(from('good'));
    expect(result).toMatchObject({ decision: 'halt', reason: 'unavailable', enforced: true });
    await nats.restart();
    await responder.stop();
    responder = await startResponder(nats.url);
    await waitFor(async () => (await client.checkPairing(from('good'))).decision === 'proceed');
  });

  it('from the start delays the client by the time limit, and it halts', async () => {
    const early = await createVerifierClient({
      url: `nats://127.0.0.1:${await freePort()}`,
      timeoutMs: 100,
      logger,
    });
    expect(await early.checkPairing(from('good'))).toMatchObject({
      decision: 'halt',
      error: { code: 'dependency-unavailable' },
    });
    await early.close();
  });

  it('a closed client halts', async () => {
    const closed = await createVerifierClient({ url: nats.url });
    await closed.close();
    expect((await closed.checkPairing(from('good'))).decision).toBe('halt');
  });

  it('a wrong address is told at once, without being repeated', async () => {
    await expect(createVerifierClient({ url: 'http://user:hunter2@nats' })).rejects.toThrow(
      /not written nats:\/\//,
    );
  });
});

describe('the README', () => {
  it('shows a check with nothing but a NATS client that works as it stands there', async () => {
    const example = await startProcess({
      command: process.execPath,
      args: ['--input-type=module', '--eval', programIn('js')],
      cwd: project,
      env: { NATS_URL: nats.url },
    });
    await example.waitForExit();
    expect(example.output()).toContain("decision: 'halt'");
    expect(example.output()).toContain("reason: 'token-unknown'");
  });
});
