import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type JWKS } from 'oidc-provider';

/** The keys of that file, which only we may read and which is made when absent; without a file, new keys. */
export function loadSigningKeys(file?: string): JWKS {
  if (file !== undefined && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWKS;
  const keys = { keys: [newKey()] };
  if (file !== undefined) writeFileSync(file, JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
  return keys;
}

/** RS256 is what every OpenID provider signs with unless told otherwise. */
function newKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
}
