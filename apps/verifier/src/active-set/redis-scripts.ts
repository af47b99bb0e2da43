import { createHash } from 'node:crypto';

/** A Lua script: Redis runs it whole, with nothing in between. */
export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
}

const script = (lua: string): RedisScript => ({ lua, sha: createHash('sha1').update(lua).digest('hex') });

/**
 * Many checks in one round trip, all decided by the same instant.
 * KEYS: the marker, then one organization per check. ARGV: the number of digests per check, then those digests.
 * Answers nil without the marker, else policy and token per check.
 */
export const readScript = script(`
if redis.call('EXISTS', KEYS[1]) == 0 then return nil end
local width = tonumber(ARGV[1])
local found = {}
for check = 2, #KEYS do
  local first = 2 + (check - 2) * width
  local fields = redis.call('HMGET', KEYS[check], 'p', unpack(ARGV, first, first + width - 1))
  local token = false
  for field = 2, width + 1 do token = token or fields[field] end
  found[#found + 1] = fields[1]
  found[#found + 1] = token
end
return found
`);

/**
 * Replace if newer.
 * KEYS: the organization, the marker. ARGV: the version, then field, value, field, value…
 * Answers the version that is held afterwards, and whether the marker is there.
 */
export const applyScript = script(`
local held = redis.call('HGET', KEYS[1], 'p')
local version = held and tonumber(string.match(held, '^%d+'))
if not version or version < tonumber(ARGV[1]) then
  redis.call('DEL', KEYS[1])
  for field = 2, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[field], ARGV[field + 1]) end
  version = tonumber(ARGV[1])
end
return {version, redis.call('EXISTS', KEYS[2])}
`);

/** As `applyScript`, but replaces the same version too: what was read of it is not the newest after all. */
export const withholdScript = script(`
local held = redis.call('HGET', KEYS[1], 'p')
local version = held and tonumber(string.match(held, '^%d+'))
if not version or version <= tonumber(ARGV[1]) then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
end
return 1
`);

/**
 * Proves that this Redis takes writes, and tells whether it is filled. Deleting is a write that works even when the memory is full.
 * KEYS: a key that is never there, the marker.
 */
export const lookScript = script(`
redis.call('DEL', KEYS[1])
return redis.call('EXISTS', KEYS[2])
`);

/** KEYS: the filling's own key. ARGV: seconds until it is forgotten. */
export const startFillingScript = script(`
redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])
return 1
`);

/**
 * The filling's own key is gone if anything emptied Redis since the filling began: then the marker would lie.
 * KEYS: the filling's own key, the marker.
 */
export const completeFillingScript = script(`
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
redis.call('SET', KEYS[2], '1')
return 1
`);

export const allScripts: readonly RedisScript[] = [
  readScript,
  applyScript,
  withholdScript,
  lookScript,
  startFillingScript,
  completeFillingScript,
];
