import preset from '../../jest.preset.mjs';

/** Plain JavaScript like what it tests, which runs before anything is built. */
export default { ...preset, testMatch: ['<rootDir>/*.spec.mjs'] };
