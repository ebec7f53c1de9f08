import classes from './report.module.css';

const TERMS = [
  ['count', 'Open'],
  ['value', 'Value'],
  ['weighted', 'Weighted'],
  ['entered', 'Entered'],
  ['moved_on', 'Moved on'],
  ['conversion', 'Conversion'],
  ['median_days', 'Median time'],
] as const;

/** What the figures mean, in the server's words. */
export function Definitions({ words }: { words: Readonly<Record<string, string>> }) {
  return (
    <section className={classes.definitions} aria-label="What the figures mean">
      <h2 className={classes.definitionsTitle}>What the figures mean</h2>
      <dl>
        {TERMS.map(([key, label]) => (
          <div key={key} className={classes.definition}>
            <dt>{label}</dt>
            <dd>{words[key]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
