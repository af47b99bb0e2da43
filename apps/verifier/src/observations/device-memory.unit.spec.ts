import { randomUUID } from 'node:crypto';
import { DeviceMemory } from './device-memory.ts';

const nowMs = Date.parse('2026-11-24T12:00:00.000Z');
const proven = { said: 1, atMs: nowMs, proven: true };
const unproven = { said: 2, atMs: nowMs, proven: false };

describe('the memory of devices', () => {
  it('knows what was last said of each device of each organization', () => {
    const memory = new DeviceMemory(1_000);
    memory.remember('acme', 'phone', proven);
    memory.remember('other', 'phone', unproven);
    memory.remember('acme', 'phone', { ...proven, said: 3 });
    expect(memory.recall('acme', 'phone')).toEqual({ ...proven, said: 3 });
    expect(memory.recall('other', 'phone')).toEqual(unproven);
    expect(memory.recall('acme', 'other')).toBeNull();
  });

  it('forgets one device and no other', () => {
    const memory = new DeviceMemory(1_000);
    memory.remember('acme', 'a', proven);
    memory.remember('acme', 'b', proven);
    memory.forget('acme', 'a');
    expect(memory.recall('acme', 'a')).toBeNull();
    expect(memory.recall('acme', 'b')).toEqual(proven);
  });

  it('keeps every device that proceeded through a flood of invented ones', () => {
    const memory = new DeviceMemory(4_096);
    const ids = Array.from({ length: 1_000 }, () => randomUUID());
    for (const id of ids) memory.remember('acme', id, proven);
    for (let count = 0; count < 20_000; count += 1)
      memory.remember('acme', randomUUID(), { ...unproven, atMs: nowMs + count });
    expect(ids.filter((id) => memory.recall('acme', id)?.said !== proven.said)).toEqual([]);
  });

  it('has no room for an invented device where all others have proceeded of late, and then for newer ones only', () => {
    const memory = new DeviceMemory(10);
    for (let count = 0; count < 16; count += 1) memory.remember('acme', `p${count}`, proven);
    expect(memory.remember('acme', 'invented', unproven)).toBe(false);
    const later = nowMs + 3 * 86_400_000;
    expect(memory.remember('acme', 'late', { ...unproven, atMs: later })).toBe(true);
    expect(memory.remember('acme', 'p99', { ...proven, atMs: later + 1 })).toBe(true);
    expect(memory.recall('acme', 'p99')).not.toBeNull();
  });

  it('lets the device that was seen longest ago make room for one that proceeds', () => {
    const memory = new DeviceMemory(10);
    for (let count = 0; count < 16; count += 1)
      memory.remember('acme', `p${count}`, { ...proven, atMs: nowMs + count });
    memory.remember('acme', 'new', { ...proven, atMs: nowMs + 99 });
    expect(memory.recall('acme', 'p0')).toBeNull();
    expect(memory.recall('acme', 'p1')).not.toBeNull();
    expect(memory.recall('acme', 'new')).not.toBeNull();
  });
});
