import { exactly } from './instant-text.ts';
import styles from './chart.module.css';

export interface ChartLine {
  readonly label: string;
  readonly look: 'reached' | 'behind' | 'other';
  readonly values: readonly number[];
  /** What is told beside the name: the last value with what it is of, or the sum of all. */
  readonly told: string;
}

const width = 640;
const height = 120;

const top = (lines: readonly ChartLine[]): number => Math.max(1, ...lines.flatMap(({ values }) => values));

const points = (values: readonly number[], max: number): string =>
  values
    .map((value, index) => {
      const x = values.length === 1 ? width : (index / (values.length - 1)) * width;
      return `${x.toFixed(1)},${(height - (value / max) * height).toFixed(1)}`;
    })
    .join(' ');

/** Lines over time. What they come to stands beside their names; the highest value and the times are said in words. */
export const Chart = ({
  label,
  at,
  lines,
  atMost,
}: {
  readonly label: string;
  /** The instants that the values are of, the oldest first. */
  readonly at: readonly string[];
  readonly lines: readonly ChartLine[];
  /** What the upper edge means, in words. */
  readonly atMost: (max: number) => string;
}) => {
  const max = top(lines);
  const [from, to] = [at[0], at.at(-1)];
  if (from === undefined || to === undefined) return null;
  return (
    <figure className={styles['figure']}>
      <Legend lines={lines} />
      <svg
        className={styles['plot']}
        viewBox={`0 -4 ${width} ${height + 8}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}, from ${exactly(from)} to ${exactly(to)}, ${atMost(max)}`}
      >
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            x1="0"
            x2={width}
            y1={height * share}
            y2={height * share}
            className={styles['grid']}
          />
        ))}
        {lines.map(({ label: name, look, values }) => (
          <polyline key={name} points={points(values, max)} className={styles[look]} />
        ))}
      </svg>
      <div className={styles['axis']}>
        <span>{exactly(from)}</span>
        <span>{atMost(max)}</span>
        <span>{exactly(to)}</span>
      </div>
    </figure>
  );
};

const Legend = ({ lines }: { readonly lines: readonly ChartLine[] }) => (
  <figcaption className={styles['legend']}>
    {lines.map(({ label: name, look, told }) => (
      <span key={name} data-look={look}>
        <svg width="22" height="10" aria-hidden>
          <line x1="0" y1="5" x2="22" y2="5" className={styles[look]} />
        </svg>
        {name} <strong>{told}</strong>
      </span>
    ))}
  </figcaption>
);
