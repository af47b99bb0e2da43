import { setImmediate } from 'node:timers/promises';
import { waitFor } from '@mdm-gate/testing';
import { pkcs12Of, selfSignedCertificate } from '../fixtures/self-signed-certificate.ts';
import { IsolatedReaders } from './readers.ts';

const pair = selfSignedCertificate();
const password = 'file-password';
const honest = { pkcs12: pkcs12Of(pair, password), pkcs12Password: password };

/** Asks for millions of rounds where it asked for a hundred thousand, wherever the number stands. */
const bomb = (options: readonly string[]) => {
  const file = Buffer.from(pkcs12Of(pair, password, [...options, '-iter', '100000']), 'base64');
  const [asked, millions] = [Buffer.from('02030186a0', 'hex'), Buffer.from('02037fffff', 'hex')];
  for (let at = file.indexOf(asked); at !== -1; at = file.indexOf(asked, at)) millions.copy(file, at);
  return { pkcs12: file.toString('base64'), pkcs12Password: password };
};

const bombOfXml = (): string => `<dict>${'<key>a</key><string>b</string>'.repeat(2_000_000)}</dict>`;

const blockFor = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

const refused = { name: 'Unreadable', message: expect.stringContaining('too much time or memory') as string };

/** How often the event loop came to do something for others while this was going on. */
const turnsDuring = async (work: Promise<unknown>): Promise<number> => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 10);
  await work.finally(() => {
    clearInterval(timer);
  });
  return turns;
};

describe('readers in isolation', () => {
  const warned: unknown[] = [];
  const readers = new IsolatedReaders({ warn: (about: unknown) => warned.push(about) });
  afterAll(() => readers.onApplicationShutdown());
  const open = (sender: string, given = honest) => readers.read(sender, 'openPkcs12', given);

  it('open what can be opened', async () => {
    await expect(open('acme')).resolves.toMatchObject({
      privateKey: expect.stringContaining('PRIVATE KEY') as string,
    });
  });

  it('say what cannot', async () => {
    await expect(open('acme', { ...honest, pkcs12Password: 'other' })).rejects.toMatchObject({
      name: 'Unreadable',
      message: 'The PKCS#12 file cannot be opened with this password',
    });
  });

  it.each([
    ['AES', []],
    ['triple DES', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES']],
    ['a key without a certificate', ['-nocerts']],
  ])('let a bomb of %s cost nobody but its sender', async (_, options) => {
    const exploding = bomb(options);
    const attacks = Promise.allSettled([open('evil', exploding), open('evil', exploding)]);
    const turns = turnsDuring(attacks);
    await expect(open('acme')).resolves.toBeDefined();
    for (const outcome of await attacks)
      expect(outcome).toMatchObject({ status: 'rejected', reason: refused });
    // Two attacks last for six seconds; one that had our thread would leave none.
    expect(await turns).toBeGreaterThan(10);
    await expect(open('evil')).resolves.toBeDefined();
  });

  it('try out the XML of property lists', async () => {
    const tried = (xml: string) => readers.read('acme', 'tryPropertyList', xml);
    await expect(tried('<dict><key>a</key><string>b</string></dict>')).resolves.toBe(true);
    await expect(tried('<html></html>')).resolves.toBe(false);
  });

  it('end with XML that takes too much memory, and read on', async () => {
    await expect(readers.read('evil', 'tryPropertyList', bombOfXml())).rejects.toMatchObject(refused);
    await expect(readers.read('acme', 'tryPropertyList', '<dict></dict>')).resolves.toBe(true);
  });

  it('outlive a thread that ran out of memory when nobody waited for it any more', async () => {
    const outcome = readers.read('evil', 'tryPropertyList', bombOfXml());
    const isOver = outcome.then(
      () => true,
      () => true,
    );
    // Nothing is heard of the thread until the deadline has passed as well, which is then heard first.
    while (!(await Promise.race([isOver, setImmediate(false)]))) blockFor(3_500);
    await expect(outcome).rejects.toMatchObject(refused);
    await expect(open('evil')).resolves.toBeDefined();
    await waitFor(() => warned.length > 0, { describe: 'a word in the log' });
    expect(warned[0]).toEqual({ reason: 'ERR_WORKER_OUT_OF_MEMORY' });
  });

  it('keep one sender from filling the queue', async () => {
    const many = await Promise.allSettled(Array.from({ length: 40 }, () => open('eager')));
    const outcomes = Map.groupBy(many, ({ status }) => status);
    expect(outcomes.get('fulfilled')?.length).toBe(16);
    expect(outcomes.get('rejected')?.[0]).toMatchObject({ reason: { code: 'too-many-requests' } });
  });
});
