const utf8 = new TextDecoder('utf-8', { fatal: true });

/** An escape of half a character, not a backslash that is followed by its letters. */
const halfEscape = /(?<!\\)(?:\\\\)*\\ud[89a-f]/i;

export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly reason: 'is not UTF-8' | 'is not readable JSON' | 'holds half a character';
    };

/**
 * Text from outside is decoded here, once: what is not UTF-8 is refused rather than replaced by question marks, and so are
 * halves of characters that escapes can write. Never throws.
 */
export const readJsonText = (bytes: Uint8Array): JsonReading => {
  const text = decoded(bytes);
  if (text === undefined) return { ok: false, reason: 'is not UTF-8' };
  try {
    const value: unknown = JSON.parse(text);
    // Written again, whole characters are no escapes any more.
    return halfEscape.test(text) && halfEscape.test(JSON.stringify(value))
      ? { ok: false, reason: 'holds half a character' }
      : { ok: true, value };
  } catch {
    // Not JSON, or nested too deeply to look at.
    return { ok: false, reason: 'is not readable JSON' };
  }
};

const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};
