import { useState } from 'react';
import type { PipelineReport } from '../../../api';
import { SegmentedControl } from '../../../ui';
import { barsOf, measuresOf } from '../model';
import classes from './report.module.css';

/** The figures of the table as bars. The table is its text: screen readers are spared a second reading. */
export function ReportChart({ report }: { report: PipelineReport }) {
  const measures = measuresOf(report.amounts);
  const [chosen, setChosen] = useState<string | null>(null);
  const measure = chosen !== null && measures.includes(chosen) ? chosen : (measures[1] ?? 'count');
  const bars = barsOf(report.stages, measure);
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.chartHead}>
        <span className={classes.chartTitle}>
          {measure === 'count' ? 'Open opportunities' : 'Value and weighted value'}
        </span>
        {measures.length > 1 ? (
          <SegmentedControl
            size="xs"
            aria-label="What the bars show"
            data={measures.map((value) => ({ value, label: value === 'count' ? 'Count' : value }))}
            value={measure}
            onChange={setChosen}
          />
        ) : null}
      </figcaption>
      <div aria-hidden="true">
        {bars.map((bar) => (
          <div key={bar.stageId} className={classes.bar}>
            <span className={classes.barName}>{bar.name}</span>
            <span className={classes.barText}>{bar.text}</span>
            <span className={classes.track}>
              <span className={classes.fill} style={{ width: `${bar.length * 100}%` }} />
              <span className={classes.weighted} style={{ width: `${bar.weighted * 100}%` }} />
            </span>
          </div>
        ))}
        {measure === 'count' ? null : (
          <div className={classes.legend}>
            <span className={classes.key} /> Value
            <span className={classes.key} data-weighted /> Weighted
          </div>
        )}
      </div>
    </figure>
  );
}
