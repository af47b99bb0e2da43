import { script, type RedisScript, type ScriptCall } from './redis-scripts.ts';

/**
 * Runs a script many times as one command, because a command of its own costs each call more than the script does.
 * KEYS: the keys of all calls. ARGV: the number of keys per call, then per call the number of its arguments and these.
 */
export const repeated = ({ lua: once }: RedisScript): RedisScript =>
  script(`
local function once(KEYS, ARGV)
${once}
end
local width, at, call = tonumber(ARGV[1]), 2, 0
while at <= #ARGV do
  local keys, args, size = {}, {}, tonumber(ARGV[at])
  for index = 1, width do keys[index] = KEYS[call * width + index] end
  for index = 1, size do args[index] = ARGV[at + index] end
  once(keys, args)
  at, call = at + size + 1, call + 1
end
return call
`);

/** The calls as one of the repeated script. All have the same number of keys. */
export const repeatedCall = (calls: readonly ScriptCall[]): ScriptCall => ({
  keys: calls.flatMap(({ keys }) => keys),
  args: [calls[0]?.keys.length ?? 0, ...calls.flatMap(({ args }) => [args.length, ...args])],
});
