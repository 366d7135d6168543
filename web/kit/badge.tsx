export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'danger';

/** A shape for each tone: colour is never the only sign. */
const shapes: Readonly<Record<Tone, string>> = {
  neutral: 'M8 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8',
  info: 'M7 7h2v5H7zM7 4h2v2H7z',
  good: 'M3 8l3 3l7-7l1.4 1.4L6 13.8L1.6 9.4z',
  warn: 'M8 2l7 12H1zM7.2 6v4h1.6V6zM7.2 11v1.6h1.6V11z',
  danger: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zM7 4v5h2V4zM7 10.5v2h2v-2z',
};

/** A word with a sign before it. */
export const Badge = ({ tone = 'neutral', children }: { tone?: Tone; children: string }) => (
  <span className={`badge ${tone}`}>
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
      <path d={shapes[tone]} fill="currentColor" fillRule="evenodd" />
    </svg>
    {children}
  </span>
);
