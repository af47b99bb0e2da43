/** Says what is wrong with the environment, without repeating any value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
