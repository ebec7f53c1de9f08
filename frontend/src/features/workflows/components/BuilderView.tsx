import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Workflow, WorkflowCatalogue } from '../../../api';
import { useShortcut } from '../../../lib/shortcuts';
import { Button, Skeleton, showToast } from '../../../ui';
import { BuilderProvider, type Looked } from '../builder';
import type { Tab, WorkflowSearch } from '../model';
import { useActivateWorkflow } from '../mutations';
import { workflowQuery } from '../queries';
import { type ConditionsProps, SlotsProvider } from '../slots';
import {
  copyOf,
  findStep,
  insertAt,
  moveStep,
  neighbour,
  newStep,
  type Place,
  placeOf,
  removeStep,
  replaceStep,
  type Step,
} from '../tree';
import { type Draft, useDraft } from '../useDraft';
import { TestPanel, WhyPanel } from './Asking';
import { BuilderBar } from './BuilderBar';
import { BuilderHead } from './BuilderHead';
import classes from './builder.module.css';
import { Flow } from './Flow';
import { StartPanel } from './StartPanel';
import { StepPanel } from './StepPanel';

const RunsTab = lazy(() => import('./RunsTab').then((part) => ({ default: part.RunsTab })));
const Versions = lazy(() => import('./Versions').then((part) => ({ default: part.Versions })));

interface BuilderViewProps {
  workflow: Workflow;
  catalogue: WorkflowCatalogue;
  search: WorkflowSearch;
  onSearch: (search: WorkflowSearch) => void;
  conditions: (props: ConditionsProps) => React.ReactNode;
}

/** A workflow: its drawing with what stands beside it, its runs, its versions. */
export function BuilderView({ catalogue, search, onSearch, conditions, ...rest }: BuilderViewProps) {
  // What is saved here answers at once; the page's own read follows.
  const workflow = useQuery(workflowQuery(rest.workflow.id)).data ?? rest.workflow;
  const draft = useDraft(workflow);
  const [looked, setLooked] = useState<Looked>(() => (workflow.definition.trigger ? null : { at: 'start' }));
  const [adding, setAdding] = useState<Place | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [zoom, setZoom] = useState(1);
  const tab: Tab = search.tab ?? 'steps';
  const mayEdit = workflow.can_edit;
  const isDrawn = mayEdit && !workflow.is_archived;
  const { definition, change } = draft;
  const inSteps = (edit: (steps: readonly Step[]) => readonly Step[], key = '') =>
    change((now) => ({ ...now, steps: edit(now.steps) }), key);
  const focus = (id: string) =>
    setTimeout(() => document.querySelector<HTMLElement>(`[data-step="${id}"]`)?.focus());
  const move = (id: string, to: Place) => {
    inSteps((steps) => moveStep(steps, id, to));
    setDragged(null);
    focus(id);
  };
  const activate = useActivateWorkflow(([fault]) => {
    if (!fault) return;
    setLooked(fault.step_id ? { at: 'step', id: fault.step_id } : { at: 'start' });
    onSearch({});
  });
  const onActivate = async () => {
    const version = await draft.flush();
    activate.mutate({ id: workflow.id, version });
  };
  useShortcut('mod+z', 'This workflow', 'Undo', draft.undo, isDrawn);
  useShortcut('mod+shift+z', 'This workflow', 'Redo', draft.redo, isDrawn);
  useShortcut('-', 'This workflow', 'Draw it smaller', () => setZoom((now) => Math.max(0.5, now - 0.1)));
  useShortcut('+', 'This workflow', 'Draw it larger', () => setZoom((now) => Math.min(1.4, now + 0.1)));
  useShortcut('Escape', 'This workflow', 'Close what stands beside it', () => setLooked(null));
  const kinds = new Map([...catalogue.steps, ...catalogue.triggers].map((kind) => [kind.key, kind]));
  const builder = {
    workflow,
    definition,
    mayEdit: isDrawn,
    kindOf: (key: string) => kinds.get(key),
    looked,
    look: setLooked,
    adding,
    begin: setAdding,
    add: (place: Place, kind: string) => {
      const step = newStep(
        kind,
        (kinds.get(kind)?.branches ?? []).map(({ key }) => key),
      );
      inSteps((steps) => insertAt(steps, place, step));
      setAdding(null);
      setLooked({ at: 'step', id: step.id });
    },
    change: (id: string, changes: Partial<Step>, field = '') =>
      inSteps((steps) => replaceStep(steps, id, changes), field ? `${id} ${field}` : ''),
    copy: (id: string) => {
      const step = findStep(definition.steps, id);
      const place = placeOf(definition.steps, id);
      if (!step || !place) return;
      const made = copyOf(step);
      inSteps((steps) => insertAt(steps, { ...place, index: place.index + 1 }, made));
      setLooked({ at: 'step', id: made.id });
      focus(made.id);
    },
    remove: (id: string) => {
      inSteps((steps) => removeStep(steps, id));
      setLooked(null);
      showToast({
        message: 'Deleted the step',
        action: { label: 'Undo', keys: 'mod+z', run: draft.undo },
      });
    },
    shift: (id: string, way: -1 | 1) => {
      const to = neighbour(definition.steps, id, way);
      if (to) move(id, to);
    },
    move,
    dragged,
    drag: setDragged,
  };
  return (
    <SlotsProvider value={{ conditions, triggers: catalogue.triggers, steps: catalogue.steps }}>
      <BuilderProvider value={builder}>
        <div className={classes.page}>
          <BuilderHead
            workflow={workflow}
            draft={draft}
            mayEdit={mayEdit}
            isActivating={activate.isPending}
            onActivate={() => void onActivate()}
          />
          <BuilderBar
            tab={tab}
            onTab={(next) => onSearch(next === 'steps' ? {} : { tab: next })}
            draft={draft}
            mayEdit={isDrawn}
            zoom={zoom}
            onZoom={setZoom}
            looked={looked}
            onLook={setLooked}
          />
          <Band draft={draft} />
          <div className={classes.body}>
            {tab === 'steps' ? (
              <>
                <Flow zoom={zoom} />
                {looked?.at === 'start' ? <StartPanel onChange={change} /> : null}
                {looked?.at === 'step' ? <StepPanel key={looked.id} id={looked.id} /> : null}
                {looked?.at === 'test' ? <TestPanel /> : null}
                {looked?.at === 'why' ? <WhyPanel /> : null}
              </>
            ) : null}
            {tab === 'runs' ? (
              <Suspense fallback={<Skeleton height={12} width={240} m={20} />}>
                <RunsTab workflow={workflow} mayEdit={mayEdit} search={search} onSearch={onSearch} />
              </Suspense>
            ) : null}
            {tab === 'versions' ? (
              <Suspense fallback={<Skeleton height={12} width={240} m={20} />}>
                <Versions workflow={workflow} mayEdit={mayEdit} />
              </Suspense>
            ) : null}
          </div>
        </div>
      </BuilderProvider>
    </SlotsProvider>
  );
}

/** What stands in the way of the draft being kept. */
function Band({ draft }: { draft: Draft }) {
  if (draft.saving === 'conflict')
    return (
      <div className={classes.band} role="alert">
        Somebody else has changed this workflow meanwhile. Which draft is to stay?
        <Button variant="default" size="compact-sm" onClick={draft.takeTheirs}>
          Theirs
        </Button>
        <Button variant="default" size="compact-sm" onClick={draft.keepMine}>
          Mine
        </Button>
      </div>
    );
  if (draft.saving === 'failed')
    return (
      <div className={classes.band} data-tone="danger" role="alert">
        {draft.error} What you drew stays in this tab until it is saved.
        <Button variant="default" size="compact-sm" onClick={() => void draft.flush()}>
          Save now
        </Button>
      </div>
    );
  return null;
}
