import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demandsTls, renewedTls, tlsFilesIn } from './tls-files.ts';

describe('files for TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-tls-files-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('are those of the settings that begin alike', () => {
    const config = { A_CA_FILE: 'ca', A_CERT_FILE: 'cert', A_KEY_FILE: 'key', B_CA_FILE: 'other' };
    expect(tlsFilesIn(config, 'A')).toEqual({ caFile: 'ca', certFile: 'cert', keyFile: 'key' });
    expect(demandsTls(tlsFilesIn(config, 'A'))).toBe(true);
    expect(demandsTls(tlsFilesIn(config, 'B'))).toBe(true);
    expect(demandsTls(tlsFilesIn(config, 'C'))).toBe(false);
  });

  it.each(['CERT', 'KEY'])('are refused with a certificate and no key, or the reverse: %s', (name) => {
    expect(() => tlsFilesIn({ [`A_${name}_FILE`]: 'secret' }, 'A')).toThrow(
      'A_CERT_FILE and A_KEY_FILE are set together, or neither of them',
    );
  });

  it('are read for every copy, and as they were before while they cannot be read', () => {
    const [caFile, certFile, keyFile] = [file('ca', 'ca 1'), file('cert', 'cert 1'), file('key', 'key 1')];
    const parts = renewedTls({ caFile, certFile, keyFile });
    expect({ ...parts }).toEqual({ ca: 'ca 1', cert: 'cert 1', key: 'key 1' });
    file('cert', 'cert 2');
    rmSync(caFile);
    expect({ ...parts }).toEqual({ ca: 'ca 1', cert: 'cert 2', key: 'key 1' });
    expect({ ...renewedTls({ caFile: keyFile }) }).toEqual({ ca: 'key 1' });
  });
});
