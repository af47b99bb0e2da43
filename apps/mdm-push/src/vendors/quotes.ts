/** The shortest part of a secret that counts as a quotation; of its base64 one more third. */
const partLength = 6;
const encodedPartLength = 8;

/** Whether a text repeats a part of a secret, as it is or as a part of a base64 text; in any letter case. */
export const quotes = (text: string, secret: string): boolean => {
  const written = text.toLowerCase();
  const encodings = [0, 1, 2].map((shift) => encodedAt(secret, shift));
  return (
    partsOf(secret, partLength).some((part) => written.includes(part)) ||
    encodings.some((encoded) =>
      partsOf(encoded, encodedPartLength).some((part) => part.length >= partLength && written.includes(part)),
    )
  );
};

/** What of its base64 does not depend on its neighbours, when the secret begins at this place of a group of three bytes. */
const encodedAt = (secret: string, shift: number): string => {
  const encoded = Buffer.from(`${'\0'.repeat(shift)}${secret}`, 'utf8')
    .toString('base64')
    .replace(/=+$/, '');
  return encoded.slice(shift === 0 ? 0 : shift + 1, -1);
};

const partsOf = (text: string, length: number): readonly string[] => {
  const whole = text.toLowerCase();
  if (whole.length <= length) return whole === '' ? [] : [whole];
  return Array.from({ length: whole.length - length + 1 }, (_, start) => whole.slice(start, start + length));
};
