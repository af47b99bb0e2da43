export interface AcceptedVersion {
  readonly isJson: boolean;
  readonly version: number;
}

/** `application/json;version=2`. Without a version it is 1, without JSON the answer is XML. */
export function acceptedVersion(accept: string | undefined): AcceptedVersion {
  const [type = '', ...parameters] = (accept ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const version = parameters
    .map((parameter) => /^version=(\d+)$/u.exec(parameter)?.[1])
    .find((found) => found !== undefined);
  return { isJson: type === 'application/json', version: Number(version ?? 1) };
}
