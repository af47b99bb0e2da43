import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A self-signed certificate and signatures with its key, by another program than the simulator's library. */
export class OpensslSigner {
  private readonly folder = mkdtempSync(join(tmpdir(), 'mdm-gate-signer-'));
  private readonly files = {
    key: join(this.folder, 'key.pem'),
    certificate: join(this.folder, 'certificate.pem'),
    content: join(this.folder, 'content'),
  };

  constructor() {
    const { key, certificate } = this.files;
    this.run(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=72548:api',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      certificate,
    );
  }

  get certificate(): string {
    return readFileSync(this.files.certificate, 'utf8');
  }

  get privateKey(): string {
    return readFileSync(this.files.key, 'utf8');
  }

  /** Base64 of a detached CMS signature, or of one that holds the content. */
  sign(content: string, options: readonly string[] = []): string {
    const { key, certificate } = this.files;
    writeFileSync(this.files.content, content);
    const der = this.run(
      'cms',
      '-sign',
      '-binary',
      '-outform',
      'DER',
      '-signer',
      certificate,
      '-inkey',
      key,
      '-in',
      this.files.content,
      ...options,
    );
    return der.toString('base64');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(...options: string[]): Buffer {
    return execFileSync('openssl', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  }
}
