import { parseArgs } from 'node:util';
import { commands } from './commands.mjs';

/**
 * What a call asks for: a text to show with an exit code, or a command with its arguments. `prepareOnly` stops before the
 * program takes over.
 */
export function readCommandLine([name = '', ...args]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (name === '--help' || name === '-h') return { text: overview(), exitCode: 0 };
  if (command === undefined) return { text: overview(), exitCode: 2 };
  const prepareOnly = args.includes('--prepare-only');
  const own = args.filter((arg) => arg !== '--prepare-only');
  if (own.includes('--help') || own.includes('-h')) return { text: usage(name, command), exitCode: 0 };
  const problem = command.takes === undefined ? problemWith(command, own) : undefined;
  if (problem !== undefined) return { text: `${problem}\n\n${usage(name, command)}`, exitCode: 2 };
  return { command, args: [...(command.args ?? []), ...own], prepareOnly };
}

function problemWith({ options = {}, names }, args) {
  try {
    const known = Object.entries(options).map(([name, { type, multiple = false }]) => [
      name,
      { type, multiple },
    ]);
    parseArgs({ args, options: Object.fromEntries(known), allowPositionals: names !== undefined });
    return undefined;
  } catch (error) {
    return error.message;
  }
}

function usage(name, { does, options = {}, names, takes }) {
  const call = name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`;
  const lines = Object.entries(options).map(([option, { type, does: what }]) => {
    const written = `--${option}${type === 'string' ? ' <value>' : ''}`;
    return `  ${written.padEnd(20)} ${what}`;
  });
  const rest = takes ?? [...lines.map(() => '[options]').slice(0, 1), ...(names ? [names] : [])].join(' ');
  return [
    `${call}${rest === '' ? '' : ` -- ${rest}`}`,
    does,
    ...lines,
    `  ${'--prepare-only'.padEnd(20)} installs and builds what it needs, and stops`,
  ].join('\n');
}

function overview() {
  const lines = Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(22)} ${does}`);
  return ['npm run <command> [-- <options>], each with --help:', ...lines].join('\n');
}
