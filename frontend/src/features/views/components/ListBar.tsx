import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useCan, type View } from '../../../api';
import { useCommands } from '../../../lib/commands';
import { holdKeys } from '../../../lib/heldKeys';
import { Button } from '../../../ui';
import { differs, type ListState, type Subject, stateOf } from '../model';
import { useChangeView, useCreateView, useDeleteView, useOrderViews, usePinView } from '../mutations';
import { filterFieldsQuery, filterWordsQuery, viewsQuery } from '../queries';
import { type ColumnChoice, ColumnChooser } from './ColumnChooser';
import { FilterButton } from './FilterButton';
import { FilterChips } from './FilterChips';
import { useSurfaceAhead } from './LazySurface';
import { useFilterEditing } from './useFilterEditing';
import { ViewMenu } from './ViewMenu';
import { ViewTabs } from './ViewTabs';
import classes from './views.module.css';

const SaveViewDialog = lazy(() =>
  import('./SaveViewDialog').then((module) => ({ default: module.SaveViewDialog })),
);

export interface ListBarProps {
  subject: Subject;
  /** The tab that shows the whole list. */
  allLabel: string;
  /** The list as it comes: its order, and no columns of one's own. */
  initial: ListState;
  state: ListState;
  viewId: number | undefined;
  /** `viewId` is null for the whole list, and undefined to stay with the view that this began with. */
  onState: (change: Partial<ListState>, replace: boolean, viewId?: number | null) => void;
  /** What there is to choose from; none for what has no columns. */
  columns: readonly ColumnChoice[] | undefined;
  /** Keys of the columns on screen. */
  shownColumns: readonly string[];
  /** Further tools of the list: its order. */
  children?: ReactNode;
}

/** Views, filter, order and columns of a list, whatever it lists. */
export function ListBar(props: ListBarProps) {
  const { subject, initial, state, onState } = props;
  useSurfaceAhead();
  const views = useQuery(viewsQuery(subject));
  const known = useQuery(filterFieldsQuery(subject));
  const fields = known.data?.fields ?? [];
  const words = useQuery(filterWordsQuery(subject, state.filter));
  const zone = words.data?.zone ?? known.data?.zone;
  const editing = useFilterEditing(state.filter, fields, (filter, replace) => onState({ filter }, replace));
  const [dialog, setDialog] = useState<{ renames: View | null } | null>(null);
  const create = useCreateView(subject);
  const change = useChangeView(subject);
  const remove = useDeleteView(subject);
  const pin = usePinView(subject);
  const order = useOrderViews(subject);
  const can = useCan();

  const current = views.data?.find((view) => view.id === props.viewId);
  const saved = current ? stateOf(current, initial.sort) : initial;
  const isChanged = differs(state, saved);
  const canSave = can('views:write') && (!current || current.is_mine || can('settings:write'));
  const select = (view: View) => onState(stateOf(view, initial.sort), false, view.id);
  const save = (view: View) => change.mutate({ view, state, label: `View ${view.name} saved` });
  const saveAs = () => {
    create.reset();
    holdKeys();
    setDialog({ renames: null });
  };
  useCommands(`views-${subject}-${views.data?.map((view) => view.id).join()}`, [
    ...(views.data ?? []).map((view) => ({
      id: `view-${view.id}`,
      label: `View: ${view.name}`,
      group: 'Views',
      run: () => select(view),
    })),
  ]);
  const said = { fields, byCondition: words.data?.byCondition };
  const filtering = { editing, fields, isLoading: known.isPending, zone, words: said };
  return (
    <>
      <div className={classes.bar}>
        <ViewTabs
          allLabel={props.allLabel}
          views={views.data ?? (views.isError ? [] : undefined)}
          current={current}
          isChanged={isChanged}
          onAll={() => onState(initial, false, null)}
          onSelect={select}
          menu={
            <ViewMenu
              views={views.data ?? []}
              current={current}
              isChanged={isChanged}
              link={() => linkTo(current)}
              actions={{
                select,
                save,
                reset: () => onState(saved, false),
                saveAs,
                rename: (view) => {
                  change.reset();
                  holdKeys();
                  setDialog({ renames: view });
                },
                share: (view, isShared) =>
                  change.mutate({
                    view,
                    isShared,
                    label: isShared ? `${view.name} shared` : `${view.name} no longer shared`,
                  }),
                pin: (view, isPinned) => pin.mutate({ view, isPinned }),
                order: (ids) => order.mutate(ids),
                remove: (view) => {
                  remove.mutate(view);
                  onState({}, true, null);
                },
              }}
            />
          }
        />
        <div className={classes.tools}>
          {isChanged && canSave ? (
            <Button
              className={classes.wideOnly ?? ''}
              variant="subtle"
              loading={change.isPending}
              onClick={() => (current ? save(current) : saveAs())}
            >
              {current ? 'Save' : 'Save view'}
            </Button>
          ) : null}
          <FilterButton {...filtering} />
          {props.children}
          {props.columns ? (
            <ColumnChooser
              all={props.columns}
              shown={props.shownColumns}
              isDefault={state.columns.length === 0}
              onColumns={(columns) => onState({ columns }, true)}
              onReset={() => onState({ columns: [] }, true)}
            />
          ) : null}
        </div>
      </div>
      {editing.shown ? (
        <FilterChips
          {...filtering}
          root={editing.shown}
          onClear={() => onState({ filter: undefined }, false)}
        />
      ) : null}
      {dialog ? (
        <Suspense>
          <SaveViewDialog
            title={dialog.renames ? 'Rename the view' : 'Save as a view'}
            saveLabel={dialog.renames ? 'Rename' : 'Save view'}
            initialName={dialog.renames?.name ?? ''}
            asksShared={!dialog.renames}
            isSaving={create.isPending || change.isPending}
            error={dialog.renames ? change.error : create.error}
            onClose={() => setDialog(null)}
            onSave={(name, isShared) => {
              const { renames } = dialog;
              const done = () => setDialog(null);
              if (renames) change.mutate({ view: renames, name, label: 'View renamed' }, { onSuccess: done });
              else
                create.mutate(
                  { name, isShared, state },
                  {
                    onSuccess: ({ view }) => {
                      done();
                      onState({}, true, view.id);
                    },
                  },
                );
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}

/** The address without what is mine alone: whoever opens it sees this list, whether or not they see the view. */
function linkTo(current: View | undefined): string {
  const url = new URL(location.href);
  url.searchParams.delete('peek');
  if (current && !current.is_shared) url.searchParams.delete('view');
  return url.href;
}
