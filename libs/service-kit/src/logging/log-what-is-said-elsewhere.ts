import { format } from 'node:util';
import type { Logger } from './logger.ts';

/**
 * Every line of the process is a line of its log: what packages write to the console, what Node.js warns of, and an error
 * that nobody caught, which ends the process as it does without us.
 */
export const logWhatIsSaidElsewhere = (logger: Logger): void => {
  const at =
    (level: 'debug' | 'info' | 'warn') =>
    (...said: readonly unknown[]): void => {
      logger[level]({ said: format(...said) }, 'a package wrote to the console');
    };
  Object.assign(console, {
    debug: at('debug'),
    log: at('info'),
    info: at('info'),
    warn: at('warn'),
    error: at('warn'),
  });
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    logger.warn({ warning: name, reason: message }, 'Node.js warns');
  });
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'an error was not caught');
    process.exit(1);
  });
};
