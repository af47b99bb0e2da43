const lengthMax = 63;

/** An id that the name suggests: `Acme, Zürich` becomes `acme-zurich`. Empty when it suggests none. */
export const suggestedId = (name: string): string => {
  const id = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, lengthMax)
    .replaceAll(/^-+|-+$/g, '');
  return id.length > 1 ? id : '';
};
