/** `node write-keys.mjs <folder>`: the key rings of all services, unless they are there. For the user of the images alone. */
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const user = 65_532;

for (const ring of ['token-admin-master', 'token-admin-audit', 'mdm-push-master', 'digest']) {
  const file = join(folder, `${ring}.json`);
  if (existsSync(file)) continue;
  const keys = { first: randomBytes(32).toString('base64url') };
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, JSON.stringify({ current: 'first', keys }), { mode: 0o400 });
  chownSync(unfinished, user, user);
  renameSync(unfinished, file);
  console.log(`made ${file}`);
}
