import { createHash } from 'node:crypto';

/** A Lua script: Redis runs it whole, with nothing in between. */
export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
}

export interface ScriptCall {
  readonly keys: readonly string[];
  readonly args: readonly (string | number)[];
}

export const script = (lua: string): RedisScript => ({
  lua,
  sha: createHash('sha1').update(lua).digest('hex'),
});

/**
 * Many checks in one round trip, all decided by the same instant.
 * KEYS: the marker. ARGV: the key prefix, the number of digests per check, then per check organization, device, digests.
 * Answers nil without the marker, else per check a line each: policy, token, failures, the connection that the device is
 * bound to. One text for all, because taking apart a list of many costs the client far more.
 * A binding is looked up only when the token is for one connection, which its leading `+` says; it counts while the active
 * set has the connection that the device is bound to.
 */
export const readScript = script(`
local call = redis.call
if call('EXISTS', KEYS[1]) == 0 then return nil end
local prefix, width = ARGV[1], tonumber(ARGV[2])
local found, size = {}, 0
for at = 3, #ARGV, width + 2 do
  local organization, device = ARGV[at], ARGV[at + 1]
  local fields = call('HMGET', prefix .. 'o:' .. organization, 'p', unpack(ARGV, at + 2, at + 1 + width))
  local token, failures, bound = false, false, ''
  if fields[1] then
    for field = 2, width + 1 do token = token or fields[field] end
    failures = call('GET', prefix .. 'f:' .. organization .. ':' .. device)
    if token and string.byte(token) == 43 then
      local binding = call('HGET', prefix .. 'b:' .. organization, device)
      local connection = binding and string.match(binding, '|(.+)$')
      if connection and call('HEXISTS', prefix .. 'o:' .. organization, 'c:' .. connection) == 1 then bound = connection end
    end
  end
  found[size + 1], found[size + 2] = fields[1] or '', token or ''
  found[size + 3], found[size + 4] = failures or '', bound
  size = size + 4
end
return table.concat(found, '\\n')
`);

/** KEYS: the device's failures. ARGV: seconds until they are forgotten, from the first one on. */
export const failureScript = script(`
if redis.call('INCR', KEYS[1]) == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return 1
`);

/**
 * Replace if newer. KEYS: the organization's bindings, the newest sequence of the stream. ARGV: device, when it changed in
 * milliseconds, connection or nothing, its sequence.
 */
export const bindingScript = script(`
local held = redis.call('HGET', KEYS[1], ARGV[1])
local changedAt = held and tonumber(string.match(held, '^%d+'))
if not changedAt or changedAt < tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. '|' .. ARGV[3])
end
if tonumber(redis.call('GET', KEYS[2]) or '0') < tonumber(ARGV[4]) then redis.call('SET', KEYS[2], ARGV[4]) end
return 1
`);

/** KEYS: the bindings' mark, the newest sequence. ARGV: what they are from now on. */
export const noteMarkScript = script(`
redis.call('SET', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[2])
return 1
`);

/** KEYS: the bindings' mark, the newest sequence, the marker. Answers nil without the marker, else both, as far as they are there. */
export const readMarkScript = script(`
if redis.call('EXISTS', KEYS[3]) == 0 then return nil end
return {redis.call('GET', KEYS[1]) or '', redis.call('GET', KEYS[2]) or '0'}
`);

/** KEYS: an organization's bindings. ARGV: a cursor, how many to look at. Answers the next cursor and device, binding, … */
export const bindingsPageScript = script(`
local page = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
return {page[1], unpack(page[2])}
`);

/**
 * What the sets of an organization are compared by, as place.ts does. Byte by byte, because Lua would compare by the
 * language of the machine. What was written before there were lineages has a version only.
 */
const comparing = `
local function positionIn(policy) return string.match(policy, '^[^|]*|[^|]*|[^|]*|[^|]*|(.+)$') end
local function versionIn(position) return tonumber(string.match(position, ':(%d+)$')) end
local function isBefore(policy, position)
  local held = positionIn(policy)
  if not held then return tonumber(string.match(policy, '^%d+')) <= versionIn(position) end
  for at = 1, #position do
    local one, other = string.byte(held, at), string.byte(position, at)
    if one ~= other then return one < other end
  end
  return false
end
`;

/**
 * Replace if newer.
 * KEYS: the organization, the marker. ARGV: the position, then field, value, field, value…
 * Answers the policy and the MAC that are held afterwards, and whether the marker is there.
 */
export const applyScript = script(`${comparing}
local held = redis.call('HGET', KEYS[1], 'p')
if not held or isBefore(held, ARGV[1]) then
  if held then redis.call('DEL', KEYS[1]) end
  for first = 2, #ARGV, 1000 do
    redis.call('HSET', KEYS[1], unpack(ARGV, first, math.min(first + 999, #ARGV)))
  end
end
local now = redis.call('HMGET', KEYS[1], 'p', 'm')
return {now[1], now[2], redis.call('EXISTS', KEYS[2])}
`);

/** As `applyScript`, but replaces the same position too: what was read of it is not the newest after all. */
export const withholdScript = script(`${comparing}
local held = redis.call('HGET', KEYS[1], 'p')
if not held or isBefore(held, ARGV[1]) or positionIn(held) == ARGV[1] then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
end
return 1
`);

/**
 * Withholds what has no lineage, under its own version, for any set of a lineage to replace. KEYS: the organization.
 */
export const withholdUnprovenScript = script(`${comparing}
local held = redis.call('HGET', KEYS[1], 'p')
if held and not positionIn(held) then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'p', string.match(held, '^%d+') .. '|withheld||1')
end
return 1
`);

/** Whether the set has that connection; `unknown` without a set that says. KEYS: the organization. ARGV: the connection's field. */
export const connectionScript = script(`${comparing}
local held = redis.call('HGET', KEYS[1], 'p')
if not held or not positionIn(held) or string.find(held, '|withheld|', 1, true) then return 'unknown' end
return redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 and 'there' or 'gone'
`);

/** KEYS: the marker. ARGV: the key prefix, organizations. Answers nil without the marker, else organization, policy, MAC, … */
export const heldScript = script(`
if redis.call('EXISTS', KEYS[1]) == 0 then return nil end
local found = {}
for at = 2, #ARGV do
  local fields = redis.call('HMGET', ARGV[1] .. 'o:' .. ARGV[at], 'p', 'm')
  if fields[1] then
    local size = #found
    found[size + 1], found[size + 2], found[size + 3] = ARGV[at], fields[1], fields[2] or ''
  end
end
return found
`);

/**
 * KEYS: the marker. ARGV: the key prefix, a cursor, how many keys to look at. Answers nil without the marker, else the next
 * cursor and organization, policy, MAC, …
 */
export const heldPageScript = script(`
if redis.call('EXISTS', KEYS[1]) == 0 then return nil end
local prefix = ARGV[1] .. 'o:'
local page = redis.call('SCAN', ARGV[2], 'MATCH', prefix .. '*', 'COUNT', ARGV[3])
local found = {page[1]}
for _, key in ipairs(page[2]) do
  local fields = redis.call('HMGET', key, 'p', 'm')
  if fields[1] then
    local size = #found
    found[size + 1], found[size + 2], found[size + 3] = string.sub(key, #prefix + 1), fields[1], fields[2] or ''
  end
end
return found
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
  failureScript,
  bindingScript,
  noteMarkScript,
  readMarkScript,
  bindingsPageScript,
  applyScript,
  withholdScript,
  withholdUnprovenScript,
  connectionScript,
  heldScript,
  heldPageScript,
  lookScript,
  startFillingScript,
  completeFillingScript,
];
