import { copyFileSync } from 'node:fs';
import { createLogger } from '@mdm-gate/service-kit';
import {
  CertificateAuthority,
  startNats,
  waitFor,
  type NatsOptions,
  type RunningServer,
} from '@mdm-gate/testing';
import type { NatsIdentity } from './nats-identity.ts';
import { NatsLink } from './nats-link.ts';

const ours = new CertificateAuthority();
const strangers = new CertificateAuthority();
afterAll(() => {
  ours.remove();
  strangers.remove();
});

const { caFile } = ours;
const service = { caFile, ...ours.issue({ commonName: 'verifier' }) };

describe('an encrypted connection to NATS', () => {
  const running: { stop(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const each of running.splice(0).toReversed()) await each.stop();
  });

  const server = async (tls: NatsOptions['tls']): Promise<RunningServer> => {
    const nats = await startNats({ jetstream: false, ...(tls !== undefined && { tls }) });
    running.push(nats);
    return nats;
  };
  const link = (nats: RunningServer, identity: NatsIdentity): NatsLink => {
    const logger = createLogger('test', { level: 'silent' });
    const opened = new NatsLink({
      name: 'test',
      inboxPrefix: '_INBOX.test',
      url: nats.url,
      identity,
      logger,
    });
    opened.open();
    running.push({ stop: () => opened.close() });
    return opened;
  };
  const works = (opened: NatsLink) =>
    waitFor(() => opened.connection !== undefined, { describe: 'the connection' });
  const refuses = (opened: NatsLink, reason: RegExp) =>
    waitFor(() => opened.connection === undefined && reason.test(opened.problem ?? ''), {
      describe: String(reason),
    });

  it('is made where each knows the authority of the other', async () => {
    const nats = await server({ ...ours.issue(), clientsCaFile: caFile });
    const opened = link(nats, service);
    await works(opened);
    await opened.requireConnection().flush();
  });

  it.each([
    ['has expired', { expired: true }, /its certificate has expired/],
    ['is for another host', { host: 'nats.example.com' }, /its certificate is for another host/],
  ] as const)('is not made with a certificate that %s', async (_, wish, reason) => {
    await refuses(link(await server(ours.issue(wish)), { caFile }), reason);
  });

  it('is not made with a certificate of an authority that is not known', async () => {
    const nats = await server(ours.issue());
    await refuses(link(nats, { caFile: strangers.caFile }), /an authority that is not known here/);
  });

  it('is not given up for a plain one', async () => {
    await refuses(link(await server(undefined), { caFile }), /it does not speak TLS/);
  });

  it('needs a certificate of ours where NATS asks for one, and one of its authority', async () => {
    const nats = await server({ ...ours.issue(), clientsCaFile: caFile });
    // Servers say one or the other, by their version and that of TLS.
    await refuses(
      link(nats, { caFile }),
      /refuses our certificate, or that we have none|wants a certificate/,
    );
    await refuses(link(nats, { caFile, ...strangers.issue() }), /refuses our certificate/);
    await refuses(link(nats, { caFile, ...ours.issue({ expired: true }) }), /refuses our certificate/);
  });

  it('is made with what was renewed on disk, without a restart', async () => {
    const authority = new CertificateAuthority();
    const [own, nats] = [authority.issue(), authority.issue()];
    const started = await server({ ...nats, clientsCaFile: authority.caFile });
    const opened = link(started, { caFile: authority.caFile, ...own });
    await works(opened);
    const renewed = strangers.issue();
    for (const files of [own, nats]) {
      copyFileSync(renewed.certFile, files.certFile);
      copyFileSync(renewed.keyFile, files.keyFile);
    }
    await started.kill();
    await waitFor(() => opened.connection === undefined);
    copyFileSync(strangers.caFile, authority.caFile);
    await started.restart();
    await works(opened);
    authority.remove();
  });
});
