/**
 * The long form of a test that `npm test` runs in its short form: `campaign.mjs <project folder> <pattern> <VARIABLE=value>…`.
 */
import { inRepository } from '../bootstrap/repository.mjs';
import { runJestInPlace } from './jest-in-place.mjs';

const [project, pattern, ...settings] = process.argv.slice(2);
const defaults = Object.fromEntries(settings.map((setting) => setting.split('=')));

runJestInPlace(inRepository(project), ['--runInBand', '--testPathPatterns', pattern], defaults);
