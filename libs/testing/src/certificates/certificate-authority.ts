import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, PEM files. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface CertificateWish {
  /** Whom it is for: a host name, or an IP address; 127.0.0.1 unless told. */
  readonly host?: string;
  /** What a client calls itself with it. */
  readonly commonName?: string;
  /** Its time is over. */
  readonly expired?: boolean;
}

/** A certificate authority of one test, made by openssl; everything lies in a temporary folder until it is removed. */
export class CertificateAuthority {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mdm-gate-authority-'));
  readonly caFile = this.#file('ca.pem');
  #made = 0;

  constructor() {
    mkdirSync(this.#file('issued'));
    writeFileSync(this.#file('index.txt'), '');
    writeFileSync(this.#file('ca.conf'), configuration(this.#folder));
    this.#openssl(
      ...['req', '-x509', '-nodes', '-days', '2', ...newKey, '-subj', '/CN=an authority of a test'],
      ...['-keyout', this.#file('ca-key.pem'), '-out', this.caFile],
    );
  }

  issue({ host = '127.0.0.1', commonName = host, expired = false }: CertificateWish = {}): CertificateFiles {
    this.#made += 1;
    const files = this.#filesFor(this.#made);
    const kind = /^[\d.]+$|:/.test(host) ? 'IP' : 'DNS';
    this.#openssl(
      ...[
        'req',
        '-nodes',
        ...newKey,
        '-subj',
        `/CN=${commonName}`,
        '-addext',
        `subjectAltName=${kind}:${host}`,
      ],
      ...['-keyout', files.keyFile, '-out', this.#file('request.pem')],
    );
    const time = expired ? ['-startdate', '20240101000000Z', '-enddate', '20250101000000Z'] : ['-days', '2'];
    this.#openssl(
      ...['ca', '-batch', '-notext', '-config', this.#file('ca.conf'), ...time],
      ...['-in', this.#file('request.pem'), '-out', files.certFile],
    );
    return files;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #filesFor(number: number): CertificateFiles {
    return { certFile: this.#file(`${number}.pem`), keyFile: this.#file(`${number}-key.pem`) };
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];

const configuration = (folder: string): string => `
[ca]
default_ca = this
[this]
database = ${folder}/index.txt
new_certs_dir = ${folder}/issued
certificate = ${folder}/ca.pem
private_key = ${folder}/ca-key.pem
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;
