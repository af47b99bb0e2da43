import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { natsPrograms } from '@mdm-gate/contracts';
import { startNats, startProcess } from '@mdm-gate/testing';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';

const program = join(import.meta.dirname, '../../dist/nats-users/main.js');

describe('npm run nats:users', () => {
  let parent: string;
  let folder: string;
  const run = async (...options: string[]): Promise<string> => {
    const running = await startProcess({
      command: process.execPath,
      args: [program, '--folder', folder, ...options],
    });
    const { code } = await running.waitForExit();
    expect([code, running.output()]).toEqual([0, running.output()]);
    return running.output();
  };
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const seed = (name: string): string => text(`${name}.nk`).trim();
  const config = (): string =>
    text('users.conf').replace('include "permissions.conf"', text('permissions.conf'));

  /** Which of these seeds a server with the users of the folder takes. */
  const taken = async (seeds: readonly string[]): Promise<readonly boolean[]> => {
    const nats = await startNats({ jetstream: false, config: config() });
    const answers = [];
    for (const each of seeds) {
      const authenticator = nkeyAuthenticator(Buffer.from(each));
      const signedIn = await connect({ servers: nats.url, authenticator, reconnect: false }).catch(
        () => null,
      );
      await signedIn?.close();
      answers.push(signedIn !== null);
    }
    await nats.stop();
    return answers;
  };

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'mdm-gate-nats-users-'));
    folder = join(parent, 'users');
  });
  afterEach(() => {
    rmSync(parent, { recursive: true });
  });

  it('makes a key for each program, for its owner alone, and prints nothing secret', async () => {
    const said = await run('--caller', 'pairing');
    const names = [...natsPrograms, 'pairing'];
    const files = ['permissions.conf', 'users.conf', ...names.map((name) => `${name}.nk`)];
    expect(readdirSync(folder).toSorted()).toEqual(files.toSorted());
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of files)
      expect([file, statSync(join(folder, file)).mode & 0o777]).toEqual([file, 0o600]);
    for (const name of names) {
      expect(seed(name)).toMatch(/^SU[A-Z2-7]{56}$/);
      expect(said + text('users.conf')).not.toContain(seed(name));
    }
    expect(said).toMatch(/pairing +U[A-Z2-7]{55}/);
    expect(await taken(names.map(seed))).toEqual(names.map(() => true));
  });

  it('leaves the keys that are there', async () => {
    await run();
    const before = natsPrograms.map(seed);
    await run('--caller', 'pairing');
    expect(natsPrograms.map(seed)).toEqual(before);
  });

  it('renews a key beside the one before, which works on until it is dropped', async () => {
    await run();
    const [old, other] = [seed('verifier'), seed('mdm-push')];
    await run('--renew', 'verifier');
    const renewed = seed('verifier');
    expect(renewed).not.toBe(old);
    expect(await taken([old, renewed, other])).toEqual([true, true, true]);
    await run('--drop-previous');
    expect(seed('verifier')).toBe(renewed);
    expect(await taken([old, renewed, other])).toEqual([false, true, true]);
  });

  it('refuses a caller that is called as a program is, or that a subject could not hold', async () => {
    for (const name of ['verifier', 'Pairing', 'a.b', '*', '']) {
      const running = await startProcess({
        command: process.execPath,
        args: [program, '--folder', folder, '--caller', name],
      });
      expect((await running.waitForExit()).code).toBe(1);
      expect(running.output()).toContain('small letters, digits and hyphens');
    }
  });
});
