import { copyFileSync } from 'node:fs';
import type { TlsFiles } from '@mdm-gate/service-kit';
import {
  CertificateAuthority,
  startPostgres,
  type PostgresOptions,
  type RunningServer,
} from '@mdm-gate/testing';
import { thingsDatabase } from './fixtures/things-database.ts';
import { DatabaseReadiness, runMigrations, ServiceDataSource } from './index.ts';

const ours = new CertificateAuthority();
const strangers = new CertificateAuthority();
const { caFile } = ours;
const service = { caFile, ...ours.issue({ commonName: 'postgres' }) };
const encryptedOnly = ['hostssl all all 127.0.0.1/32 trust'];
const withCertificate = ['hostssl all all 127.0.0.1/32 trust clientcert=verify-full'];

describe('an encrypted connection to PostgreSQL', () => {
  const running: RunningServer[] = [];
  const dataSources: ServiceDataSource[] = [];
  afterEach(async () => {
    for (const each of dataSources.splice(0)) if (each.isInitialized) await each.destroy();
    await Promise.all(running.splice(0).map((each) => each.stop()));
  });
  afterAll(() => {
    ours.remove();
    strangers.remove();
  });

  const server = async (tls: PostgresOptions['tls'], rules = encryptedOnly): Promise<RunningServer> => {
    const postgres = await startPostgres(tls === undefined ? {} : { tls, rules });
    running.push(postgres);
    return postgres;
  };
  const open = (postgres: RunningServer, tls: TlsFiles): ServiceDataSource => {
    const dataSource = new ServiceDataSource(thingsDatabase(postgres.url, 10_000, tls));
    dataSources.push(dataSource);
    return dataSource;
  };
  const problem = (postgres: RunningServer, tls: TlsFiles): Promise<string | null> =>
    new DatabaseReadiness(open(postgres, tls)).problem();

  it('is made where each knows the authority of the other, also by migrations', async () => {
    const postgres = await server({ ...ours.issue(), clientsCaFile: caFile }, withCertificate);
    await runMigrations(thingsDatabase(postgres.url, 10_000, service));
    const dataSource = open(postgres, service);
    expect(await new DatabaseReadiness(dataSource).problem()).toBeNull();
    expect(
      await dataSource.query('SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()'),
    ).toEqual([{ ssl: true }]);
  });

  it.each([
    ['has expired', { expired: true }, 'its certificate has expired'],
    ['is for another host', { host: 'db.example.com' }, 'its certificate is for another host'],
  ] as const)('is not made with a certificate that %s', async (_, wish, reason) => {
    expect(await problem(await server(ours.issue(wish)), { caFile })).toContain(reason);
  });

  it('is not made with a certificate of an authority that is not known', async () => {
    const postgres = await server(ours.issue());
    expect(await problem(postgres, { caFile: strangers.caFile })).toContain(
      'its certificate is of an authority that is not known here',
    );
  });

  it('is not given up for a plain one, by neither side', async () => {
    expect(await problem(await server(undefined), { caFile })).toContain('it does not speak TLS');
    expect(await problem(await server(ours.issue()), {})).toContain('it may want TLS');
  });

  it('needs a certificate of ours where PostgreSQL asks for one, and one of its authority', async () => {
    const postgres = await server({ ...ours.issue(), clientsCaFile: caFile }, withCertificate);
    expect(await problem(postgres, { caFile })).toContain('it wants a certificate of ours');
    const foreign = strangers.issue({ commonName: 'postgres' });
    expect(await problem(postgres, { caFile, ...foreign })).toContain('it refuses our certificate');
    const old = ours.issue({ commonName: 'postgres', expired: true });
    expect(await problem(postgres, { caFile, ...old })).toContain('it refuses our certificate');
    const somebody = ours.issue({ commonName: 'somebody' });
    expect(await problem(postgres, { caFile, ...somebody })).toContain('PostgreSQL refuses us');
  });

  it('is made with what was renewed on disk, without a restart', async () => {
    const authority = new CertificateAuthority();
    const own = authority.issue({ commonName: 'postgres' });
    const its = authority.issue();
    const postgres = await server({ ...its, clientsCaFile: authority.caFile }, withCertificate);
    const files = { caFile: authority.caFile, ...own };
    await runMigrations(thingsDatabase(postgres.url, 10_000, files));
    const readiness = new DatabaseReadiness(open(postgres, files));
    expect(await readiness.problem()).toBeNull();
    const renewed = strangers.issue({ commonName: 'postgres' });
    for (const each of [own, its]) {
      copyFileSync(renewed.certFile, each.certFile);
      copyFileSync(renewed.keyFile, each.keyFile);
    }
    copyFileSync(strangers.caFile, authority.caFile);
    await postgres.restart();
    expect(await readiness.problem()).toBeNull();
    authority.remove();
  });
});
