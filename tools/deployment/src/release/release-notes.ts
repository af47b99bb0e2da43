/** A commit as git tells it. */
export interface Commit {
  readonly hash: string;
  readonly subject: string;
  readonly body: string;
}

const sections = [
  ['feat', 'New'],
  ['fix', 'Mended'],
  ['perf', 'Faster'],
] as const;

const conventional = /^(?<type>[a-z]+)(?:\((?<scope>[^)]+)\))?(?<breaking>!)?: (?<effect>.+)$/;

interface ReadCommit {
  readonly type: string;
  readonly line: string;
  readonly breaks: string | null;
}

const footerOf = (body: string): string | undefined =>
  /(?:^|\n)BREAKING[ -]CHANGE: (?<what>[^]+?)(?:\n\n|$)/.exec(body)?.groups?.['what'];

const read = ({ hash, subject, body }: Commit): ReadCommit | null => {
  const groups = conventional.exec(subject)?.groups;
  if (groups === undefined) return null;
  const { type = '', scope, breaking, effect = '' } = groups;
  const line = `- ${scope === undefined ? '' : `**${scope}:** `}${effect} (${hash.slice(0, 8)})`;
  return { type, line, breaks: footerOf(body) ?? (breaking === undefined ? null : effect) };
};

/** What a release brings, from its commits: what breaks first, then what is new, mended and faster. */
export const releaseNotes = (version: string, date: string, commits: readonly Commit[]): string => {
  const all = commits.map(read).filter((commit) => commit !== null);
  const breaking = all.flatMap(({ breaks }) =>
    breaks === null ? [] : [`- ${breaks.replaceAll('\n', ' ')}`],
  );
  const parts = [
    ['Before you upgrade', breaking],
    ...sections.map(
      ([type, title]) =>
        [title, all.filter((commit) => commit.type === type).map(({ line }) => line)] as const,
    ),
  ] as const;
  const written = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `### ${title}\n\n${lines.join('\n')}\n`);
  return [`## ${version}, ${date}\n`, ...written].join('\n');
};

const versionPattern = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

export const isVersion = (text: string): boolean => versionPattern.test(text);
