/** A secret by the name under which it is reported. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** How many characters at either end of base64 depend on what stands beside. */
const edge = 2;

/** How a text may stand in a message: as it is, as JSON has it, in hexadecimal, in base64 wherever it begins. */
export const formsOf = (value: string): readonly string[] => {
  const bytes = Buffer.from(value);
  const shifted = [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    return (['base64', 'base64url'] as const).map((encoding) =>
      padded
        .toString(encoding)
        .replace(/=+$/, '')
        .slice(before + edge, -edge),
    );
  });
  const asJson = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, asJson, bytes.toString('hex'), ...shifted])];
};
