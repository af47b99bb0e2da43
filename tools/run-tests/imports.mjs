/** dependency-cruiser with our rules, on the apps or on what is named. */
import { inRepository } from '../bootstrap/repository.mjs';

const cruiser = inRepository('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const given = process.argv.slice(2);
const config = ['--config', inRepository('.dependency-cruiser.mjs')];
process.argv = [process.execPath, cruiser, ...config, ...(given.length === 0 ? ['apps'] : given)];
await import(cruiser);
