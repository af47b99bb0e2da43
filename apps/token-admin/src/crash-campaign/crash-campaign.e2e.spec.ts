import { setTimeout as killComesAfter } from 'node:timers/promises';
import { agreedSet, announcedVersions, reasons, tokenRows } from '../fixtures/agreement.ts';
import { startPair, type RunningPair } from '../fixtures/running-pair.ts';
import { Creation, Revocation, type Intention } from './intentions.ts';

/** `npm run campaign:crash` kills 200 times. */
const kills = Number(process.env['MDM_GATE_CAMPAIGN_KILLS'] ?? '6');
/** From before the first request arrives to after all of them are done. */
const killAfterMsMax = 250;

describe(`token-admin killed ${kills} times in the middle of its work`, () => {
  let pair: RunningPair;
  let path: string;

  beforeAll(async () => {
    pair = await startPair();
    path = pair.organization.path;
  });
  afterAll(() => pair.stop());

  const answered: Intention[] = [];
  const creations: Creation[] = [];
  const revocations: Revocation[] = [];

  const createdTokens = () => creations.flatMap(({ created }) => (created === undefined ? [] : [created]));

  /** New work beside what was not answered before the last kill. */
  const work = (unanswered: readonly Intention[]): Intention[] => {
    const tried = new Set(revocations.map(({ token }) => token.tokenId));
    const revoked = createdTokens()
      .filter(({ tokenId }) => !tried.has(tokenId))
      .slice(0, 2)
      .map((token) => new Revocation(path, token));
    const created = Array.from({ length: 4 }, () => new Creation(path));
    revocations.push(...revoked);
    creations.push(...created);
    return [...unanswered, ...created, ...revoked];
  };

  const attemptAll = async (intentions: readonly Intention[]): Promise<Intention[]> => {
    const outcomes = await Promise.all(
      intentions.map((intention) => intention.attempt(pair.organization.administrator)),
    );
    answered.push(...intentions.filter((_, index) => outcomes[index] === true));
    return intentions.filter((_, index) => outcomes[index] !== true);
  };

  const killInTheMiddle = async (): Promise<void> => {
    let unanswered: Intention[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const attempt = attemptAll(work(unanswered));
      await killComesAfter(Math.random() * killAfterMsMax);
      await pair.tokenAdmin.kill();
      unanswered = await attempt;
      await pair.tokenAdmin.start();
    }
    while (unanswered.length > 0) unanswered = await attemptAll(unanswered);
  };

  it(
    'keeps what it has answered, does nothing twice, and stream and verifier learn all of it',
    async () => {
      await killInTheMiddle();

      const refused = answered.filter(({ answer }) => (answer?.status ?? 500) >= 300);
      expect(refused.map(({ answer }) => answer?.text)).toEqual([]);

      const rows = await tokenRows(pair);
      expect(rows.map(({ label }) => label)).toEqual(creations.map(({ label }) => label).toSorted());
      const revokedIds = new Set(revocations.map(({ token }) => token.tokenId));
      const inDatabase = rows.filter(({ state }) => state === 'revoked').map(({ tokenId }) => tokenId);
      expect(inDatabase.toSorted()).toEqual([...revokedIds].toSorted());

      const set = await agreedSet(pair);
      const states = new Map(set.tokens.map(({ tokenId, state }) => [tokenId, state]));
      expect(rows.map(({ tokenId }) => states.get(tokenId))).toEqual(rows.map(({ state }) => state));
      expect(await announcedVersions(pair)).toEqual(
        Array.from({ length: set.version }, (_, index) => index + 1),
      );

      const tokens = createdTokens();
      expect(await reasons(pair, set.version, tokens)).toEqual(
        tokens.map(({ tokenId }) => (revokedIds.has(tokenId) ? 'token-revoked' : 'token-active')),
      );
      const verdict = await pair.organization.administrator.get(`${path}/audit-events/verification`);
      expect(verdict.body).toMatchObject({ intact: true });
    },
    60_000 + kills * 15_000,
  );
});
