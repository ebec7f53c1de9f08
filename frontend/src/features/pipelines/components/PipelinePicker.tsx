import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { Pipeline } from '../../../api';
import { Menu } from '../../../ui';
import classes from './page.module.css';

interface PipelinePickerProps {
  pipelines: readonly Pipeline[];
  current: Pipeline;
  onPick: (id: number) => void;
}

/** The name of the pipeline on screen, which leads to the others. */
export function PipelinePicker({ pipelines, current, onPick }: PipelinePickerProps) {
  if (pipelines.length < 2) return <span>{current.name}</span>;
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <button
          type="button"
          className={classes.picker}
          aria-label={`Pipeline: ${current.name}. Choose another`}
        >
          <span>{current.name}</span>
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {pipelines.map((pipeline) => (
          <Menu.Item
            key={pipeline.id}
            onClick={() => onPick(pipeline.id)}
            aria-current={pipeline.id === current.id ? 'true' : undefined}
            rightSection={
              pipeline.id === current.id ? (
                <IconCheck size={14} stroke={1.8} aria-hidden />
              ) : (
                <span className={classes.openCount}>{pipeline.open_count}</span>
              )
            }
          >
            {pipeline.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
