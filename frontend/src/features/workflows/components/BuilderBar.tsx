import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconFlask,
  IconHelpCircle,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { ActionIcon, Button, SegmentedControl, Tooltip } from '../../../ui';
import type { Looked } from '../builder';
import type { Tab } from '../model';
import type { Draft } from '../useDraft';
import classes from './builder.module.css';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;
const SAVING = { saved: 'Saved', saving: 'Saving…', failed: 'Not saved', conflict: 'Not saved' } as const;

interface BarProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  draft: Draft;
  mayEdit: boolean;
  zoom: number;
  onZoom: (zoom: number) => void;
  looked: Looked;
  onLook: (at: Looked) => void;
}

/** The parts of the page, and the tools of the drawing. */
export function BuilderBar({ tab, onTab, draft, mayEdit, zoom, onZoom, looked, onLook }: BarProps) {
  const toggle = (at: 'test' | 'why') => onLook(looked?.at === at ? null : { at });
  return (
    <div className={classes.bar}>
      <SegmentedControl
        size="xs"
        aria-label="Parts of the workflow"
        value={tab}
        onChange={(value) => onTab(value as Tab)}
        data={[
          { value: 'steps', label: 'Steps' },
          { value: 'runs', label: 'Runs' },
          { value: 'versions', label: 'Versions' },
        ]}
      />
      {tab === 'steps' ? (
        <div className={classes.tools}>
          {mayEdit ? (
            <>
              <span className={classes.saving} data-state={draft.saving} role="status">
                {SAVING[draft.saving]}
              </span>
              <Tool label="Undo (Ctrl+Z)" isOff={!draft.canUndo} onPress={draft.undo}>
                <IconArrowBackUp {...icon} />
              </Tool>
              <Tool label="Redo (Ctrl+Shift+Z)" isOff={!draft.canRedo} onPress={draft.redo}>
                <IconArrowForwardUp {...icon} />
              </Tool>
            </>
          ) : null}
          <span className={classes.zoom}>
            <Tool label="Smaller (-)" isOff={zoom <= 0.5} onPress={() => onZoom(zoom - 0.1)}>
              <IconZoomOut {...icon} />
            </Tool>
            <button type="button" aria-label="Full size" onClick={() => onZoom(1)}>
              {Math.round(zoom * 100)} %
            </button>
            <Tool label="Larger (+)" isOff={zoom >= 1.4} onPress={() => onZoom(zoom + 0.1)}>
              <IconZoomIn {...icon} />
            </Tool>
          </span>
          <Button
            variant={looked?.at === 'why' ? 'light' : 'default'}
            size="compact-sm"
            leftSection={<IconHelpCircle {...icon} />}
            aria-pressed={looked?.at === 'why'}
            onClick={() => toggle('why')}
          >
            Why not?
          </Button>
          {mayEdit ? (
            <Button
              variant={looked?.at === 'test' ? 'light' : 'default'}
              size="compact-sm"
              leftSection={<IconFlask {...icon} />}
              aria-pressed={looked?.at === 'test'}
              onClick={() => toggle('test')}
            >
              Test
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

interface ToolProps {
  label: string;
  isOff: boolean;
  onPress: () => void;
  children: React.ReactNode;
}

function Tool({ label, isOff, onPress, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label.replace(/ \(.*/, '')}
        disabled={isOff}
        onClick={onPress}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
