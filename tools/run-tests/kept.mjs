import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { inRepository } from '../bootstrap/repository.mjs';

/** Goes with the packages, and with them the compiler that made what is in it. */
const folder = inRepository('node_modules/.cache/mdm-gate-sources');

/** What `make` once made of that input, in this process or in another. */
export function kept(input, make) {
  const file = `${folder}/${createHash('sha256').update(input).digest('hex')}.js`;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const made = make();
    mkdirSync(folder, { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, made);
    renameSync(unfinished, file);
    return made;
  }
}
