import type { Redis } from 'ioredis';
import { CodedError } from '@mdm-gate/service-kit';
import { script } from './redis-scripts.ts';

/**
 * Runs every command that the scripts use, once, and names those that our user may not run. What else may be wrong with a write
 * (a full memory, a disk that cannot be saved to) does not keep checks from being decided. KEYS: a key that is never there.
 */
export const rehearsalScript = script(`
local key, denied = KEYS[1], {}
for _, words in ipairs({
  {'EXISTS', key}, {'GET', key}, {'HEXISTS', key, 'p'}, {'HGET', key, 'p'}, {'HMGET', key, 'p'}, {'HSCAN', key, '0'},
  {'SET', key, '1', 'EX', '10'}, {'DEL', key}, {'INCR', key}, {'EXPIRE', key, '10'}, {'DEL', key},
  {'HSET', key, 'p', '1'}, {'DEL', key}, {'RPUSH', key, 'x'}, {'DEL', key}, {'SCAN', '0', 'COUNT', '1'},
}) do
  local answer = redis.pcall(unpack(words))
  local problem = type(answer) == 'table' and answer.err or ''
  if string.find(problem, 'NOPERM') or string.find(problem, "user executing the script can't") then
    denied[#denied + 1] = words[1]
  end
end
return denied
`);

/** Throws when our user lacks a right: found now, and not at the first event or revocation. */
export const rehearse = async (redis: Redis, proofKey: string): Promise<void> => {
  const denied = await redis.evalsha(rehearsalScript.sha, 1, proofKey);
  await redis.scan('0', 'COUNT', 1);
  await redis.unlink(proofKey);
  if (!Array.isArray(denied) || denied.length === 0) return;
  const commands = [...new Set(denied.map(String))].join(', ');
  throw new CodedError('dependency-unavailable', `Redis lets our user not run ${commands}`);
};
