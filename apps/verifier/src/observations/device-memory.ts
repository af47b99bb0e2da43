import { randomBytes } from 'node:crypto';

/** What was last said of a device. `proven`: it has proceeded by a token. */
export interface Remembered {
  /** Stands for what was said: two numbers that differ mean that something else was said. */
  readonly said: number;
  readonly atMs: number;
  readonly proven: boolean;
}

/** A device may stand in so many places; the one that matters least makes room. */
const ways = 16;
/** Chance fills some places more than others; with so many places per device hardly any is crowded out. */
const placesPerDevice = 1.5;
const dayMs = 86_400_000;

/**
 * Remembers a bounded number of devices in memory that never grows: 32 bytes for each. A device that has not proceeded by
 * a token never takes the place of one that has, unless that one was not seen for days: ids can be invented.
 */
export class DeviceMemory {
  readonly #sets: number;
  /** Two hashes stand for a device. Their seeds are random, so that nobody can choose ids that look the same. */
  readonly #seeds: Hashes = { first: randomBytes(4).readUInt32LE(), second: randomBytes(4).readUInt32LE() };
  readonly #first: Uint32Array;
  readonly #second: Uint32Array;
  readonly #said: Uint32Array;
  readonly #atMs: Float64Array;
  readonly #proven: Uint8Array;

  constructor(devicesMax: number) {
    this.#sets = Math.max(1, Math.ceil((devicesMax * placesPerDevice) / ways));
    const places = this.#sets * ways;
    this.#first = new Uint32Array(places);
    this.#second = new Uint32Array(places);
    this.#said = new Uint32Array(places);
    this.#atMs = new Float64Array(places);
    this.#proven = new Uint8Array(places);
  }

  recall(organizationId: string, deviceId: string): Remembered | null {
    const place = this.#placeOf(this.#keyOf(organizationId, deviceId));
    return place === null ? null : this.#at(place);
  }

  /** False: there is no room for it. */
  remember(organizationId: string, deviceId: string, { said, atMs, proven }: Remembered): boolean {
    const key = this.#keyOf(organizationId, deviceId);
    const place = this.#placeOf(key) ?? this.#roomFor(key, proven, atMs);
    if (place === null) return false;
    this.#first[place] = key.first;
    this.#second[place] = key.second;
    this.#said[place] = said;
    this.#atMs[place] = atMs;
    this.#proven[place] = proven ? 1 : 0;
    return true;
  }

  /** As if nothing had been said of it. */
  forget(organizationId: string, deviceId: string): void {
    const place = this.#placeOf(this.#keyOf(organizationId, deviceId));
    if (place !== null) this.#atMs[place] = 0;
  }

  #at(place: number): Remembered {
    return {
      said: this.#said[place] ?? 0,
      atMs: this.#atMs[place] ?? 0,
      proven: this.#proven[place] === 1,
    };
  }

  #keyOf(organizationId: string, deviceId: string): Key {
    const { first, second } = hashesOf(deviceId, hashesOf(organizationId, this.#seeds));
    return { first, second, start: (first % this.#sets) * ways };
  }

  #placeOf({ first, second, start }: Key): number | null {
    for (let place = start; place < start + ways; place += 1) {
      if (this.#first[place] === first && this.#second[place] === second && this.#atMs[place] !== 0)
        return place;
    }
    return null;
  }

  /** The place of the device that matters least: none at all, else an unproven one, else the one seen longest ago. */
  #roomFor({ start }: Key, proven: boolean, nowMs: number): number | null {
    let room = start;
    for (let place = start; place < start + ways; place += 1)
      if (this.#weight(place, nowMs) < this.#weight(room, nowMs)) room = place;
    const isFree = this.#weight(room, nowMs) < nowMs;
    return proven || isFree ? room : null;
  }

  /** A proven device that was seen of late weighs more than any unproven one. */
  #weight(place: number, nowMs: number): number {
    const atMs = this.#atMs[place] ?? 0;
    const counts = this.#proven[place] === 1 && atMs > nowMs - 2 * dayMs;
    return counts ? nowMs + atMs : Math.min(atMs, nowMs - 1);
  }
}

interface Hashes {
  readonly first: number;
  readonly second: number;
}

interface Key extends Hashes {
  readonly start: number;
}

const prime = 0x01_00_01_93;

/** FNV-1a with a last mix, so that every bit of the text reaches every bit of the hash. Not a secret, only quick. */
export const hashOf = (text: string, seed: number): number => {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), prime);
  return mixed(hash);
};

/** Both in one pass. */
const hashesOf = (text: string, seeds: Hashes): Hashes => {
  let { first, second } = seeds;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, prime);
    second = Math.imul(second ^ code, prime);
  }
  return { first: mixed(first), second: mixed(second) };
};

const mixed = (hash: number): number => {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2_b2_ae_35);
  return (mix ^ (mix >>> 16)) >>> 0;
};
